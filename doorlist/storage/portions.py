"""Values cut into the parameters of a few statements, so that few different ones are ever compiled."""

from collections.abc import Iterable

from sqlalchemy import BindParameter, bindparam

SIZES = (1, 4, 16, 64, 256)


def chunks(values: Iterable[str]) -> Iterable[tuple[int, dict[str, object]]]:
    """Values cut into parameters `wanted_0` … of a few sizes, filled up with the last one, so that few statements exist."""
    rest = list(values)
    while rest:
        size = next((size for size in SIZES if size >= len(rest)), SIZES[-1])
        part, rest = rest[:size], rest[size:]
        part += part[-1:] * (size - len(part))
        yield size, {f"wanted_{index}": value for index, value in enumerate(part)}


def wanted(size: int) -> list[BindParameter[str]]:
    """The parameters of a statement that takes one such portion."""
    return [bindparam(f"wanted_{index}") for index in range(size)]
