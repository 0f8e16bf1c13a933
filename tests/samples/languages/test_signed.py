"""Where packages sign a request: what arrives, what a program says it needs, and what no package signs rightly."""

import json
import re
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from samples.languages import signed
from samples.languages.asking import FORM
from samples.languages.programs import here, reason, sent

from doorlist.samples.language import Language, printed
from doorlist.samples.languages import node_axios, python_httpx, python_requests
from doorlist.samples.request import Auth, File, FileBody, Raw, Request
from doorlist.samples.trial import running

PYTHON = (python_requests.LANGUAGE, python_httpx.LANGUAGE)
LANGUAGES = (*PYTHON, node_axios.LANGUAGE)
each_language = pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)


def signing(language: Language) -> None:
    """Skips the test where the packages are missing."""
    here(language)
    for package in ("requests_oauthlib", "requests_aws4auth", "mohawk") if language in PYTHON else ():
        if find_spec(package) is None:
            pytest.skip(f"{package} is not here")


@each_language
def test_what_is_signed_arrives_with_its_signature(language: Language, tmp_path: Path) -> None:
    signing(language)
    results = running.run(signed.SIGNED, [language], tmp_path)
    assert [(each.item, each.mark, each.reasons) for each in results if each.mark != "run"] == []


def test_requests_signs_what_its_packages_would_change(tmp_path: Path) -> None:
    signing(python_requests.LANGUAGE)
    given = signed.request(signed.AWS, headers=(("X-Height", 'a "b'), ("X-Name", "Zoë")))
    assert sent(python_requests.LANGUAGE, given, tmp_path) == []


@pytest.mark.parametrize(
    ("language", "auth", "package"),
    [
        (python_requests.LANGUAGE, signed.SHA512, "requests-oauthlib"),
        (python_requests.LANGUAGE, signed.AWS, "requests-aws4auth"),
        (python_requests.LANGUAGE, signed.HAWK, "mohawk"),
        (python_httpx.LANGUAGE, signed.SHA512, "oauthlib"),
        (python_httpx.LANGUAGE, signed.AWS, "requests-aws4auth"),
        (python_httpx.LANGUAGE, signed.HAWK, "mohawk"),
        (node_axios.LANGUAGE, signed.SHA512, "oauth-1.0a"),
        (node_axios.LANGUAGE, signed.AWS, "aws4"),
        (node_axios.LANGUAGE, signed.HAWK, "hawk"),
    ],
    ids=lambda each: each if isinstance(each, str) else each.id if isinstance(each, Language) else type(each).__name__,
)
def test_a_program_that_signs_says_what_it_needs(language: Language, auth: Auth, package: str) -> None:
    said = rf"^(// )?It needs {package} \(`(pip|npm) install {package}`\)\.$"
    assert re.search(said, printed(language, signed.request(auth)), re.MULTILINE)
    if "package.json" in language.shared:
        assert package in json.loads(language.shared["package.json"])["dependencies"]


BY_NONE = (
    (signed.request(signed.AWS, target="/a/../b"), "dots"),
    (signed.request(signed.AWS, headers=(("Date", "today"),)), "Date"),
    (signed.request(signed.S3, target="/a//b"), "two slashes"),
    (signed.request(replace(signed.SHA512, method="HMAC-MD5")), "HMAC-MD5"),
    (signed.request(replace(signed.HAWK, algorithm="md5")), "md5"),
)
NOT_BY_PYTHON = (
    (signed.request(signed.AWS, target="/a;b"), "semicolon"),
    (signed.request(signed.HAWK, target="/a;b"), "semicolon"),
    (signed.request(signed.AWS, headers=(("X-Amz-Meta-A", 'a "b'),)), "X-Amz-Meta-A"),
    (signed.request(signed.SHA512, body=signed.FIELDS, content_type=FORM), "form that goes with GET"),
    (signed.request(signed.SHA512, "POST", body=Raw("a b"), content_type=FORM), "encoded in full"),
    (signed.request(signed.SHA512, "POST", body=Raw("a=b")), "without a Content-Type"),
    (signed.request(signed.SHA512, "POST", body=FileBody(File("a", "a"))), "without a Content-Type"),
    (signed.request(signed.OUTSIDE, target="/a?x"), "query anew"),
    (signed.request(replace(signed.SHA512, realm="ü")), "realm"),
)
NOT_BY_AXIOS = (
    (signed.request(signed.AWS, target="/a?__proto__=1"), "__proto__"),
    (signed.request(signed.SHA512, target="/a?__proto__=1"), "__proto__"),
    (signed.request(signed.AWS, "POST", body=Raw("x")), "Content-Type of its own"),
    (signed.request(signed.S3, target="/a?b=1&b=2"), "name twice"),
)


@pytest.mark.parametrize(
    ("language", "given", "why"),
    [
        *((language, *row) for language in LANGUAGES for row in BY_NONE),
        *((language, *row) for language in PYTHON for row in NOT_BY_PYTHON),
        *((node_axios.LANGUAGE, *row) for row in NOT_BY_AXIOS),
    ],
    ids=lambda each: each.id if isinstance(each, Language) else None,
)
def test_what_cannot_be_signed_has_a_reason(language: Language, given: Request, why: str) -> None:
    assert why in reason(language, given)
