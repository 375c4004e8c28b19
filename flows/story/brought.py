"""What a run left in the record, as far as its story tells of it. Nothing is asked of the record where nothing came."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flows.run import Run
from models.kinds import COSMETIC_KINDS, KINDS, DigestSection
from models.record.asking import Row
from models.record.asking.changes import recorded_since
from models.record.asking.counts import counts
from models.record.asking.lists import newest_day
from models.record.asking.review import held_lists
from models.record.store import Session
from models.vocabulary import ChangeKind, ChangeStatus


@dataclass(frozen=True, slots=True)
class Brought:
    """The record after a run that took in lists."""

    list_date: date | None = None  # of the list now in force; None where no list came
    agreements: int = 0  # on that list
    by_state: tuple[Row, ...] = ()
    changed: tuple[Row, ...] = ()  # recorded by this run
    held: tuple[Row, ...] = ()  # by this run, with their findings


def find(session: Session, run: Run, since: datetime) -> Brought:
    """What a run that began at `since` brought."""
    if not run.derivation.lists and not run.derivation.rebuilt:
        return Brought()
    held = tuple(row for row in held_lists(session) if row["id"] in run.derivation.held)
    if len(held) == run.derivation.lists:
        return Brought(held=held)
    nation = counts(session)
    return Brought(
        newest_day(session),
        nation[0]["agreements"] if nation else 0,
        tuple(counts(session, by="state")),
        tuple(recorded_since(session, since)),
        held,
    )


def changes_by_kind(rows: tuple[Row, ...]) -> str:
    """'6 added, 12 ended, 3 applications signed, 2 missing (unconfirmed), 4 corrected in print', or 'no change'."""
    status = Counter(str(row["status"]) for row in rows)
    told = Counter(ChangeKind(str(row["kind"])) for row in rows if row["status"] == ChangeStatus.CONFIRMED)
    parts = [
        f"{told[kind]:,} {_applications(told[kind]) if facts.section is DigestSection.PENDING else ''}{facts.short}"
        for kind, facts in KINDS.items()
        if told[kind] and kind not in COSMETIC_KINDS
    ]
    cosmetic = sum(told[kind] for kind in COSMETIC_KINDS)
    missing = missing_rows(rows)
    parts += [f"{missing:,} missing (unconfirmed)"] if missing else []
    parts += [f"{status[ChangeStatus.WITHDRAWN]:,} withdrawn"] if status[ChangeStatus.WITHDRAWN] else []
    parts += [f"{cosmetic:,} corrected in print"] if cosmetic else []
    return ", ".join(parts) or "no change"


def missing_rows(rows: Iterable[Row]) -> int:
    """How many are missing, unconfirmed. A linked document that is not there yet is suspected too, and is none."""
    suspected = [ChangeKind(str(row["kind"])) for row in rows if row["status"] == ChangeStatus.SUSPECTED]
    return sum(KINDS[kind].starts_suspected for kind in suspected)


def _applications(count: int) -> str:
    return "application " if count == 1 else "applications "
