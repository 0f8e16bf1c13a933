"""What every language prints is laid out as its formatter leaves it; a formatter that is not here is left out."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from samples import awkward
from samples.languages.asking import ANSWERS, BEARER, FAILURES, FORM, MEETING, TOKEN, TOKEN_TEXT, request
from samples.languages.signed import SIGNED
from samples.languages.table import REQUESTS

from doorlist.samples import collection, resolving
from doorlist.samples.language import Language, printed
from doorlist.samples.languages import languages
from doorlist.samples.request import (
    Answers,
    Basic,
    CannotSay,
    Failure,
    Field,
    File,
    FileBody,
    Form,
    Kind,
    Leaf,
    Multipart,
    Part,
    Raw,
    Request,
    Template,
)

# --- formatters ------------------------------------------------------------------------------------------------------

JAVAC = [
    f"--add-exports=jdk.compiler/com.sun.tools.javac.{each}=ALL-UNNAMED"
    for each in ("api", "code", "file", "parser", "tree", "util")
]
KTLINT = """\
root = true
[*.kt]
max_line_length = off
ij_kotlin_allow_trailing_comma = false
ij_kotlin_allow_trailing_comma_on_call_site = false
ktlint_standard_property-naming = disabled
"""
"""Commas behind the last argument are Kotlin 1.4's; lines and names are as long as the collection has them."""


def program(name: str, *arguments: str) -> Callable[[], list[str]]:
    """A formatter that is found by its name, beside the interpreter or in the path."""

    def found() -> list[str]:
        path = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
        if path is None:
            pytest.skip(f"{name} is not here")
        return [path, *arguments]

    return found


@cache
def prettier() -> list[str]:
    """Prettier where it is installed: in a folder that the environment names, or beside npm."""
    roots = [os.environ.get("PRETTIER_HOME", "")]
    if shutil.which("npm") is not None:
        named = subprocess.run(["npm", "root", "--global"], capture_output=True, text=True, timeout=60, check=False)
        roots.append(named.stdout.strip())
    for root in filter(None, roots):
        file = Path(root) / "prettier" / "bin" / "prettier.cjs"
        if file.exists():
            return ["node", str(file), "--list-different"]
    pytest.skip("prettier is not here (npm install --global prettier)")


def google_java_format() -> list[str]:
    """google-java-format where the environment names its jar with all it needs."""
    jar = os.environ.get("GOOGLE_JAVA_FORMAT")
    if jar is None:
        pytest.skip("GOOGLE_JAVA_FORMAT does not say where google-java-format's jar with all it needs is")
    return ["java", *JAVAC, "-jar", jar, "--dry-run"]


_RUFF = program("ruff", "format", "--isolated", "--no-cache", "--diff")
_SHFMT = program("shfmt", "-i", "2", "-ci", "-d")
FORMATTERS: dict[str, Callable[[], list[str]]] = {
    "curl": _SHFMT,
    "wget": _SHFMT,
    "httpie": _SHFMT,
    "python-requests": _RUFF,
    "python-httpx": _RUFF,
    "python-urllib": _RUFF,
    "python-chilkat": _RUFF,
    "python-chilkat2": _RUFF,
    "node-fetch": prettier,
    "node-axios": prettier,
    "node-chilkat": prettier,
    "csharp-httpclient": program("rsharpier", "check"),
    "java-httpclient": google_java_format,
    "kotlin": program("ktlint"),
    "go": program("gofmt", "-l"),
    "rust-reqwest": program("rustfmt", "--edition", "2021", "--check"),
    "c-libcurl": program("clang-format", "--dry-run", "--Werror"),
    "ruby-net-http": program(
        "rubocop",
        "--cache=false",
        "--format=emacs",
        "--only=Layout,Style",
        "--except=Layout/EmptyLineAfterMagicComment,Layout/LineLength,Style/FormatStringToken,Style/WordArray",
    ),
    "php-curl": program(
        "phpcs", "--standard=PSR12", "--report=emacs", "--exclude=PSR1.Files.SideEffects,Generic.Files.LineLength"
    ),
    "perl-lwp": program("perltidy", "-npro", "-b", "-bext=/"),
    "r-httr2": program("air", "format"),
    "lua-socket": program("stylua"),
    "tcl-http": program("tclfmt", "--in-place"),
    "elixir-httpc": program("mix", "format"),
}
"""The command of each language's formatter; it is silent and says 0 where it finds nothing to change."""

