"""The reference pages, made from what `--help` and the client's docstrings say: `python -m doorlist.cli.reference`.

Writes docs/commands.md and docs/sdk.md; a test holds that they are what it writes.
"""

import inspect
import re
import textwrap
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import typer

from doorlist import Client, client
from doorlist.cli.later import Later
from doorlist.cli.main import app
from doorlist.client import blocking, errors
from doorlist.client.naming import PLACES

DOCS = Path(__file__).parents[2] / "docs"
_MARKUP = re.compile(r"(?<!\\)\[/?(?:bold)?\]")
_KINDS = {int: "NUMBER", float: "NUMBER", Path: "FILE"}
_BLANKS = re.compile(r"\s+")


def commands() -> str:
    """docs/commands.md."""
    root: Any = typer.main.get_command(app)
    lines = [
        "# Commands",
        "",
        "What `--help` says of every command, made from it. See [the guide](toolbox.md) for how they work together.",
        "",
        *_epilog(root),
    ]
    for name, command in _loaded(root):
        lines += ["", f"## doorlist {name}", "", *_paragraphs(command.help)]
        if hasattr(command, "commands"):
            for below, each in _loaded(command):
                lines += ["", f"### doorlist {name} {below}", "", *_paragraphs(each.help), *_usage(each)]
        else:
            lines += _usage(command)
    return "\n".join(lines) + "\n"


