"""The checks that hold a suspicious list, with limits learned from the accepted lists.

A check fails when a list differs from the last accepted one more than lists usually do. What is usual comes from the
variation between the last accepted lists, and from two facts about it: it grows with the square root of the rows, and
with the days in between. No limit is a fixed number of rows.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from operator import attrgetter

from models.identity.acceptance import Acceptance
from models.identity.known import Variation
from models.identity.state import RecordState
from models.lists.folding import fold_state, tidy
from models.lists.listings import texts
from models.lists.resolution import Finding, IncomingList
from models.vocabulary import PLACE_NAMES, SUPPORT_TYPE_TITLES, ChangeKind, SupportType

# A list passes if it differs up to three times as much as the last ones did. The worst of them is ignored, so that one
# large change, once accepted, does not let the next one pass.
_TIMES_THE_VARIATION = 3

# Ordinary lists lose at most 3 of a thousand rows at once. 0.75 times the square root allows 7 of 100, 24 of 1,000 and
# 30 of 1,600 missing rows, and holds a list without 55 of the 341 rows of one state.
_OF_THE_ROOT = 0.75

# Two agreements of one state may end together on an ordinary list, even if the state had only these two.
_LEAST = 2.0

# In a gap between lists endings add up, to a tenth of a percent a day at most, and never to half of the list.
_A_DAY = 0.001
_AT_MOST = 0.5

# The page's sentence and the file do not change at the same minute.
HEADLINE_TOLERANCE = 3
HEADLINE = "headline"

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
        return tuple(_headline(state, incoming))
    variation = trial.variation()
    before = Counter(map(_MODEL, state.participating.rows.values()))
    now = Counter(map(_MODEL, trial.draft.placements.values()))
    return (
        _rows(before, now),
        *_columns(state, incoming),
        _lost(state, variation),
        *_collapsed(state, trial, variation),
        *_vanished_support_types(before, now, variation),
        _unlinked(state, variation),
        *_emptied(state, trial, variation),
        _late(state, variation),
        _repeated(state, trial, variation),
        *_swept(state, trial, variation),
        *_headline(state, incoming),
    )


def is_suspicious(findings: Iterable[Finding]) -> bool:
    """Whether a check that holds a list has failed."""
    return any(finding.blocking and not finding.passed for finding in findings)


def agrees(findings: Iterable[Finding]) -> bool:
    """Whether a list agrees with the one before it, whatever the page says of it."""
    return not is_suspicious(finding for finding in findings if finding.check != HEADLINE)


def _normal(most: float) -> str:
    return f"up to {most:,.0f} would be normal"


def _history(state: RecordState, of: Callable[[Variation], int]) -> list[int]:
    return [of(variation) for variation in state.variations]


def _rows(before: Counter[SupportType | None], now: Counter[SupportType | None]) -> Finding:
    """Not a check, but what a person looks at first if one fails."""
    models = ", ".join(f"{model} {before[model]:,} before and {now[model]:,} now" for model in SupportType)
    sentence = f"{before.total():,} rows before, {now.total():,} now ({models})"
    return Finding("rows", passed=True, blocking=False, sentence=sentence)


def _columns(state: RecordState, incoming: IncomingList) -> list[Finding]:
    now = {tidy(name).upper() for name in incoming.published.columns}
    gone = [name for name in state.participating.columns if tidy(name).upper() not in now]
    return [
        Finding("column gone", False, tidy(name).upper() in _COLUMNS_DUE, f"the column {tidy(name)} is missing")
        for name in gone
    ]


def _lost(state: RecordState, variation: Variation) -> Finding:
    rows = len(state.participating.rows)
    most = limit(_history(state, lambda each: each.lost), rows, variation.days)
    sentence = f"{variation.lost:,} of {rows:,} agreements are missing without explanation; {_normal(most)}"
    return Finding("rows lost", variation.lost <= most, True, sentence)


def _collapsed(state: RecordState, trial: Acceptance, variation: Variation) -> list[Finding]:
    if not trial.lost:
        return []
    history = _history(state, lambda each: each.lost_in_one_state)
    before = Counter(map(_STATE, state.participating.rows.values()))
    now = Counter(map(_STATE, trial.draft.placements.values()))
    findings = []
    for place, lost in sorted(trial.lost.items()):
        if lost > limit(history, before[place], variation.days):
            check = "state collapsed" if now[place] else "state vanished"
            name = PLACE_NAMES.get(place, "unknown place")
            figures = f"{before[place]:,} rows before, {now[place]:,} now"
            sentence = f"{name}: {figures}, {lost:,} agreements missing without explanation"
            findings.append(Finding(check, False, True, sentence))
    return findings


def _vanished_support_types(
    before: Counter[SupportType | None], now: Counter[SupportType | None], variation: Variation
) -> list[Finding]:
    """A support type that vanished, even if its rows were only relabeled."""
    return [
        Finding("support type vanished", False, True, f"{SUPPORT_TYPE_TITLES[model]}: {rows:,} rows before, none now")
        for model, rows in before.items()
        if model is not None and model not in now and rows > limit((), rows, variation.days)
    ]


def _unlinked(state: RecordState, variation: Variation) -> Finding:
    linked = sum(1 for known in state.agreements.values() if known.listed and known.moa_url)
    most = limit(_history(state, lambda each: each.unlinked), linked, variation.days)
    sentence = f"MOA: {variation.unlinked:,} of {linked:,} links are missing; {_normal(most)}"
    return Finding("column emptied", variation.unlinked <= most, True, sentence)


def _emptied(state: RecordState, trial: Acceptance, variation: Variation) -> list[Finding]:
    """Cells that were filled and are now empty, by column; a missing column is not an emptied one."""
    findings = []
    for number, column in enumerate(_CELLS):
        if column not in trial.shared_columns:
            continue
        emptied = sum(_filled(was[number]) and not _filled(now[number]) for was, now in trial.continued)
        if emptied <= _LEAST:
            continue
        before = sum(_filled(texts(each.listing)[number]) for each in state.participating.rows.values())
        most = limit((), before, variation.days)
        if emptied > most:
            sentence = f"{column}: {emptied:,} of {before:,} filled cells are now empty; {_normal(most)}"
            findings.append(Finding("column emptied", False, True, sentence))
    return findings


# Emptied cells here are a sign of a damaged list, in the order of `models.lists.listings.texts`.
_CELLS = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED")


def _filled(cell: str) -> bool:
    return cell.strip().upper() not in {"", "#N/A", "#NA", "N/A"}


def _late(state: RecordState, variation: Variation) -> Finding:
    """New rows were signed after the last list, or shortly before it; many older ones are not new agreements."""
    most = limit(_history(state, lambda each: each.late), len(state.participating.rows), variation.days)
    sentence = f"{variation.late:,} new agreements were signed long before the last list; {_normal(most)}"
    return Finding("late additions", variation.late <= most, True, sentence)


def _repeated(state: RecordState, trial: Acceptance, variation: Variation) -> Finding:
    repeats = sum(change.kind is ChangeKind.DUPLICATE_LISTED for change in trial.changes)
    most = limit((), len(state.participating.rows), variation.days)
    return Finding("rows repeated", repeats <= most, True, f"{repeats:,} rows repeat another; {_normal(most)}")


def _swept(state: RecordState, trial: Acceptance, variation: Variation) -> list[Finding]:
    """One value that spread through a column: a spreadsheet cell dragged too far.

    A state's name misspelled in all its rows does not count: it replaces one value, not several.
    """
    findings = []
    for number, column in enumerate(_CELLS):
        spread: dict[str, list[str]] = {}
        for was, now in trial.continued:
            if was[number] != now[number] and _filled(now[number]):
                spread.setdefault(tidy(now[number]), []).append(tidy(was[number]))
        most = limit((), len(state.participating.rows), variation.days)
        for value, replaced in sorted(spread.items()):
            if len(replaced) > most:
                several = len({_meaning(column, text) for text in replaced}) > 1
                sentence = f"{column}: {len(replaced):,} rows now say {value!r}"
                findings.append(Finding("value spread", not several, several, sentence))
    return findings


def _meaning(column: str, text: str) -> str:
    return fold_state(text) if column == "STATE" else text.casefold()


def _headline(state: RecordState, incoming: IncomingList) -> list[Finding]:
    """The page's own count, an extra check: it counts rows, and often the header too."""
    if incoming.headline is None:
        return []
    stated = incoming.headline.agreements
    rows = len(incoming.published.rows)
    off = stated - rows
    if off == 1:
        sentence = f"the headline says {stated:,}, the list has {rows:,} rows; the headline counts the header row"
    else:
        sentence = f"the headline says {stated:,}, the list has {rows:,} rows"
    passed = abs(off) <= HEADLINE_TOLERANCE
    before = len(state.participating.rows)
    if not passed and before and abs(stated - before) <= HEADLINE_TOLERANCE:
        sentence += f"; it still counts the previous list, which had {before:,}"
    # A page behind or ahead of its list does no harm. A list that shrank below its headline may have lost rows.
    shrank = rows < stated and (not before or rows < before)
    return [Finding(HEADLINE, passed, shrank, sentence)]
