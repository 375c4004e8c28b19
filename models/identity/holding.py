"""The checks that hold a suspicious list, with limits learned from the accepted lists.

A check fails when a list differs from the last accepted one more than lists usually do. What is usual comes from the
variation between the last accepted lists, and from two facts about it: it grows with the square root of the rows, and
with the days in between. No limit is a fixed number of rows.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from operator import attrgetter

from models.identity.acceptance import Acceptance
from models.identity.corrections import CELLS, is_filled, sentence_of
from models.identity.headline import HEADLINE, headline
from models.identity.ids import FoldedRow
from models.identity.known import Variation
from models.identity.state import RecordState
from models.lists.folding import fold_state, tidy
from models.lists.listings import texts
from models.lists.resolution import Finding, IncomingList
from models.vocabulary import (
    PLACE_NAMES,
    STATE_NAMES,
    SUPPORT_TYPE_TITLES,
    TERRITORY_NAMES,
    ChangeKind,
    SupportType,
    counted,
)

# A list passes if it differs up to three times as much as the last ones did. The worst of them is ignored, so that one
# large change, once accepted, does not let the next one pass.
_TIMES_THE_VARIATION = 3

# Ordinary lists lose at most 3 of a thousand rows at once. 0.75 times the square root allows 7 of 100, 24 of 1,000 and
# 30 of 1,600 missing rows, and holds a list without 55 of the 341 rows of one state.
_OF_THE_ROOT = 0.75

# Two agreements of one state may end together on an ordinary list, even if the state had only these two.
_LEAST = 2.0

# Corrections come in larger batches than endings: up to 21 of 956 in one column on the lists of 2025.
_CORRECTIONS_TO_ENDINGS = 2

# In a gap between lists endings add up, to a tenth of a percent a day at most, and never to half of the list.
_A_DAY = 0.001
_AT_MOST = 0.5

# Enough of a cell to find it again.
_SHOWN = 80

_MODEL, _STATE = attrgetter("support_type"), attrgetter("state")

_COLUMNS_DUE = ("STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "SIGNED", "MOA")


def limit(history: Iterable[int], rows: int, days: float) -> float:
    """How many of `rows` may go missing at once, `days` after the last accepted list; `history` is how many did."""
    second_worst = sorted(history)[-2:-1] or [0]
    ordinary = max(_TIMES_THE_VARIATION * second_worst[0], _OF_THE_ROOT * math.sqrt(rows), _LEAST)
    return ordinary + min(_A_DAY * days, _AT_MOST) * rows


def examine(state: RecordState, incoming: IncomingList, trial: Acceptance) -> tuple[Finding, ...]:
    """All checks of a participating list, passed or not; the trial is the list as it would be accepted."""
    if not state.participating.snapshot_id:
        return (*placeless(trial.placeless), *headline(state, incoming))
    checks = _Checks(state, incoming, trial)
    return (
        checks.rows(),
        *checks.columns(),
        checks.lost(),
        *checks.collapsed(),
        *checks.vanished_support_types(),
        checks.unlinked(),
        *checks.emptied(),
        *checks.corrected(),
        checks.late(),
        checks.repeated(),
        *checks.spread(),
        *placeless(trial.placeless),
        *headline(state, incoming),
    )


def placeless(rows: Iterable[FoldedRow]) -> tuple[Finding, ...]:
    """Rows whose STATE is no state, such as a header that stands again between the agencies."""
    return tuple(
        Finding(
            "row without a state",
            False,
            False,
            f"row {folded.row}: {tidy(folded.meant.state)[:_SHOWN]!r} is no state, so nothing was made of the row"
            f" ({tidy(folded.meant.agency)[:_SHOWN]!r})",
            f"row {folded.row} without a state",
        )
        for folded in rows
    )


def is_suspicious(findings: Iterable[Finding]) -> bool:
    """Whether a check that holds a list has failed."""
    return any(finding.blocking and not finding.passed for finding in findings)


def agrees(findings: Iterable[Finding]) -> bool:
    """Whether a list agrees with the one before it, whatever the page says of it."""
    return not is_suspicious(finding for finding in findings if finding.check != HEADLINE)


class _Checks:
    """The checks that compare one list with the last accepted one."""

    def __init__(self, state: RecordState, incoming: IncomingList, trial: Acceptance) -> None:
        self._state = state
        self._incoming = incoming
        self._trial = trial
        self._rows_before = state.participating.rows
        self._variation = trial.variation()
        self._models = Counter(map(_MODEL, self._rows_before.values()))
        self._models_now = Counter(map(_MODEL, trial.draft.placements.values()))

    def _limit(self, rows: int, history: Iterable[int] = ()) -> float:
        return limit(history, rows, self._variation.days)

    def _history(self, of: Callable[[Variation], int]) -> list[int]:
        return [of(variation) for variation in self._state.variations]

    def rows(self) -> Finding:
        """Not a check, but what a person looks at first if one fails."""
        before, now = self._models, self._models_now
        models = ", ".join(f"{model} {before[model]:,} before and {now[model]:,} now" for model in SupportType)
        return Finding("rows", True, False, f"{before.total():,} rows before, {now.total():,} now ({models})")

    def columns(self) -> list[Finding]:
        now = {tidy(name).upper() for name in self._incoming.published.columns}
        before = map(tidy, self._state.participating.columns)
        return [
            Finding(
                "column gone", False, name.upper() in _COLUMNS_DUE, f"the column {name} is missing", f"no column {name}"
            )
            for name in before
            if name.upper() not in now
        ]

    def lost(self) -> Finding:
        lost, rows = self._variation.lost, len(self._rows_before)
        most = self._limit(rows, self._history(lambda each: each.lost))
        brief = f"{lost:,} of {rows:,} agreements missing"
        sentence = f"{lost:,} of {rows:,} agreements are missing without explanation"
        return _bounded("rows lost", lost, most, sentence, brief)

    def collapsed(self) -> list[Finding]:
        """States that lost more agreements than any state usually does."""
        if not self._trial.lost:
            return []
        history = self._history(lambda each: each.lost_in_one_state)
        before = Counter(map(_STATE, self._rows_before.values()))
        now = Counter(map(_STATE, self._trial.draft.placements.values()))
        gone = _gone(before.keys() - now.keys())
        return [
            _collapse(place, lost, before[place], now[place], gone)
            for place, lost in sorted(self._trial.lost.items())
            if lost > self._limit(before[place], history)
        ]

    def vanished_support_types(self) -> list[Finding]:
        """Support types that vanished, even if their rows were only relabeled."""
        before, now = self._models, self._models_now
        return [
            Finding(
                "support type vanished",
                False,
                True,
                f"{SUPPORT_TYPE_TITLES[model]}: {rows:,} rows before, none now",
                f"{SUPPORT_TYPE_TITLES[model]} gone",
            )
            for model, rows in before.items()
            if model is not None and model not in now and rows > self._limit(rows)
        ]

    def unlinked(self) -> Finding:
        linked = sum(1 for each in self._rows_before.values() if each.listing.moa_url and not each.duplicate)
        most = self._limit(linked, self._history(lambda each: each.unlinked))
        unlinked = self._variation.unlinked
        sentence = f"MOA: {unlinked:,} of {linked:,} links are missing"
        return _bounded("column emptied", unlinked, most, sentence, f"{unlinked:,} of {linked:,} MOA links missing")

    def emptied(self) -> list[Finding]:
        """Cells that were filled and are now empty, by column; a missing column is not an emptied one."""
        findings = []
        for number, column in enumerate(CELLS):
            emptied = sum(is_filled(was[number]) and not is_filled(now[number]) for was, now in self._trial.continued)
            if emptied > _LEAST and column in self._trial.shared_columns:
                before = sum(is_filled(texts(each.listing)[number]) for each in self._rows_before.values())
                sentence = f"{column}: {emptied:,} of {before:,} filled cells are now empty"
                brief = f"{emptied:,} of {before:,} cells of {column} emptied"
                findings.append(_bounded("column emptied", emptied, self._limit(before), sentence, brief))
        return [finding for finding in findings if not finding.passed]

    def corrected(self) -> list[Finding]:
        """Columns in which an unusual share of the rows was corrected at once, as if the dates had been moved or the
        cells sorted apart from their rows."""
        rows = len(self._rows_before)
        most = _CORRECTIONS_TO_ENDINGS * self._limit(rows, self._history(lambda each: each.corrected))
        findings = [
            _bounded(
                "column changed",
                len(pairs),
                most,
                sentence_of(column, pairs, rows),
                f"{len(pairs):,} of {rows:,} cells of {column} changed",
            )
            for column, pairs in self._trial.corrected.items()
        ]
        return [finding for finding in findings if not finding.passed]

    def late(self) -> Finding:
        """New rows were signed after the last list, or shortly before it; many older ones are not new agreements."""
        late = self._variation.late
        most = self._limit(len(self._rows_before), self._history(lambda each: each.late))
        sentence = f"{late:,} new agreements were signed long before the last list"
        return _bounded("late additions", late, most, sentence, f"{late:,} new agreements with old dates")

    def repeated(self) -> Finding:
        repeats = sum(change.kind is ChangeKind.DUPLICATE_LISTED for change in self._trial.changes)
        most = self._limit(len(self._rows_before))
        sentence = f"{repeats:,} rows repeat another"
        return _bounded("rows repeated", repeats, most, sentence, sentence)

    def spread(self) -> list[Finding]:
        """One value that spread through a column: a spreadsheet cell dragged too far.

        A state's name misspelled in all its rows does not count: it replaces one value, not several.
        """
        findings = []
        most = self._limit(len(self._rows_before))
        for number, column in enumerate(CELLS):
            spread: dict[str, list[str]] = {}
            for was, now in self._trial.continued:
                if was[number] != now[number] and is_filled(now[number]):
                    spread.setdefault(tidy(now[number]), []).append(tidy(was[number]))
            for value, replaced in sorted(spread.items()):
                if len(replaced) > most:
                    several = len({_meaning(column, text) for text in replaced}) > 1
                    sentence = f"{column}: {len(replaced):,} rows now say {value!r}"
                    brief = f"{len(replaced):,} cells of {column} overwritten with one value"
                    findings.append(Finding("value spread", not several, several, sentence, brief))
        return findings


def _collapse(place: str, lost: int, before: int, now: int, gone: str) -> Finding:
    name = PLACE_NAMES.get(place, "unknown place")
    sentence = f"{name}: {before:,} rows before, {now:,} now, {lost:,} agreements missing without explanation"
    if now:
        return Finding("state collapsed", False, True, sentence, f"{lost:,} of {before:,} missing in {name}")
    return Finding("state vanished", False, True, sentence, gone)


def _gone(places: AbstractSet[str]) -> str:
    """'Florida gone', '38 states and 2 territories gone': also those with so few rows that their loss is no finding."""
    if len(places) == 1:
        return f"{PLACE_NAMES.get(min(places), 'unknown place')} gone"
    states, territories = len(places & STATE_NAMES.keys()), len(places & TERRITORY_NAMES.keys())
    words = counted(states, "state")
    if territories:
        words += f" and {territories} {'territory' if territories == 1 else 'territories'}"
    return f"{words} gone"


def _bounded(check: str, count: int, most: float, sentence: str, brief: str) -> Finding:
    """A check that a number is not above its limit."""
    return Finding(check, count <= most, True, f"{sentence}; up to {most:,.0f} would be normal", brief)


def _meaning(column: str, text: str) -> str:
    return fold_state(text) if column == "STATE" else text.casefold()
