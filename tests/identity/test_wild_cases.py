"""Real cases that others got wrong, each under its name; cases of one rule are in the tests of that rule."""

from datetime import date, timedelta

import pytest

from models.identity.resolve import resolve
from models.identity.state import RecordState
from models.vocabulary import ListKind
from tests.support.published_lists import (
    COLUMNS,
    JEM,
    TFM,
    WSO,
    background,
    day,
    edited,
    fold,
    publish,
    row,
    told_between,
)

_OLD = date(2025, 3, 12)
HARLAN = row("Harlan County Sheriff's Office", signed=_OLD, link="harlan")


def test_a_thousand_of_1582_rows_gone_and_then_back() -> None:
    rows = [row(f"{_name(n)} County Sheriff's Office", _STATES[n % 9], signed=day(-n % 300)) for n in range(1_582)]
    extra = row("Harlan County Jail", signed=day(1))
    record = fold(publish(rows, 0), publish(rows[::2][:582], 1), publish([*rows, extra], 2))
    assert [outcome.status for outcome in record.outcomes] == ["accepted", "held", "rejected", "accepted"]
    assert record.kinds() == ["agreement_added"]


def test_55_rows_gone_in_one_state_are_too_many() -> None:
    rows = [row(f"{_name(n)} County Sheriff's Office", _STATES[n % 5], signed=day(-n % 300)) for n in range(1_500)]
    gone = [each for each in rows if each.state == _STATES[1]][:55]
    record = fold(publish(rows, 0), publish([each for each in rows if each not in gone], 1))
    assert record.outcomes[-1].status == "held"


_STATES = ("TEXAS", "FLORIDA", "GEORGIA", "OHIO", "UTAH", "KANSAS", "IDAHO", "NEVADA", "MAINE")


