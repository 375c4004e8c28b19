"""What people decided: corrections of single values, aliases of names, and rulings on changes, doubts and lists.

The two tables name the wrong value, so a row stops applying once the publisher corrects the list; `moawatch review`
reports such rows. Both tables are parsed from text that the caller passes in.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from models.errors import SettingsError
from models.lists.folding import fold_agency, fold_state, tidy
from models.lists.listings import Listing


class Decision(StrEnum):
    """Accept or reject a change or a doubt; same or distinct agencies for a doubt; release or reject a held list."""

    ACCEPT = "accept"
    REJECT = "reject"
    SAME = "same"
    DISTINCT = "distinct"
    RELEASE = "release"


CORRECTIONS_HEADER = ("state", "agency", "column", "printed", "meant", "reason", "evidence", "decided_on")
ALIASES_HEADER = ("state", "name", "other_name", "relation", "reason", "evidence", "decided_on")

# The column of a list -> the field of a listing.
_FIELDS = {
    "STATE": "state",
    "LAW ENFORCEMENT AGENCY": "agency",
    "TYPE": "agency_type",
    "COUNTY": "county",
    "SUPPORT TYPE": "support_type",
    "SIGNED": "signed_text",
    "MOA": "moa_url",  # the link, not the cell's text
}


@dataclass(frozen=True, slots=True)
class Correction:
    """In rows of `state` and `agency` (as printed; '' for any), replace `printed` in `column` with `meant`."""

    state: str
    agency: str
    column: str
    printed: str
    meant: str
    reason: str
    evidence: str
    decided_on: date

    def applies(self, listing: Listing) -> bool:
        return (
            tidy(getattr(listing, _FIELDS[self.column])) == self.printed
            and self.agency in ("", tidy(listing.agency))
            and self.state in ("", tidy(listing.state))
        )

    def corrected(self, listing: Listing) -> Listing:
        if self.column == "SIGNED":
            return listing._replace(signed=date.fromisoformat(self.meant), signed_text=self.meant)
        changed: dict[str, Any] = {_FIELDS[self.column]: self.meant}
        return listing._replace(**changed)

    def __str__(self) -> str:
        rows = f"{self.agency or 'any agency'}, {self.state or 'any state'}"
        return f"correction of {self.column} {self.printed!r} ({rows})"


@dataclass(frozen=True, slots=True)
class Alias:
    """Two names in one state that are one agency (`same`) or two (`distinct`)."""

    state: str  # two letters
    name: str
    other_name: str
    relation: Decision
    reason: str
    evidence: str
    decided_on: date

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(fold_agency(self.state, name).key for name in (self.name, self.other_name))

    def __str__(self) -> str:
        return f"alias {self.name!r} {self.relation} {self.other_name!r} ({self.state})"


@dataclass(frozen=True)
class Rulings:
    """Everything that people decided: one frozen input of the rules."""

    corrections: tuple[Correction, ...] = ()
    aliases: tuple[Alias, ...] = ()
    decisions: tuple[tuple[str, Decision], ...] = ()  # by id of a change, doubt or snapshot; the last one counts

    def decision(self, about: str) -> Decision | None:
        return self._decisions.get(about)

    def relation(self, state: str, key: str, other_key: str) -> Decision | None:
        """The ruling on two folded names in one state."""
        return self._relations.get((state, frozenset((key, other_key)))) if self.aliases else None

    def same_as(self, state: str, key: str) -> tuple[str, ...]:
        """The folded names that are the same agency by a ruling."""
        same = (keys for (place, keys), relation in self._relations.items() if (place, relation) == (state, "same"))
        return tuple(sorted(other for keys in same if key in keys for other in keys - {key}))

    def correct(self, printed: Listing) -> Listing:
        """The row with its corrections applied, each held against the row as printed: their order does not matter."""
        meant = printed
        for field, corrections in self._by_cell.items():
            for correction in corrections.get(tidy(getattr(printed, field)), ()):
                if correction.applies(printed):
                    meant = correction.corrected(meant)
        return meant

    def matching(self, listings: Iterable[Listing]) -> tuple[str, ...]:
        """The rows of both tables that match something on these lists, in words."""
        rows = tuple(listings)
        names = {(fold_state(row.state), fold_agency(fold_state(row.state), row.agency).key) for row in rows}
        corrections = [str(each) for each in self.corrections if any(map(each.applies, rows))]
        aliases = [str(each) for each in self.aliases if any((each.state, key) in names for key in each.keys)]
        return (*corrections, *aliases)

    @cached_property
    def _by_cell(self) -> dict[str, dict[str, list[Correction]]]:
        """The corrections by the field and the text that they correct: a rebuild asks for a hundred thousand rows."""
        found: dict[str, dict[str, list[Correction]]] = {}
        for correction in self.corrections:
            found.setdefault(_FIELDS[correction.column], {}).setdefault(correction.printed, []).append(correction)
        return found

    @cached_property
    def _decisions(self) -> dict[str, Decision]:
        return dict(self.decisions)

    @cached_property
    def _relations(self) -> dict[tuple[str, frozenset[str]], Decision]:
        return {(alias.state, alias.keys): alias.relation for alias in self.aliases}


def parse_corrections(text: str) -> tuple[Correction, ...]:
    """The rows of `data/corrections.csv`. Raises SettingsError for the first row with a mistake."""
    parsed = []
    for where, row in _rows(text, CORRECTIONS_HEADER, "corrections.csv"):
        if row["column"] not in _FIELDS:
            raise SettingsError(f"{where}: no column {row['column']!r}; use one of {', '.join(_FIELDS)}")
        if row["column"] == "SIGNED":
            _date(row["meant"], where)
        parsed.append(Correction(**row | {"decided_on": _date(row["decided_on"], where)}))
    return tuple(parsed)


def parse_aliases(text: str) -> tuple[Alias, ...]:
    """The rows of `data/aliases.csv`. Raises SettingsError for the first row with a mistake."""
    parsed = []
    for where, row in _rows(text, ALIASES_HEADER, "aliases.csv"):
        if row["relation"] not in (Decision.SAME, Decision.DISTINCT):
            raise SettingsError(f"{where}: relation {row['relation']!r}; use same or distinct")
        if fold_state(row["state"]) != row["state"]:
            raise SettingsError(f"{where}: state {row['state']!r}; use two letters")
        decided_on = _date(row["decided_on"], where)
        parsed.append(Alias(**row | {"relation": Decision(row["relation"]), "decided_on": decided_on}))
    return tuple(parsed)


def _rows(text: str, header: tuple[str, ...], table: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row with its place for an error message."""
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        if tuple(reader.fieldnames or ()) != header:
            raise SettingsError(f"{table}: the header must be {','.join(header)}")
        for number, row in enumerate(reader, start=2):
            if None in row or None in row.values():
                raise SettingsError(f"{table} row {number}: expected {len(header)} columns")
            yield f"{table} row {number}", {name: tidy(value) for name, value in row.items()}
    except csv.Error as error:
        raise SettingsError(f"{table}: {error}; fix the quoting") from error


def _date(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{where}: {text!r} is not a date; use YYYY-MM-DD") from error
