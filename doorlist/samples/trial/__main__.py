"""`python -m doorlist.samples.trial COLLECTION --language ID`: the trial without the command line around it."""

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from doorlist.samples import collection, resolving
from doorlist.samples.languages import languages
from doorlist.samples.request import Request
from doorlist.samples.trial.running import Mark, Result, run


def main() -> int:
    """Tries a collection; 1 if a sample is wrong."""
    parser = argparse.ArgumentParser(description="Run a collection's samples against a recorder.")
    parser.add_argument("collection", type=Path)
    parser.add_argument("--language", action="append", default=[])
    parser.add_argument("--item", action="append", default=[], help="a part of an item's name")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    read = collection.read(given.collection.read_bytes())
    requests = []
    for item, request in resolving.requests(read):
        if not isinstance(request, Request):
            sys.stdout.write(f"{request}\n")
        elif not given.item or any(each in item.label for each in given.item):
            requests.append(request)
    chosen = [each for each in languages() if not given.language or each.id in given.language]
    for name in given.language:  # a module that is not in the table yet
        if all(each.id != name for each in chosen):
            chosen.append(import_module(f"doorlist.samples.languages.{name.replace('-', '_')}").LANGUAGE)

    def told(result: Result) -> None:
        if result.mark is not Mark.RUN:
            sys.stdout.write(f"{result.mark.upper()}: {' / '.join(result.item)} in {result.language}\n")
            sys.stdout.writelines(f"    {reason}\n" for reason in result.reasons)
            if result.mark is Mark.WRONG and given.keep and result.folder:
                sys.stdout.write(f"    see {result.folder}\n")

    with tempfile.TemporaryDirectory(prefix="doorlist-trial-") as folder:
        results = run(requests, chosen, given.keep or Path(folder), told=told)
    for language in chosen:
        marks = [each.mark for each in results if each.language == language.id]
        counts = ", ".join(f"{marks.count(each)} {each}" for each in Mark if each in marks)
        sys.stdout.write(f"{language.id}: {counts}\n")
    return any(each.mark is Mark.WRONG for each in results)


if __name__ == "__main__":
    sys.exit(main())
