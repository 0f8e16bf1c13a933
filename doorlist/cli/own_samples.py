"""`python -m doorlist.cli.own_samples`: tries the samples of a desk's own collection, and keeps what was seen for its pages.

What is kept is the report without what changes from run to run; `documents.py` reads it.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from doorlist.cli.documents import ADDRESS
from doorlist.contract import export
from doorlist.contract.profiles import Profile
from doorlist.samples import collection, resolving
from doorlist.samples.languages import languages
from doorlist.samples.request import Request
from doorlist.samples.trial import report, running

KEPT = Path(__file__).with_name("own_samples.json")


def main() -> int:
    """Writes the file; the exit code is 1 where a sample is wrong, and then nothing is written."""
    read = collection.read(json.dumps(export.postman(ADDRESS, Profile.P2022_09)))
    found = [(item.slug, made) for item, made in resolving.requests(read) if isinstance(made, Request)]
    chosen = languages()
    with TemporaryDirectory(prefix="doorlist-own-") as folder:
        results = running.run([made for _, made in found], chosen, Path(folder), told=_tell)
    tried = report.report(read.name, [slug for slug, _ in found], chosen, results)
    for line in report.failures(tried):
        sys.stderr.write(line + "\n")
    if any(tried.wrong):
        return 1
    document = json.loads(report.document(tried))
    for each in document["samples"]:
        each["seconds"] = 0
    document["samples"].sort(key=lambda each: (each["slug"], each["language"]))
    KEPT.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


def _tell(result: running.Result) -> None:
    if result.mark is running.Mark.WRONG:
        sys.stderr.write(f"{result.language}: {' / '.join(result.item)}: {'; '.join(result.reasons)}\n")


if __name__ == "__main__":
    raise SystemExit(main())
