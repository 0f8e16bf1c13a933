"""Reads an answer by CkJsonObject: the fields of a good reply, and what a refusal means."""

import json
from collections.abc import Iterator

from doorlist.samples import language
from doorlist.samples.parts.chilkat_bodies import PLAIN_NAME
from doorlist.samples.parts.chilkat_draft import Draft
from doorlist.samples.parts.chilkat_words import (
    BODY,
    CODE,
    INDEXES,
    ITEMS,
    MESSAGE,
    PROBLEM,
    REPLY,
    RESP,
    REST,
    STATUS,
    WAIT,
    Add,
    Call,
    Choose,
    Complain,
    Do,
    Each,
    Gap,
    Get,
    If,
    Joined,
    Known,
    Let,
    Note,
    Put,
    Refused,
    Show,
    Statement,
    There,
    Word,
)
from doorlist.samples.request import Answers, Leaf, Loop, Path, Reading


def read(draft: Draft) -> Iterator[Statement]:
    """The statements behind those that print status and body."""
    answers = draft.request.answers
    listed = len(answers.reading) == 1 and isinstance(answers.reading[0], Loop) and not answers.reading[0].path
    reads = bool(answers.reading)
    reply = draft.new(REPLY, "JsonObject") if answers.failures or reads else None
    if reply is not None:
        yield Gap()
        yield reply
        if answers.failures or not listed:
            yield Do(Call(REPLY, "Load", (BODY,)))
        if not answers.failures:
            yield Gap()
    else:
        yield Gap()
    yield If(Refused(), list(_refusal(draft, answers)))
    if not reads:
        return
    yield Gap()
    unread = answers.unread
    statements: list[Statement] = []
    if listed:
        loop = answers.reading[0]
        assert isinstance(loop, Loop), "a list at the root is walked"
        unread += _listed(draft, loop, statements)
    else:
        unread += _reading(answers.reading, "", 0, statements)
    yield from map(Note, language.unread(unread))
    yield from statements


def _refusal(draft: Draft, answers: Answers) -> Iterator[Statement]:
    if not answers.failures:
        yield Complain(Joined(("HTTP ", STATUS)))
        yield draft.leave(1)
        return
    if answers.coded:
        yield Let(CODE, Call(REPLY, "StringOf", (path_text(answers.code_path),), "text"))
    yield Let(MESSAGE, Call(REPLY, "StringOf", (path_text(answers.message_path),), "text"), changes=True)
    told = sorted(answers.failures, key=lambda each: each.code is None)
    yield Choose(
        [
            (
                Known(each.status, None if each.code is None else str(each.code)),
                [Let(MESSAGE, each.message, again=True)],
            )
            for each in told
        ]
    )
    yield Gap()
    yield Let(PROBLEM, Joined(("HTTP ", STATUS)), changes=True)
    if answers.coded:
        yield If(There(CODE), [Add(PROBLEM, Joined((", code ", CODE)))])
    yield If(There(MESSAGE), [Add(PROBLEM, Joined((": ", MESSAGE)))])
    if answers.waits:
        header = (
            Call(REST, "ResponseHdrByName", ("Retry-After",), "text")
            if draft.by_rest
            else Call(RESP, "GetHeaderField", ("Retry-After",), "text")
        )
        yield If(
            Known(429),
            [
                Let(WAIT, header, changes=True),
                If(There(WAIT, empty=True), [Let(WAIT, "a while", again=True)]),
                Add(PROBLEM, Joined((" Try again after ", WAIT, "."))),
            ],
        )
    yield Complain(PROBLEM)
    yield draft.leave(1)


def _listed(draft: Draft, loop: Loop, statements: list[Statement]) -> int:
    """Reads a list that is the whole reply; how many of its fields are not read."""
    index = INDEXES[0]
    body: list[Statement] = []
    unread = 0
    scalars = [each for each in loop.body if isinstance(each, Leaf) and not each.path]
    members = tuple(each for each in loop.body if each.path)
    for leaf in scalars:
        value = leaf_word(leaf)
        body += (Let(value, Call(ITEMS, "StringAt", (index,), "text")), Show(value, leaf.text))
    if members:
        inside: list[Statement] = []
        unread += _reading(members, "", 1, inside)
        body += (Do(Call(ITEMS, "ObjectAt2", (index, REPLY))), *inside)
    unread += sum(_leaves(each) for each in loop.body if isinstance(each, Loop) and not each.path)
    statements += (
        draft.new(ITEMS, "JsonArray"),
        Do(Call(ITEMS, "Load", (BODY,))),
        Each(index, Get(ITEMS, "Size", "number"), body),
    )
    return unread


def path_text(path: Path) -> str:
    """A path as JsonObject takes it: `a.b[0]`; a name with dots or brackets stands in quotes."""
    text = ""
    for each in path:
        if isinstance(each, int):
            text += f"[{each}]"
        else:
            name = each if PLAIN_NAME.fullmatch(each) else json.dumps(each, ensure_ascii=False)
            text += f".{name}" if text else name
    return text


def _within(prefix: str, path: Path) -> str:
    text = path_text(path)
    return prefix + text if not prefix or text.startswith("[") or not text else f"{prefix}.{text}"


def _reading(tree: Reading, prefix: str, depth: int, statements: list[Statement]) -> int:
    """Reads the fields below a path; how many of them are not read. JsonObject has three indexes: I, J and K."""
    unread = 0
    for each in tree:
        path = _within(prefix, each.path)
        if not path or path.startswith("["):
            unread += _leaves(each)
        elif isinstance(each, Leaf):
            value = leaf_word(each)
            statements += (Let(value, Call(REPLY, "StringOf", (path,), "text")), Show(value, each.text))
        elif depth == len(INDEXES):
            unread += _leaves(each)
        else:
            index = INDEXES[depth]
            inside: list[Statement] = []
            unread += _reading(each.body, f"{path}[{index.snake}]", depth + 1, inside)
            statements.append(
                Each(
                    index,
                    Call(REPLY, "SizeOfArray", (path,), "number"),
                    [Put(REPLY, index.pascal, index), *inside],
                )
            )
    return unread


def leaf_word(leaf: Leaf) -> Word:
    """The name that a field gets."""
    return Word("text", leaf.snake, leaf.camel, leaf.pascal, own=False)


def _leaves(each: Leaf | Loop) -> int:
    return 1 if isinstance(each, Leaf) else sum(map(_leaves, each.body))