# --- what is laid out ------------------------------------------------------------------------------------------------

LONG = "long " * 30
LINES = '{\n  "": true,\n  "a b": 466834,\n  "{x}": null\n}'
BODIES = (
    Raw('{\n  "a": "it\'s"\n}'),
    Raw("a\r\nb"),
    Raw(LONG),
    Raw(f"{LONG} \n{LONG}\n"),
    Raw(Template((LONG, TOKEN, "ü"))),
    FileBody(File("x", "x")),
    Form((Field("a", "b"),)),
    Form((Field("a", LONG), Field("longer", "x"), Field("c", f"{LONG}ü"), Field("d", "\n"))),
    Form((Field("c", Template((LONG, TOKEN, "ü"))),)),
    Multipart((Part("a", "b"), Part("f", File("x", "x")), Part("f", File("x", LONG), "a/b"))),
    Multipart((Part("a=b", "b"), Part("f", File(TOKEN_TEXT, None)))),
    Multipart(tuple(Part("n" * length, "v" * 30, "text/plain") for length in range(10, 60, 5))),
)


def measured() -> Iterator[tuple[str, Request]]:
    """Requests with lines of every length at which a formatter changes its mind, and what they measure."""
    headers = (("X-One", "1"), ("X-Longer", "h" * 75), ("X-Token", BEARER), ("X-Wide", "ü" * 75))
    for number, body in enumerate(BODIES):
        media_type = "text/plain" if isinstance(body, Raw) else FORM if isinstance(body, Form) else None
        yield (
            "bodies",
            request(
                body=body,
                content_type=media_type,
                headers=headers[: number % 5],
                variables=(TOKEN, MEETING),
                answers=ANSWERS if number % 2 else Answers(failures=FAILURES[4 : 4 + number % 3]),
            ),
        )
    for length in range(40, 86):
        address = f"/{'x' * length}"
        yield "addresses", request(target=address, body=Raw(LINES if length % 2 else address), content_type="a/b")
        yield "passwords", request("GET", auth=Basic(address[-30:], address))
    yield "addresses", request("GET", Template(("/a?b=", MEETING, "&" + "c" * 90)), variables=(MEETING,))
    leaves = tuple(
        Leaf(("p" * length, "q")[: 1 + length % 2], Kind.TEXT, "n" * length, "n" * length, "N", "l" * length)
        for length in range(10, 60)
    )
    failures = tuple(Failure(400, code, 'the "word" ' * (code % 20) + "x") for code in range(60))
    yield (
        "names",
        request(
            title="x" * 200,
            answers=replace(ANSWERS, reading=leaves, failures=(*failures, Failure(429, None, "y" * 100))),
        ),
    )


def named() -> list[tuple[str, Request]]:
    """All that is asked anywhere here, and its name; but a text that some formatters take a minute for."""
    read = collection.read(awkward.COLLECTION.read_bytes())
    resolved = [(each.title, each) for _, each in resolving.requests(read) if isinstance(each, Request)]
    short = [(name, each) for name, each in REQUESTS.items() if name != "a long text"]
    return [*resolved, *short, *(("signed", each) for each in SIGNED), *measured()]


UNTIDY = {"perl-lwp": ("names of parts", "names of fields", "a form of values", "names")}
"""What a formatter is known to change; whoever mends it takes its name out."""


@pytest.mark.parametrize("language", [each for each in languages() if each.id in FORMATTERS], ids=lambda each: each.id)
def test_the_formatter_has_nothing_to_change(language: Language, tmp_path: Path) -> None:
    command = FORMATTERS[language.id]()
    (tmp_path / ".editorconfig").write_text(KTLINT)
    for name, text in language.shared.items():
        (tmp_path / name).write_text(text)
    programs: dict[Path, str] = {}
    for number, (name, given) in enumerate(named()):
        path = tmp_path / f"sample{number}" / Path(language.file).name
        with suppress(CannotSay):
            if name not in UNTIDY.get(language.id, ()):
                programs[path] = printed(language, given)
                path.parent.mkdir()
                path.write_text(programs[path], encoding="utf-8", newline="")
    files = [str(each.relative_to(tmp_path)) for each in programs]
    ended = subprocess.run([*command, *files], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.returncode) == ("", 0), ended.stderr
    assert [each for each, text in programs.items() if each.read_bytes() != text.encode()] == []
