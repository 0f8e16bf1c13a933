"""The table as OpenAPI 3.1 and as a Postman v2.1 collection."""

from doorlist.contract.export.openapi_document import openapi
from doorlist.contract.export.postman_collection import postman

__all__ = ["openapi", "postman"]
