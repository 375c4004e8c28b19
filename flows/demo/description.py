"""What `data/sample/` says, as frozen values: places, quotas, scripted changes and published days."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from data import DATA
from models.vocabulary import ChangeKind, SupportType

SAMPLE = DATA / "sample"


@dataclass(frozen=True, slots=True)
class Place:
    """The bodies of one state or territory that may sign, each in the order in which they join."""

    counties: tuple[str, ...]  # 'Bossier', without 'County' or 'Parish'
    towns: tuple[str, ...]
    agencies: tuple[str, ...]  # printed as they stand: 'Florida Highway Patrol'


@dataclass(frozen=True, slots=True)
class Quota:
    """How much of one state stands on the list of one day."""

    agreements: tuple[tuple[SupportType, int], ...]
    agencies: int
    ended: int  # agreements of the day before that are gone, beyond those that the quota itself no longer holds


@dataclass(frozen=True, slots=True)
class ScriptedChange:
    """One line of `changes.csv`. Up to the fourth day an added agreement is part of its state's quota."""

    day: int
    kind: ChangeKind
    state: str  # two letters
    support_type: SupportType
    agency: str  # as it was called before
    becomes: str  # the new name, or the new support type of a switch; '' for the other kinds
    signed: date | None

    @property
    def signed_on(self) -> date:
        """The date of a kind of change that cannot do without one."""
        if self.signed is None:
            raise ValueError(f"changes.csv: {self.kind} of {self.agency} on day {self.day} has no signing date")
        return self.signed


@dataclass(frozen=True, slots=True)
class SampleDay:
    """One day on which the sample publisher shows something, and what a reader should make of it."""

    number: int  # from 1
    title: str
    now: datetime  # UTC: when moawatch looks
    expect: str  # in words
    saved: datetime | None = None  # UTC: when Excel saved the workbooks; None in the table era
    participating: str = ""  # the workbook's file name
    pending: str = ""
    headline_extra: int = 0  # what the headline counts beyond the rows: 1 is the header
    hidden_share: float = 0.0  # rows hidden by a filter left on, 0..1
    empty_headers: int = 0
    overshoot: int = 0  # empty rows that the sheet claims to have after its data
    blank_row: bool = False  # one inside the data
    only_state: str = ""  # the list is cut down to this state by mistake
    reordered: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    places: dict[str, Place]
    quotas: dict[int, dict[str, Quota]]  # by day, then state
    changes: tuple[ScriptedChange, ...]
    days: tuple[SampleDay, ...]


@cache
def read() -> Description:
    """The description that ships with the program. Nothing in it is checked here: its tests do that."""
    return Description(
        places=_read_places(SAMPLE / "places.toml"),
        quotas=_read_quotas(SAMPLE / "agreements.csv"),
        changes=_read_changes(SAMPLE / "changes.csv"),
        days=_read_days(SAMPLE / "days.toml"),
    )


def _read_places(path: Path) -> dict[str, Place]:
    def names(text: str) -> tuple[str, ...]:
        return tuple(name.strip() for name in text.split(",") if name.strip())

    return {
        state: Place(names(place["counties"]), names(place["towns"]), tuple(place["agencies"]))
        for state, place in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def _read_quotas(path: Path) -> dict[int, dict[str, Quota]]:
    quotas: dict[int, dict[str, Quota]] = {}
    for line in _lines(path):
        agreements = tuple((support_type, int(line[support_type])) for support_type in SupportType)
        quotas.setdefault(int(line["day"]), {})[line["state"]] = Quota(
            agreements, int(line["agencies"]), int(line["ended"])
        )
    return quotas


def _read_changes(path: Path) -> tuple[ScriptedChange, ...]:
    return tuple(
        ScriptedChange(
            day=int(line["day"]),
            kind=ChangeKind(line["kind"]),
            state=line["state"],
            support_type=SupportType(line["support_type"]),
            agency=line["agency"],
            becomes=line["becomes"],
            signed=date.fromisoformat(line["signed"]) if line["signed"] else None,
        )
        for line in _lines(path)
    )


def _read_days(path: Path) -> tuple[SampleDay, ...]:
    stanzas: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["days"]
    return tuple(SampleDay(number=number, **stanza) for number, stanza in enumerate(stanzas, start=1))


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
