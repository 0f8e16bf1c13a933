"""The fidelity ledger, as a page: every operation, refusal, limit, event and setting, and what was decided."""

from doorlist.contract import limits
from doorlist.contract.answers import ANSWERS
from doorlist.contract.decided import CONTRADICTIONS, EXTENSIONS, SETTINGS
from doorlist.contract.events import EVENTS, SIGNATURES
from doorlist.contract.operations import EVERYWHERE, OPERATIONS
from doorlist.contract.profiles import DIFFERENCES, Profile

_GRADES = "D documented by Zoom, O observed in production code or captures, I inferred, C chosen by us"


def markdown() -> str:
    """The ledger as a page."""
    lines = [
        "# The fidelity ledger",
        "",
        "What Doorlist does at every point of the public contract, and how well that is known.",
        "This page is made from `doorlist/contract`; `python -m doorlist.contract.ledger` prints it.",
        "",
        f"Grades: {_GRADES}.",
        "",
        "## Profiles",
        "",
        "A profile is a dated contract: `--profile` or `DOORLIST_PROFILE`. `2022-09` is the default.",
        "",
        *_table(
            ("Where they differ", "2022-09", "2026-08", "Evidence"),
            [(each.topic, each.in_2022_09, each.in_2026_08, each.evidence) for each in DIFFERENCES],
        ),
        "",
        "## Operations",
        "",
        *_table(
            ("Operation", "Id", "Success", "Source", "Grade", "What we do"),
            [_operation(each.id) for each in OPERATIONS],
        ),
        "",
        "## Refusals",
        "",
        *_table(("Refusal", "Where", "Profile", "HTTP", "Code", "Message", "Grade", "Source"), _refusals()),
        "",
        "## Limits",
        "",
        f"Per account, all of its apps together ({limits.PLANS_SOURCE}; grade {limits.PLANS_GRADE}). `--plan` chooses one.",
        "",
        *_table(("Label", *(str(plan) for plan in limits.PLANS)), [_rates(label) for label in limits.LABELS]),
        "",
        *_table(
            ("Cap a day", "Operation", "Counted per", "Grade", "Source"),
            [
                (str(cap.most), cap.operation, per, cap.grade, cap.source)
                for per, caps in (("registrant's email and roster", limits.CAPS), ("host", limits.HOST_CAPS))
                for cap in caps
            ],
        ),
        "",
        "## Events",
        "",
        *_table(
            ("Event", "Source", "Grade", "What we do"),
            [(f"`{each.name}`", each.source, each.grade, each.notes) for each in EVENTS],
        ),
        "",
        *_table(
            ("Signature", "Is", "Of", "Under", "Source"),
            [(f"`{each.header}`", each.form, f"`{each.signed}`", each.key, each.source) for each in SIGNATURES],
        ),
        "",
        "## Contradictions and gaps, decided",
        "",
        *_table(
            ("Topic", "What is said", "What we do", "Grade"),
            [(each.topic, each.positions, each.decision, each.grade) for each in CONTRADICTIONS],
        ),
        "",
        "## Settings",
        "",
        "What each setting of the desk changes of what goes over the wire, and why it may.",
        "",
        *_table(("Setting", "On the wire", "Grade"), [(f"`{name}`", *rest) for name, *rest in SETTINGS]),
        "",
        "## Extensions",
        "",
        "Few, and none changes the answer to a request that does not ask for it.",
        "",
        *_table(("Extension", "What it does"), list(EXTENSIONS)),
        "",
    ]
    return "\n".join(lines)


def _operation(id: str) -> tuple[str, ...]:
    row = next(each for each in OPERATIONS if each.id == id)
    statuses = {profile: row.status(profile) for profile in Profile}
    same = len(set(statuses.values())) == 1
    success = str(row.success) if same else ", ".join(f"{status} ({profile})" for profile, status in statuses.items())
    return (f"`{row.method} {row.path}`", row.id, success, row.source, row.grade, f"{row.summary}. {row.notes}".strip())


def _rates(label: str) -> tuple[str, ...]:
    """What each plan allows of a label."""
    cells = [label]
    for allowed in limits.PLANS.values():
        rate, daily = allowed.rate(label), allowed.day(label)
        said = [] if rate is None else [f"{rate.most}/{'s' if rate.window_s == 1 else 'min'}"]
        if daily is not None:
            shared = " together with " + ", ".join(each for each in daily.labels if each != label)
            said.append(f"{daily.most:,}/day{shared if len(daily.labels) > 1 else ''}")
        cells.append(", ".join(said) or "no limit")
    return tuple(cells)


def _refusals() -> list[tuple[str, ...]]:
    return [
        (
            each.refusal,
            ", ".join(each.operations) or ("everywhere" if each.refusal in EVERYWHERE else "wherever it occurs"),
            each.profile or "both",
            str(each.status),
            str(each.code),
            each.message,
            each.grade,
            each.source,
        )
        for each in ANSWERS
    ]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows),
    ]


if __name__ == "__main__":
    import sys

    sys.stdout.write(markdown())
