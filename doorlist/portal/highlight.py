"""Programs as coloured HTML, by Pygments, a piece at a time: most lines of samples are the same, and those are coloured once.

A piece is a line, or the lines of a literal or comment that runs over several, since lexers read those at once. Pygments'
lexers keep what they are in the middle of as a stack of states: a piece is coloured under the stack that the piece before it
left, and what came of it is kept under stack and piece. Plain words between double quotes are taken out before and put back
afterwards, so that lines which differ in a name alone count as the same.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import escape

from markupsafe import Markup
from pygments.lexer import ExtendedRegexLexer, LexerContext, RegexLexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Token, _TokenType

_KEPT_MAX = 20_000  # pieces of a language, some 10 MB
_PLAIN = re.compile(r'(?<=")[A-Za-z][A-Za-z0-9 ,.:/_-]*(?=")')
_HOLE = "\ue000"
_LONG = 2_000

Stack = tuple[str, ...]

# What may run over several lines, by Pygments' name of the language; strings and comments that end on their line stand
# beside it, so that what looks like an opening inside them is none.
_DOUBLE, _SINGLE = r'"(?:\\.|[^"\\])*"', r"'(?:\\.|[^'\\])*'"
_LINE = r'"(?:\\.|[^"\\\n])*"|' + r"'(?:\\.|[^'\\\n])*'"
_SLASHES = r"//[^\n]*|/\*.*?\*/"
_TRIPLE = r'"""(?:\\.|[^\\])*?"""'
_HEREDOC = r"""<<[-~]?\s*(?P<quote>["'\\]?)(?P<word>[A-Za-z_]\w*)(?P=quote).*?^\s*(?P=word)\b"""
_RUNS = {
    "bash": rf"{_HEREDOC}|'[^']*'|{_DOUBLE}|\\.|(?<![\w${{])#[^\n]*",
    "c": rf"{_SLASHES}|{_LINE}|^#(?:[^\n\\]|\\.)*",
    "csharp": rf'\$?@"(?:""|[^"])*"|{_SLASHES}|{_LINE}',
    "elixir": rf'~[sS]""".*?"""|{_TRIPLE}|{_DOUBLE}|{_SINGLE}|#[^\n]*',
    "foxpro": r"(?P<piece>[^\n]*(?:\n\s*|$))",  # the lexer reads a line's end with the next one's indentation
    "go": rf"`[^`]*`|{_SLASHES}|{_LINE}",
    "java": rf"{_TRIPLE}|{_SLASHES}|{_LINE}",
    "javascript": rf"`(?:\\.|[^`\\])*`|{_SLASHES}|{_LINE}",
    "json": r"(?!)",
    "kotlin": rf'""".*?"""|{_SLASHES}|{_LINE}',
    "lua": rf"--\[(?P<more>=*)\[.*?\](?P=more)\]|--[^\n]*|\[(?P<level>=*)\[.*?\](?P=level)\]|{_LINE}",
    "perl": rf"{_HEREDOC}|{_DOUBLE}|{_SINGLE}|(?<![\$@%&])#[^\n]*",
    "php": rf"<<<\s*(?P<quote>['\"]?)(?P<word>\w+)(?P=quote).*?^\s*(?P=word)\b|{_DOUBLE}|{_SINGLE}|{_SLASHES}|#[^\n]*",
    "powershell": r"@'\n.*?\n'@|@\"\n.*?\n\"@|<#.*?#>|#[^\n]*|'[^']*'|\"(?:`.|[^\"`])*\"",
    "python": rf"{_TRIPLE}|'''(?:\\.|[^\\])*?'''|{_LINE}|#[^\n]*",
    "r": rf'[rR]"(?P<dashes>-*)\(.*?\)(?P=dashes)"|{_DOUBLE}|{_SINGLE}|#[^\n]*',
    "ruby": rf"{_HEREDOC}|{_DOUBLE}|{_SINGLE}|#[^\n]*",
    "rust": rf'r(?P<hashes>#*)".*?"(?P=hashes)|{_SLASHES}|{_DOUBLE}',
    "swift": rf'(?P<pounds>#*)""".*?"""(?P=pounds)|{_SLASHES}|{_LINE}',
    "tcl": rf"{_DOUBLE}|\\.|^\s*#[^\n]*",
    "text": r"(?!)",
    "xml": r"<[^>]*>|<!--.*?-->|<!\[CDATA\[.*?\]\]>",
}


# Lexers that look names up in lists when they have read a whole program, with what makes them read a word as a program.
_LISTS: dict[str, dict[str, object]] = {"c": {}, "elixir": {}, "php": {"startinline": True}, "swift": {}}


class Highlighter:
    """Colours programs of one language. `lexer` is a name of Pygments'."""

    def __init__(self, lexer: str) -> None:
        self._lexer = get_lexer_by_name(lexer, stripnl=False, ensurenl=False)
        self._lists = get_lexer_by_name(lexer, **_LISTS[lexer]) if lexer in _LISTS else None
        runs = _RUNS.get(lexer)
        self._runs = (
            re.compile(runs, re.DOTALL | re.MULTILINE) if runs and isinstance(self._lexer, RegexLexer) else None
        )
        self._kept: dict[tuple[Stack, str], tuple[str, Stack]] = {}
        self._words: dict[str, _TokenType] = {}

    def __call__(self, program: str) -> Markup:
        """The program's lines as HTML: text escaped, tokens in `<span class=…>` of Pygments' short names."""
        if self._runs is None:
            return self.whole(program)
        stack: Stack = ("root",)
        done: list[str] = []
        for piece in self._pieces(program, self._runs):
            apart = _HOLE not in piece and len(piece) <= _LONG
            words = _PLAIN.findall(piece) if apart else ()
            plain = _PLAIN.sub(_HOLE, piece) if words else piece
            key = (stack, plain)
            kept = self._kept.get(key)
            if kept is None:
                if len(self._kept) >= _KEPT_MAX:
                    self._kept.clear()
                kept = self._kept[key] = self._coloured(plain, stack)
            html, stack = kept
            if words:
                pieces = html.split(_HOLE)
                html = pieces[0] + "".join([word + piece for word, piece in zip(words, pieces[1:], strict=True)])
            done.append(html)
        return _safe("".join(done))

    def whole(self, program: str) -> Markup:
        """The program as Pygments reads it at once."""
        return _safe("".join(_span(kind, text) for kind, text in self._lexer.get_tokens(program)))

    @staticmethod
    def _pieces(program: str, runs: re.Pattern[str]) -> Iterator[str]:
        """The program's lines, those together that something runs over; a pattern of whole pieces gives them itself."""
        if runs.groupindex.get("piece"):
            yield from (found[0] for found in runs.finditer(program) if found[0])
            return
        start = 0  # of the piece that is open
        covered = 0  # up to here lines belong together
        for found in runs.finditer(program):
            if program.find("\n", found.start(), found.end()) < 0:
                continue
            if found.start() >= covered:
                begin = program.rfind("\n", 0, found.start()) + 1
                if begin > start:
                    yield from (
                        program[start:begin].splitlines(keepends=True)
                        if covered <= start
                        else _first(program, start, covered, begin)
                    )
                    start = begin
            end = program.find("\n", found.end() - 1)
            covered = max(covered, len(program) if end < 0 else end + 1)
        if covered > start:
            yield program[start:covered]
            start = covered
        yield from program[start:].splitlines(keepends=True)

    def _coloured(self, piece: str, stack: Stack) -> tuple[str, Stack]:
        context = LexerContext(piece, 0, list(stack), len(piece))
        tokens = ExtendedRegexLexer.get_tokens_unprocessed(self._lexer, context=context)  # type: ignore[arg-type]
        return "".join(_span(self._kind(kind, text), text) for _, kind, text in tokens), tuple(context.stack)

    def _kind(self, kind: _TokenType, text: str) -> _TokenType:
        """The kind of a token: that which the lexer's lists say, where it is a name."""
        if self._lists is None or kind not in (Token.Name, Token.Name.Other) or not text.isidentifier():
            return kind
        found = self._words.get(text)
        if found is None:
            tokens = [each for each, word in self._lists.get_tokens(text) if word == text]
            found = self._words[text] = tokens[0] if len(tokens) == 1 else kind
        return kind if found is Token.Text else found


def _first(program: str, start: int, covered: int, begin: int) -> Iterator[str]:
    """A piece of several lines, then the single lines up to where the next begins."""
    yield program[start:covered]
    yield from program[covered:begin].splitlines(keepends=True)


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - every text in it went through `_span`


def _span(kind: _TokenType, text: str) -> str:
    shown = escape(text, quote=False)
    name = _name(kind)
    return f'<span class="{name}">{shown}</span>' if name and text.strip() else shown


@cache
def _name(kind: _TokenType) -> str:
    """The short name of a kind; "" for what is not coloured."""
    while kind not in STANDARD_TYPES:
        assert kind.parent is not None
        kind = kind.parent
    return (
        ""
        if kind in (Token, Token.Text, Token.Text.Whitespace, Token.Punctuation, Token.Name)
        else STANDARD_TYPES[kind]
    )


@cache
def highlighter(lexer: str) -> Callable[[str], Markup]:
    """The highlighter of a language, made once."""
    return Highlighter(lexer)
