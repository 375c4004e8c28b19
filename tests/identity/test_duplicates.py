"""Rows that repeat another, take its place, or stand under a wrong caption."""

from datetime import date, timedelta

from models.vocabulary import ChangeKind
from tests.support.published_lists import TFM, Record, background, day, edited, fold, publish, row, told_between

_OLD = date(2025, 3, 12)
HARLAN = row("Harlan County Sheriff's Office", signed=_OLD)


def only(record: Record) -> ChangeKind:
    (change,) = record.changes.values()
    return change.kind


def test_a_repeated_row_is_a_duplicate_that_comes_and_goes() -> None:
    record = fold(
        publish([*background(), HARLAN], 0),
        publish([*background(), HARLAN, edited(HARLAN, agency="HARLAN COUNTY SHERIFF")], 1),
        publish([*background(), HARLAN], 2),
    )
    assert record.kinds() == ["duplicate_listed", "duplicate_unlisted"]
    placements = record.outcomes[1].placements.values()
    assert [placed.duplicate for placed in placements if "harlan" in (placed.agreement_id or "")] == [False, True]


def test_the_row_that_stays_of_two_is_the_agreement() -> None:
    """The first of two rows goes; the one that stays has another date. One thing happened."""
    other_date = row(HARLAN.agency, signed=_OLD + timedelta(days=1))
    record = fold(
        publish([*background(), HARLAN], 0),
        publish([*background(), HARLAN, other_date], 1),
        publish([*background(), other_date], 2),
    )
    assert record.kinds() == ["duplicate_listed", "duplicate_unlisted"]
    assert record.state.agreements[f"TX-harlan-county-sheriff/WSO/{_OLD}"].signed == _OLD + timedelta(days=1)


def test_a_misspelled_copy_of_a_row_is_a_duplicate_and_a_neighbor_is_not() -> None:
    copy = edited(HARLAN, agency="Harlam County Sheriff's Office")
    neighbor = row("Harlam County Sheriff's Office", signed=_OLD, county="Perry County")
    assert only(told_between([HARLAN], [HARLAN, copy])) is ChangeKind.DUPLICATE_LISTED
    assert only(told_between([HARLAN], [HARLAN, neighbor])) is ChangeKind.AGREEMENT_ADDED


def test_a_row_written_over_by_a_copy_of_another_is_one_suspected_ending() -> None:
    perry = row("Perry County Sheriff's Office", signed=_OLD)
    over = edited(perry, agency=HARLAN.agency)
    record = told_between([HARLAN, perry], [HARLAN, over])
    (change,) = record.changes.values()
    assert (change.kind, change.status, change.agency) == ("agreement_ended", "suspected", perry.agency)
    assert any("listed twice" in phrase for phrase in change.evidence)


def test_a_row_under_a_wrong_caption_gets_its_own_back() -> None:
    """A row gets the name of another body on the list; later its own name is back beside it."""
    wildlife = row("Wildlife Commission", model=TFM, signed=_OLD, link="fish", kind="State", county="")
    forests = row("Department of Forests", model=TFM, signed=day(-40), link="wood", kind="State", county="")
    captioned = edited(
        forests, agency="Department of Forests, Division of Law Enforcement", signed=_OLD, signed_text=str(_OLD)
    )
    wrong_link = edited(wildlife, moa_url=forests.moa_url)
    record = fold(
        publish([*background(), forests, wildlife], 0),
        publish([*background(), forests, wrong_link], 1),
        publish([*background(), forests, captioned], 2),
        publish([*background(), forests, captioned, wildlife], 3),
        publish([*background(), captioned, wildlife], 4),
    )
    assert set(record.kinds()) == {"moa_replaced", "agency_relabeled", "duplicate_unlisted"}
    assert record.state.agreements[f"TX-wildlife-commission/TFM/{_OLD}"].listed


def test_a_copy_under_other_words_is_a_duplicate_and_another_sort_of_place_is_not() -> None:
    copy = edited(HARLAN, agency="Harlan Sheriff's Office")
    assert only(told_between([HARLAN], [HARLAN, copy])) is ChangeKind.DUPLICATE_LISTED
    town = row("Harlan Police Department", model=TFM, signed=_OLD, county="Harlan County")
    township = edited(town, agency="Harlan Township Police Department")
    assert only(told_between([town], [town, township])) is ChangeKind.AGREEMENT_ADDED
