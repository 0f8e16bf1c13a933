"""What is JavaScript's own: its literals, and what fetch and axios cannot do."""

import json
import subprocess
from pathlib import Path

import pytest
from samples.languages.asking import NASTY, TOKEN, request
from samples.languages.programs import reason
from surroundings import needs

from doorlist.samples.language import Language
from doorlist.samples.languages import node_axios, node_chilkat, node_fetch
from doorlist.samples.parts import node, quotes
from doorlist.samples.request import Json, Request, Template

TEXTS = (*NASTY, "a\rd\te\n", "\0\x07", "\0" + "1")


def evaluated(folder: Path, expressions: list[str]) -> object:
    """The values of JavaScript expressions."""
    (command,) = needs("node")
    listed = ",\n".join(expressions)
    program = f"const token = '<\\\\>';\nconsole.log(JSON.stringify([\n{listed}\n]));\n"
    (folder / "values.mjs").write_text(program, encoding="utf-8")
    ended = subprocess.run([command, "values.mjs"], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_literals_are_read_as_their_texts(tmp_path: Path) -> None:
    written = (quotes.string, node.block, node_chilkat.DIALECT.literal)
    assert evaluated(tmp_path, [each(text) for text in TEXTS for each in written]) == [
        text for text in TEXTS for _ in written
    ]


def test_templates_are_read_as_their_texts(tmp_path: Path) -> None:
    holed = [Template((text, TOKEN, text)) for text in TEXTS]
    written = (node.text, node.block)
    assert evaluated(tmp_path, [each(text) for text in holed for each in written]) == [
        f"{text}<\\>{text}" for text in TEXTS for _ in written
    ]


def test_json_values_are_read_as_themselves(tmp_path: Path) -> None:
    value: Json = {"a": [1, -2.5, True, None, {}, []], "b-\"'": {"c": ["x" * 90, "y"]}, "größe": [{"e": "f"}] * 3}
    assert evaluated(tmp_path, [node.laid(node.value(value))]) == [value]


@pytest.mark.parametrize(
    ("language", "given", "why"),
    [
        (node_fetch.LANGUAGE, request("TRACE"), "TRACE"),
        (node_axios.LANGUAGE, request(headers=(("Cookie", "a=b"), ("cookie", "c=d"))), "joins several headers Cookie"),
        (node_axios.LANGUAGE, request(headers=(("Trailer", "X-Sum"),)), "Trailer"),
    ],
)
def test_what_a_library_cannot_do_is_said(language: Language, given: Request, why: str) -> None:
    assert why in reason(language, given)
