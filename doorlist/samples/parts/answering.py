"""What a program does with an answer, whatever its language: what of it is read, and what it says of the rest."""

from dataclasses import dataclass

from doorlist.samples.request import Reading, Request


@dataclass(frozen=True, slots=True)
class Heard:
    """What of an answer a program reads.

    `body`: there is one. `reading` are a good reply's fields, `coded` says that a refusal is told by the vendor's code;
    `parsed`: the reply is JSON for one of the two. `documented`: there are documented errors.
    """

    body: bool
    reading: Reading
    coded: bool
    parsed: bool
    documented: bool

    @property
    def explained(self) -> bool:
        """Whether more can be told of a refusal than its status."""
        return self.parsed or self.documented

    def told(self, status: str, reply: str, retry_after: str) -> list[str]:
        """Which of these the function that explains a refusal is told."""
        return [status, *([reply] if self.parsed else []), *([retry_after] if self.documented else [])]


def heard(request: Request) -> Heard:
    """What of the answer to a request is read."""
    answers = request.answers
    body = request.method != "HEAD"
    reading = answers.reading if body else ()
    coded = answers.coded and body
    return Heard(body, reading, coded, bool(reading) or coded, bool(answers.failures))
