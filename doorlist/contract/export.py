"""The table as OpenAPI 3.1 and as a Postman v2.1 collection."""

from doorlist.contract.profiles import Profile


def openapi(base_url: str, profile: Profile) -> dict[str, object]:
    """To come."""
    return {"servers": [base_url], "info": profile}


def postman(base_url: str, profile: Profile) -> dict[str, object]:
    """To come."""
    return {"servers": [base_url], "info": profile}
