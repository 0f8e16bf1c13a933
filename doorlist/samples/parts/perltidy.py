"""Lays out Perl as perltidy does: assignments, calls and lists of pairs, with what stands below one another in columns."""

from collections.abc import Iterable

from doorlist.samples.parts.scripts import LINE_MAX

SHORT = 8  # perltidy's -scl

Row = tuple[str, list[str]]  # a key, and the operands of its value; or its lines where the first opens a list


def assigned(left: str, operands: list[str]) -> list[str]:
    """An assignment, broken where the line is too long."""
    line = f"{left} = {' . '.join(operands)};"
    if len(line) <= LINE_MAX:
        return [line]
    if len(operands) == 1:
        value = operands[0]
        if value.startswith("encode_utf8(") and 2 + len(value) + 1 > LINE_MAX:
            return [f"{left} = encode_utf8(", outdented(value[12:-1], 4, ""), ");"]
        return [f"{left} =", outdented(value, 2, ";")]
    return [f"{left} =", *_concatenated(operands, 4, 2, ";")]


def outdented(value: str, indent: int, end: str) -> str:
    """A literal on a line of its own; at the margin where it is long."""
    return (" " * indent if indent + len(value) + len(end) <= LINE_MAX else "") + value + end


def _concatenated(operands: list[str], first: int, others: int, end: str) -> list[str]:
    """Operands one below the other; a short literal stays with the one before."""
    program = [outdented(operands[0], first, "")]
    for each in operands[1:]:
        short = len(each) <= SHORT and each[0] in "'\""
        if short and len(program[-1]) + 3 + len(each) <= LINE_MAX:
            program[-1] += f" . {each}"
        else:
            program.append(f"{' ' * others}. {each}")
    program[-1] += end
    return program


def call(name: str, rows: list[Row]) -> list[str]:
    """A call with pairs as its arguments."""
    if len(rows) != 1:
        return [f"{name}(", *listed(rows, 4), ");"]
    key, value = rows[0]
    line = f"{name}( {key} => {' . '.join(value)} );"
    if len(line) <= LINE_MAX:
        return [line]
    if len(value) > 1:
        return [f"{name}( {key} =>", *_concatenated(value, 6, 6, " );")]
    if 6 + len(value[0]) + 3 <= LINE_MAX:
        return [f"{name}( {key} =>", f"      {value[0]} );"]
    return [f"{name}( {key} =>", value[0], ");"]


def listed(rows: Iterable[Row], indent: int) -> list[str]:
    """Pairs, a line each, their fat commas aligned as far as they follow one another in single lines."""
    program: list[str] = []
    group: list[tuple[str, str]] = []
    by = " " * indent

    def end() -> None:
        program.extend(by + each for each in aligned(group, " => ", indent))
        group.clear()

    for key, value in rows:
        opened = value[0].endswith(("[", "{")) and len(value) > 1
        line = "" if opened else " . ".join(value)
        if not opened and indent + len(key) + 4 + len(line) + 1 <= LINE_MAX:
            group.append((key, f"{line},"))
            continue
        if opened:
            first, rest = value[0], [*value[1:-1], f"{value[-1]},"]
        elif len(value) > 1:
            broken = _concatenated(value, indent + 2, indent + 2, ",")
            first, rest = "", broken
            if indent + len(key) + 4 + len(broken[0].strip()) <= LINE_MAX:
                first, rest = broken[0].strip(), broken[1:]
        elif value[0].startswith("encode_utf8(") and indent + 2 + len(value[0]) + 1 > LINE_MAX:
            first, rest = "encode_utf8(", [outdented(value[0][12:-1], indent + 4, ""), f"{by}),"]
        else:
            first, rest = "", [outdented(value[0], indent + 2, ",")]
        group.append((key, first))
        end()
        program += rest
    end()
    return [each.rstrip() for each in program]


def aligned(rows: list[tuple[str, str]], between: str, indent: int = 0) -> list[str]:
    """Two columns; where one would make a line too long, the lines above and below it are aligned on their own."""
    if len(rows) < 2:
        return [f"{left}{between}{right}" for left, right in rows]
    program: list[str] = []
    run: list[tuple[str, str]] = []
    width = rest = 0
    room = LINE_MAX - indent - len(between)
    for row in rows:
        left, right = len(row[0]), len(row[1])
        if run and (left if left > width else width) + (right if right > rest else rest) > room:
            program += [f"{one.ljust(width)}{between}{other}" for one, other in run]
            run, width, rest = [], 0, 0
        run.append(row)
        width = left if left > width else width
        rest = right if right > rest else rest
    return program + [f"{one.ljust(width)}{between}{other}" for one, other in run]