def sdk() -> str:
    """docs/sdk.md."""
    lines = [
        "# The Python client",
        "",
        "Made from the client's docstrings. See [the guide](toolbox.md) for how to begin. `AsyncClient` has the same "
        "methods to be awaited; its `iter` methods are for `async for`.",
        "",
        "## Client",
        "",
        "```python",
        *_signature("Client", Client.__init__),
        "```",
        "",
        *_paragraphs(inspect.getdoc(Client)),
    ]
    for name in ("request", "close"):
        lines += _method("client", name, getattr(Client, name))
    for place, (class_name, about) in PLACES.items():
        lines += ["", f"## client.{place}", "", about]
        for name, method in vars(getattr(blocking, class_name)).items():
            if not name.startswith("_") and inspect.isfunction(method):
                lines += _method(f"client.{place}", name, method)
    lines += ["", "## Errors", "", *_paragraphs(errors.__doc__), "", *_errors(errors.DoorlistError)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write both."""
    (DOCS / "commands.md").write_text(commands(), encoding="utf-8")
    (DOCS / "sdk.md").write_text(sdk(), encoding="utf-8")


# --- commands --------------------------------------------------------------------------------------------------------


def _loaded(group: Any) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        place = group.elsewhere.get(name) if isinstance(group, Later) else None
        yield name, command if place is None else place.load()


def _usage(command: Any) -> list[str]:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [
        each for each in command.params if each.param_type_name == "option" and not getattr(each, "hidden", False)
    ]
    lines: list[str] = []
    if arguments or options:
        lines += ["", "| | |", "|---|---|"]
    for each in arguments:
        many = " …" if each.nargs == -1 else ""
        lines.append(f"| `{each.metavar or (each.name or '').upper()}{many}` | {_told(each)} |")
    for each in options:
        names = ", ".join([*each.opts, *each.secondary_opts])
        lines.append(f"| `{names}{_value(each)}` | {_told(each)} |")
    return [*lines, *_epilog(command)]


def _value(option: Any) -> str:
    if option.is_flag or option.count:
        return ""
    kind = option.type_descriptor.annotation
    if option.metavar:
        return f" {option.metavar}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " " + "\\|".join(str(each.value) for each in kind)
    return f" {_KINDS.get(kind, 'TEXT')}"


def _told(parameter: Any) -> str:
    said = [_plain(parameter.help or "")]
    if parameter.required and parameter.param_type_name == "option":
        said.append("Required.")
    default = parameter.show_default if isinstance(parameter.show_default, str) else parameter.default
    if parameter.show_default and default not in (None, False, True, "", ()) and not callable(default):
        said.append(f"Default: {getattr(default, 'value', default)}.")
    if parameter.param_type_name == "option" and parameter.multiple:
        said.append("May be given several times.")
    return " ".join(part for part in said if part).replace("|", "\\|")


def _epilog(command: Any) -> list[str]:
    """Its examples: lines that are set in are shown as they are, others are prose."""
    if not command.epilog:
        return []
    lines: list[str] = []
    for block in _plain(command.epilog, keep_lines=True).split("\n\n"):
        if all(line.startswith("  ") for line in block.splitlines()):
            lines += ["", "```", *textwrap.dedent(block).splitlines(), "```"]
        else:
            lines += ["", block.rstrip()]
    return lines


def _plain(text: str, *, keep_lines: bool = False) -> str:
    """Text without Rich's markup."""
    bare = _MARKUP.sub("", text).replace("\\[", "[").replace("\b", "")
    return bare if keep_lines else _BLANKS.sub(" ", bare).strip()


def _paragraphs(text: str | None) -> list[str]:
    """Its paragraphs, a line each; one that is set in is code."""
    lines: list[str] = []
    for found in re.split(r"\n[ ]*\n", inspect.cleandoc(text or "")):
        if found.startswith("    "):
            lines += ["```python", *textwrap.dedent(found).splitlines(), "```", ""]
        elif found.strip():
            lines += [re.sub("::$", ":", _plain(found)), ""]
    return lines[:-1]


# --- the client ------------------------------------------------------------------------------------------------------


def _method(place: str, name: str, method: Any) -> list[str]:
    head, *parts = re.split(r"^(Args|Returns|Raises):\n", inspect.getdoc(method) or "", flags=re.MULTILINE)
    lines = ["", f"### {place}.{name}", "", "```python", *_signature(f"{place}.{name}", method), "```", ""]
    lines += _paragraphs(head)
    end = ""
    for kind, text in zip(parts[::2], parts[1::2], strict=True):
        body, _, after = text.partition("\n\n")
        end = after or end
        entries = _entries(body)
        if kind == "Args":
            lines += ["", "| argument | |", "|---|---|", *(f"| `{name}` | {_cell(about)} |" for name, about in entries)]
        elif kind == "Raises":
            lines += ["", "Raises:", "", *(f"- `{name}`: {about}" for name, about in entries)]
        else:
            lines += ["", f"Returns: {_plain(body)}"]
    return [*lines, *(["", *_paragraphs(end)] if end else [])]


def _entries(body: str) -> list[tuple[str, str]]:
    """What a part of a docstring says, a name and a text each; lines that are set in further go on."""
    entries: list[tuple[str, str]] = []
    for line in textwrap.dedent(body).splitlines():
        if line.startswith(" ") and entries:
            name, about = entries[-1]
            entries[-1] = (name, f"{about} {line.strip()}")
        else:
            name, _, about = line.partition(": ")
            entries.append((name, about))
    return entries


def _signature(name: str, method: Any) -> list[str]:
    signature = inspect.signature(method)
    shown = []
    keyword = False
    for each in list(signature.parameters.values())[1:]:
        if each.kind is inspect.Parameter.KEYWORD_ONLY and not keyword:
            shown.append("*")
            keyword = True
        default = "" if each.default is inspect.Parameter.empty else f" = {_default(each.default)}"
        shown.append(f"{each.name}: {_annotation(each.annotation)}{default}")
    gives = "" if name == "Client" else f" -> {_annotation(signature.return_annotation)}"
    line = f"{name}({', '.join(shown)}){gives}"
    return [line] if len(line) <= 100 else [f"{name}(", *(f"    {each}," for each in shown), f"){gives}"]


def _annotation(annotation: Any) -> str:
    if annotation is inspect.Signature.empty or annotation is None:
        return "None"
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return re.sub(
        r"\b(?:doorlist\.client\.\w+|replies|bodies|collections\.abc|typing|pydantic\.types|datetime)\.", "", text
    )


def _default(value: object) -> str:
    return "os.environ" if type(value).__name__ == "_Environ" else repr(value)


def _errors(kind: type[Exception], depth: int = 0) -> Iterator[str]:
    yield f"{'  ' * depth}- `{kind.__name__}`: {_plain(kind.__doc__ or '')}"
    for below in sorted(kind.__subclasses__(), key=lambda each: client.__all__.index(each.__name__)):
        yield from _errors(below, depth + 1)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    main()
