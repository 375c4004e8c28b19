"""The changes that mails tell, held against the cells of the workbooks, which are read without anything of moawatch."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from tests.mails.checking import Fault, What, seen
from tests.mails.eye import Fresh
from tests.mails.places import NAMES
from tests.mails.rows import tidy
from tests.questions.counted_anew import PrintedRow, printed_lists
from tests.replay.replaying import SentMail

# Of these the row is on the list that shows the change; that of an ending is on the list before.
_ON_THE_LIST = frozenset({
    "agreement_added", "agreement_renewed", "agreement_returned", "agreement_switched", "pending_added",
    "agency_renamed",
})  # fmt: skip

Rows = Mapping[tuple[str, int], PrintedRow]


def rows_of(folder: Path) -> Rows:
    """Each printed row by the list's sha256 and its number."""
    return {(each.sha256, row.number): row for each in printed_lists(folder) if each.sha256 for row in each.rows}


def unlike_cells(mails: Iterable[SentMail], folder: Path) -> list[Fault]:
    """Changes whose names, places, types or dates the workbook's row does not have."""
    rows, faults = rows_of(folder), []
    for mail, eye in seen(mails):
        for each in eye.fresh:
            row = rows.get((each.change["list_sha256"], each.change["row"] or 0))
            if row is not None and each.kind in _ON_THE_LIST and (wrong := _unlike(each, row)):
                faults.append(
                    Fault(What.WRONG, f"{mail.wish.name} {mail.number}", "", f"{each.kind} {wrong}", f"{row}")
                )
    return faults


def _unlike(fresh: Fresh, row: PrintedRow) -> dict[str, object]:
    """What the change says otherwise than the cells. A pending list may print no support type."""
    change = fresh.change
    signed = date.fromisoformat(change["signed"]) if change["signed"] else None
    printed = row.signed if row.signed and row.signed.year < 2100 else None  # a cell says July 7, 5025
    said = {
        "agency": (tidy(change["agency"]), tidy(row.agency)),
        "state": (change["state"], row.state),
        "support_type": (change["support_type"] or row.support_type, row.support_type),
        "signed": (signed, printed if change["list_kind"] == "participating" else signed),
    }
    return {name: pair[0] for name, pair in said.items() if pair[0] != pair[1]}


def counts_like_cells(mails: Iterable[SentMail], folder: Path) -> str:
    """How far the counts that mails are held against are those of the cells. A misprinted state or a row printed twice
    under two spellings makes a difference of one, and is no fault of the record."""
    printed = {each.sha256: each for each in printed_lists(folder) if each.sha256}
    known = {each.facts.in_force().sha256: each.facts for each in mails if each.facts.in_force()}  # type: ignore[union-attr]
    nations, states = list[int](), list[int]()
    for sha256, facts in known.items():
        if sha256 in printed:
            by_cells = Counter(state for state, _, _ in printed[sha256].agreements)
            nations.append(abs(by_cells.total() - len(facts.listed())))
            states += [abs(number - len(facts.listed(state))) for state, number in by_cells.items() if state in NAMES]
    return (
        f"counts of {len(nations)} lists against their cells: the country equal on {nations.count(0)}, at most"
        f" {max(nations, default=0)} off; states equal {states.count(0):,} of {len(states):,} times, at most"
        f" {max(states, default=0)} off"
    )
