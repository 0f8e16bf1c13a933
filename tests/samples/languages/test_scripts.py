"""What is Ruby's, PHP's and Perl's own: texts of several lines, and what their libraries cannot send."""

from pathlib import Path

import pytest
from samples.languages.asking import AWS, TOKEN, request
from samples.languages.programs import reason, sent

from doorlist.samples.language import Language
from doorlist.samples.languages import perl, php_curl, ruby
from doorlist.samples.request import Digest, Multipart, Part, Raw, Request, Template

LANGUAGES = (ruby.LANGUAGE, php_curl.LANGUAGE, perl.LANGUAGE)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.id)
@pytest.mark.parametrize(("end", "line_end", "indent"), [("", "\n", ""), ("\n", "\r\n", "  "), ("\n", "\n", "\t")])
def test_a_text_of_several_lines_arrives_as_it_is(
    language: Language, end: str, line_end: str, indent: str, tmp_path: Path
) -> None:
    lines = f"{indent}<a>\n\n\t{indent}#{{x}} $y {{$z}} @w \\ '\\'ü\n{indent}=pod\n  TEXT;\n{indent}</a>{end}"
    text = lines.replace("\n", line_end)
    variable = Template((text, TOKEN, f'{line_end}"$', TOKEN, f"[0]{line_end}"))
    assert sent(language, request(body=Raw(text), content_type="a/b"), tmp_path) == []
    given = request(body=Raw(variable), content_type="a/b", variables=(TOKEN,))
    assert sent(language, given, tmp_path / "variable") == []


@pytest.mark.parametrize(
    ("language", "given", "why"),
    [
        (php_curl.LANGUAGE, request("HEAD", body=Raw("x")), "HEAD"),
        (php_curl.LANGUAGE, request(auth=AWS, body=Multipart((Part("a", "b"),))), "multipart"),
        (php_curl.LANGUAGE, request(auth=AWS, headers=(("X-Empty", ""),)), "empty"),
        (php_curl.LANGUAGE, request(target="/a?b=1&a=1", auth=AWS), "sorted"),
        (perl.LANGUAGE, request(body=Multipart((Part("a", "0", "text/plain"),))), "text 0"),
        (perl.LANGUAGE, request(auth=Digest('a"b', "c")), "quotes"),
    ],
)
def test_what_cannot_be_sent_is_said(language: Language, given: Request, why: str) -> None:
    assert why in reason(language, given)