def _name(number: int) -> str:
    syllables = ("bar", "dol", "fen", "gim", "hur", "jat", "kos", "lep", "min", "nup", "quo", "rix")
    digits = (number // 144 % 12, number // 12 % 12, number % 12)
    return "".join(syllables[digit] for digit in digits).title()


def test_columns_reordered() -> None:
    record = fold(publish([*background(), HARLAN], 0), publish([*background(), HARLAN], 1, columns=COLUMNS[::-1]))
    assert record.changes == {}


def test_a_curly_apostrophe() -> None:
    curly = edited(HARLAN, agency=HARLAN.agency.replace("'", "\u2019"))
    assert told_between([HARLAN], [curly]).kinds() == ["agency_respelled"]


def test_sheriffs_without_an_apostrophe_and_a_sheriffs_department() -> None:
    for spelling in (
        "Harlan County Sheriffs Office",
        "Harlan County Sheriff Office",
        "Harlan County Sheriff's Department",
    ):
        assert told_between([HARLAN], [edited(HARLAN, agency=spelling)]).kinds() == ["agency_respelled"]


def test_a_misspelled_model_is_no_new_model() -> None:
    assert told_between([HARLAN], [edited(HARLAN, support_type="Warant Service Oficer")]).kinds() == [
        "support_type_respelled"
    ]


def test_an_unknown_support_type_ends_nothing() -> None:
    record = told_between([HARLAN], [edited(HARLAN, support_type="Airborne Model")])
    assert record.kinds() == ["support_type_respelled"]


def test_the_years_5025_and_20026() -> None:
    in_5025 = edited(HARLAN, signed=date(5025, 3, 12), signed_text="5025-03-12")
    in_20026 = edited(HARLAN, signed=None, signed_text="3/12/20026")
    for wrong in (in_5025, in_20026):
        assert told_between([HARLAN], [wrong]).kinds() == ["signing_date_corrected"]
        assert told_between([wrong], [HARLAN]).kinds() == ["signing_date_corrected"]


def test_a_date_in_the_future_is_accepted_and_put_right() -> None:
    future = row("Perry County Jail", signed=day(40))
    record = fold(
        publish([*background()], 0),
        publish([*background(), future], 1),
        publish([*background(), edited(future, signed=day(0), signed_text=str(day(0)))], 2),
    )
    assert record.kinds() == ["agreement_added", "signing_date_corrected"]


def test_a_signing_date_revised_when_the_moa_is_posted() -> None:
    bare = edited(HARLAN, moa_url="")
    revised = edited(HARLAN, signed=_OLD - timedelta(days=1), signed_text=str(_OLD - timedelta(days=1)))
    assert told_between([bare], [revised]).kinds() == ["signing_date_corrected", "moa_posted"]


def test_an_agency_renamed_with_the_same_date_and_model() -> None:
    renamed = edited(HARLAN, agency="Harlan Sheriff's Office")
    assert told_between([HARLAN], [renamed]).kinds() == ["agency_renamed"]


def test_a_second_model_added() -> None:
    record = told_between([HARLAN], [HARLAN, row(HARLAN.agency, model=JEM, signed=day(0))])
    assert record.kinds() == ["agreement_added"]


def test_signed_again_long_after_removal() -> None:
    gone = [publish(background(30 + n), 1 + n) for n in range(4)]
    record = fold(
        publish([*background(), HARLAN], 0), *gone, publish([*background(33), row(HARLAN.agency, signed=day(80))], 81)
    )
    assert [kind for kind in record.kinds() if "added" not in kind] == ["agreement_ended", "agreement_returned"]


def test_a_row_back_after_two_lists() -> None:
    record = fold(
        publish([*background(), HARLAN], 0),
        publish(background(), 1),
        publish(background()[::-1], 2),
        publish([*background(), HARLAN], 3),
    )
    assert record.kinds() == []


def test_a_to_b_to_a() -> None:
    """An older copy is published between two newer ones: six names are put right, wrong again, and right."""
    wrong = [row(f"{name} Policee Dept", model=TFM, signed=_OLD + timedelta(days=n)) for n, name in enumerate("ABCDEF")]
    right = [edited(each, agency=each.agency.replace("Policee Dept", "Police Department")) for each in wrong]
    record = fold(*(publish([*background(), *rows], n) for n, rows in enumerate((wrong, right, wrong, right))))
    assert set(record.kinds()) == {"agency_respelled"}
    assert len(record.changes) == 18
    assert len(record.state.agreements) == 36


def test_two_lists_in_one_day_are_two() -> None:
    record = fold(publish(background(), 0), publish(background(31), 0.1), publish(background(32), 0.2))
    assert record.kinds() == ["agreement_added", "agreement_added"]
    assert len({change.snapshot_id for change in record.changes.values()}) == 2


def test_a_pending_list_older_than_the_participating_one_changes_no_agreement() -> None:
    record = fold(publish([*background(), HARLAN], 5), publish([HARLAN], 3, kind=ListKind.PENDING))
    assert record.changes == {}


def test_the_table_of_the_page_before_the_workbooks_is_the_same_record() -> None:
    """The page had neither types nor counties; the first workbook brings both, and a handful of new rows."""
    page = [edited(each, agency_type="", county="", moa="Link") for each in (*background(), HARLAN)]
    columns = ("STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "SIGNED", "MOA")
    new = row("Perry County Jail", signed=day(30), model=WSO)
    record = fold(publish(page, 0, columns=columns), publish([*background(), HARLAN, new], 32))
    assert record.kinds() == ["agreement_added"]


NO_AGENCIES = {
    "a state that is none": edited(HARLAN, state="ATLANTIS"),
    "a new row without a state": edited(HARLAN, state=""),
    "the header again": row("LAW ENFORCEMENT AGENCY", "STATE", "SUPPORT TYPE", "SIGNED", county="COUNTY", kind="TYPE"),
    "a banner": row("Agencies that joined this week", "*** NEW ***", ""),
}


@pytest.mark.parametrize("kind", ListKind)
@pytest.mark.parametrize("name", NO_AGENCIES)
def test_a_row_that_is_in_no_state_makes_nothing_and_is_told(kind: ListKind, name: str) -> None:
    before, now = publish(background(), 0, kind=kind), publish([*background(), NO_AGENCIES[name]], 1, kind=kind)
    record = fold(before, now)
    outcome = record.outcomes[-1]
    assert (outcome.status, record.changes) == ("accepted", {})
    assert sorted(outcome.placements) == list(range(2, 32))
    (told,) = [finding for finding in outcome.findings if finding.check == "row without a state"]
    assert not told.blocking
    assert told.sentence.startswith("row 32: ")
    assert not [agency for agency in record.state.agencies if agency.startswith("XX")]


@pytest.mark.parametrize("kind", ListKind)
def test_a_first_list_tells_of_its_rows_without_a_state_too(kind: ListKind) -> None:
    (outcome,) = resolve(
        RecordState(), publish([*background(), NO_AGENCIES["the header again"]], 0, kind=kind)
    ).outcomes
    (told,) = [finding for finding in outcome.findings if finding.check == "row without a state"]
    assert told.sentence == ("row 32: 'STATE' is no state, so nothing was made of the row ('LAW ENFORCEMENT AGENCY')")
    assert 32 not in outcome.placements


def test_a_row_whose_state_is_damaged_keeps_the_agreement_that_it_had() -> None:
    record = fold(publish([*background(), HARLAN], 0), publish([*background(), edited(HARLAN, state="")], 1))
    assert "agreement_ended" not in record.kinds()
    assert "agreement_added" not in record.kinds()
