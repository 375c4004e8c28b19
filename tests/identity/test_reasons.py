"""Why a list was held, in one clause: made from the findings, and true of the whole list."""

from collections.abc import Iterable, Sequence

import pytest

from models.lists.listings import Listing
from models.lists.reasons import reason
from models.lists.resolution import Finding
from tests.identity.test_holding import DAMAGED, ROWS
from tests.support.published_lists import COLUMNS, fold, publish, row


def told(findings: Iterable[Finding]) -> str:
    return reason((finding.check, finding.brief) for finding in findings if not finding.passed)


def held_because(rows: Sequence[Listing], columns: Sequence[str] = COLUMNS) -> str:
    return told(fold(publish(ROWS, 0), publish(rows, 1, columns=columns)).outcomes[-1].findings)


@pytest.mark.parametrize("damage", DAMAGED)
def test_every_held_list_has_its_reason_on_a_line(damage: str) -> None:
    rows, _ = DAMAGED[damage]
    columns = [name for name in COLUMNS if name != "MOA"] if damage == "a column gone" else COLUMNS
    words = held_because(rows, columns)
    assert 0 < len(words) <= 120
    assert "\n" not in words


def test_a_list_of_one_state_is_told_with_all_the_states_that_are_gone() -> None:
    texas = [each for each in ROWS if each.state == "TEXAS"]
    states = {each.state for each in ROWS}
    missing, gone = len(ROWS) - len(texas), len(states) - 1
    assert held_because(texas).startswith(f"{missing:,} of {len(ROWS):,} agreements missing; {gone} states gone")


def test_a_state_that_lost_too_little_for_a_finding_is_still_counted_as_gone() -> None:
    small = [row("Guam Police", state="GUAM"), row("Maui Police Department", state="HAWAII")]
    whole = fold(publish([*ROWS, *small], 0), publish([each for each in ROWS if each.state != "UTAH"], 1))
    assert "2 states and 1 territory gone" in told(whole.outcomes[-1].findings)


def test_one_state_that_is_gone_is_named() -> None:
    assert "Utah gone" in held_because([each for each in ROWS if each.state != "UTAH"])


def test_what_only_follows_is_told_where_nothing_else_is() -> None:
    following = ("following lists", "the next lists contradict it")
    assert reason([("rows lost", "55 of 100 agreements missing"), following]) == "55 of 100 agreements missing"
    assert reason([following]) == "the next lists contradict it"


def test_several_findings_of_one_check_are_counted_and_the_same_one_is_told_once() -> None:
    columns = [("column emptied", "9 of 10 cells of TYPE emptied"), ("column emptied", "9 of 10 MOA links missing")]
    assert reason(columns) == "2 columns emptied"
    assert reason([("state vanished", "38 states gone")] * 38) == "38 states gone"


def test_findings_of_an_older_record_are_told_by_their_checks() -> None:
    assert reason([("rows lost", ""), ("state vanished", ""), ("state vanished", "")]) == "rows lost; state vanished"


def test_a_ruling_is_a_reason() -> None:
    assert reason([("rows lost", "55 of 100 agreements missing"), ("ruling", "rejected by a ruling")]).endswith(
        "; rejected by a ruling"
    )


def test_nothing_failed_is_no_reason() -> None:
    assert reason([]) == ""
