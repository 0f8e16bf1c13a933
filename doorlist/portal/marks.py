"""What is known of each program: what a trial's report says of it, as long as it is still printed as it was tried."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from doorlist.samples.collection import Item
from doorlist.samples.language import Language, printed
from doorlist.samples.request import CannotSay
from doorlist.samples.resolving import Given, request
from doorlist.samples.trial.report import Report


@dataclass(frozen=True, slots=True)
class Known:
    """A sample's mark (`run`, `checked`, `not run`, `wrong`), what there is to say about it, and the program's SHA-256."""

    mark: str
    reasons: tuple[str, ...]
    digest: str


@dataclass(frozen=True)
class Marks:
    """The marks of a collection's samples, by the item's address and the language's id.

    `tried` says with which values the programs were tried, where they are shown with others, such as another address.
    """

    known: Mapping[tuple[str, str], Known] = field(default_factory=dict)
    tried: Given | None = None

    def __bool__(self) -> bool:
        return bool(self.known)

    def of(self, item: Item, language: Language, program: str) -> Known | None:
        """What is known of a program; None where it was never tried, or was printed differently then."""
        known = self.known.get((item.slug, language.id))
        if known is None:
            return None
        if self.tried is not None:
            try:
                program = printed(language, request(item, self.tried))
            except CannotSay:
                return None
        return known if known.digest == digest(program) else None

    @cached_property
    def fingerprint(self) -> str:
        """One number for all of them."""
        rows = sorted([*key, each.mark, each.digest, *each.reasons] for key, each in self.known.items())
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def digest(program: str) -> str:
    """What tells a program from every other."""
    return hashlib.sha256(program.encode()).hexdigest()


def marks(report: Report, tried: Given | None = None) -> Marks:
    """The marks of a report."""
    return Marks(
        {
            (each.slug, each.language): Known(each.mark.value, each.reasons, each.digest)
            for each in report.entries
            if each.digest is not None
        },
        tried,
    )
