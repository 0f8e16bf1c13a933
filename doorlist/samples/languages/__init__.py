"""The table of languages: a module each, a line each, in the order of the pages' tabs."""

from functools import cache
from importlib import import_module

from doorlist.samples.language import Language

MODULES = (
    "curl",
    "python_requests",
    "python_httpx",
    "python_urllib",
    "python_chilkat",
    "python_chilkat2",
    "node_fetch",
    "node_axios",
    "node_chilkat",
    "csharp_httpclient",
    "csharp_chilkat",
    "java_httpclient",
    "kotlin",
    "go",
    "rust_reqwest",
    "c_libcurl",
    "ruby",
    "php_curl",
    "perl",
    "r_httr2",
    "lua",
    "tcl",
    "elixir",
    "powershell",
    "swift",
    "foxpro_chilkat",
    "lianja_chilkat",
    "wget",
    "httpie",
)


@cache
def languages() -> tuple[Language, ...]:
    """Every language, loaded when it is first asked for."""
    return tuple(import_module(f"{__name__}.{each}").LANGUAGE for each in MODULES)


def language(id: str) -> Language | None:
    """The language of an id."""
    return next((each for each in languages() if each.id == id), None)
