"""An absence is suspected to be an ending, confirmed when it lasts, withdrawn when it is explained."""

from collections.abc import Sequence
from datetime import date

from models.lists.listings import Listing
from models.lists.rulings import Decision, Rulings
from tests.support.published_lists import JEM, TFM, Record, background, day, edited, fold, publish, row

_OLD = date(2025, 3, 12)
HARLAN = row("Harlan County Sheriff's Office", signed=_OLD)
WITH, WITHOUT = [*background(), HARLAN], background()


def endings(record: Record) -> list[tuple[str, str | None]]:
    return [
        (change.status.value, change.settled_by)
        for change in record.changes.values()
        if change.kind == "agreement_ended"
    ]


def changing(rows: Sequence[Listing], number: int) -> list[Listing]:
    """The rows with one cell that differs from list to list, so that no list is the same as the one before."""
    return [edited(rows[0], addendum=f"note {number}"), *rows[1:]]


def test_an_absence_is_suspected_and_dated_to_the_list_that_first_lacks_the_row() -> None:
    record = fold(publish(WITH, 0), publish(WITHOUT, 1))
    (change,) = record.changes.values()
    assert (change.kind, change.status, change.settled_by) == ("agreement_ended", "suspected", None)
    assert change.snapshot_id == record.outcomes[-1].snapshot_id
    assert change.row == 32
    assert change.signed == _OLD


def test_three_lists_and_two_days_without_it_confirm_it_under_the_same_id() -> None:
    lists = [publish(WITH, 0), *(publish(changing(WITHOUT, n), 1 + n) for n in range(3))]
    record = fold(*lists)
    assert endings(record) == [("confirmed", lists[3].snapshot_id)]
    (change,) = record.changes.values()
    assert change.snapshot_id == lists[1].snapshot_id


def test_three_lists_of_one_day_do_not_confirm_it() -> None:
    record = fold(publish(WITH, 0), *(publish(changing(WITHOUT, n), 1 + n / 10) for n in range(3)))
    assert endings(record) == [("suspected", None)]
    record.add(publish(changing(WITHOUT, 9), 3.5))
    assert endings(record)[0][0] == "confirmed"


def test_many_days_with_two_lists_do_not_confirm_it() -> None:
    assert endings(fold(publish(WITH, 0), publish(changing(WITHOUT, 1), 1), publish(changing(WITHOUT, 2), 9)))[0] == (
        "suspected",
        None,
    )


def test_a_list_published_again_with_the_same_cells_is_no_further_list() -> None:
    record = fold(publish(WITH, 0), publish(WITHOUT, 1), publish(WITHOUT, 3), publish(WITHOUT, 5), publish(WITHOUT, 9))
    assert endings(record) == [("suspected", None)]
    assert [outcome.status for outcome in record.outcomes[2:]] == ["unchanged"] * 3


def test_a_row_back_after_two_lists_withdraws_the_ending_and_adds_nothing() -> None:
    record = fold(publish(WITH, 0), publish(WITHOUT, 1), publish(changing(WITHOUT, 1), 2), publish(WITH, 3))
    assert endings(record) == [("withdrawn", record.outcomes[-1].snapshot_id)]
    assert record.kinds() == []


def test_an_older_copy_that_has_the_row_back_for_one_list_moves_no_ending() -> None:
    gone = [publish(changing(WITHOUT, n), 1 + n) for n in range(3)]
    record = fold(publish(WITH, 0), *gone, publish(WITH, 4))
    assert endings(record)[0][0] == "withdrawn"
    record.add(publish(changing(WITHOUT, 9), 5))
    assert endings(record) == [("confirmed", record.outcomes[-1].snapshot_id)]
    (change,) = [each for each in record.changes.values() if each.kind == "agreement_ended"]
    assert change.snapshot_id == gone[0].snapshot_id


def test_a_row_back_for_two_lists_and_gone_again_is_another_ending() -> None:
    record = fold(
        publish(WITH, 0), publish(WITHOUT, 1), publish(WITH, 2), publish(changing(WITH, 1), 3), publish(WITHOUT, 4)
    )
    assert [status for status, _ in endings(record)] == ["withdrawn", "suspected"]


def test_a_row_back_within_the_quarter_unsays_even_a_confirmed_ending() -> None:
    gone = [publish(changing(WITHOUT, n), 1 + n) for n in range(5)]
    record = fold(publish(WITH, 0), *gone, publish(WITH, 9))
    assert endings(record)[0][0] == "withdrawn"
    assert record.kinds() == []


def test_a_row_back_under_another_spelling_withdraws_the_ending() -> None:
    respelled = edited(HARLAN, agency="Harlam County Sheriff's Office")
    record = fold(publish(WITH, 0), publish(WITHOUT, 1), publish([*background(), respelled], 2))
    assert endings(record)[0][0] == "withdrawn"
    assert record.kinds() == ["agency_respelled"]


def test_a_row_back_after_months_is_a_return_and_the_ending_stays() -> None:
    gone = [publish(changing(WITHOUT, n), 1 + n) for n in range(3)]
    record = fold(publish(WITH, 0), *gone, publish(changing(WITHOUT, 7), 60), publish(WITH, 200))
    assert endings(record)[0][0] == "confirmed"
    (returned,) = [change for change in record.changes.values() if change.kind == "agreement_returned"]
    assert returned.agreement_id == f"TX-harlan-county-sheriff/WSO/{_OLD}"


def test_what_is_signed_anew_months_after_it_left_is_a_return_with_an_agreement_of_its_own() -> None:
    anew = row(HARLAN.agency, signed=day(70))
    record = fold(publish(WITH, 0), publish(WITHOUT, 1), publish([*background(), anew], 72))
    assert endings(record) == [("confirmed", record.outcomes[-1].snapshot_id)]
    (returned,) = [change for change in record.changes.values() if change.kind == "agreement_returned"]
    assert returned.agreement_id == f"TX-harlan-county-sheriff/WSO/{day(70)}"
    assert returned.signed_before == _OLD


def test_a_row_back_with_its_date_put_right_is_not_signed_anew() -> None:
    corrected = row(HARLAN.agency, signed=date(2025, 3, 11))
    record = fold(publish(WITH, 0), publish(WITHOUT, 1), publish([*background(), corrected], 3))
    assert endings(record)[0][0] == "withdrawn"
    assert record.kinds() == ["signing_date_corrected"]


def test_the_evidence_says_what_else_the_agency_has_and_whether_an_moa_was_linked() -> None:
    others = [row(HARLAN.agency, model=model, signed=_OLD) for model in (TFM, JEM)]
    record = fold(publish([*WITH, *others], 0), publish([*WITHOUT, *others], 1))
    (change,) = record.changes.values()
    assert "the agency is still listed with JEM, TFM" in change.evidence
    assert "its MOA was never linked" in change.evidence


def test_a_ruling_confirms_or_withdraws_an_ending_at_once() -> None:
    lists = (publish(WITH, 0), publish(WITHOUT, 1))
    (about,) = fold(*lists).changes
    assert endings(fold(*lists, rulings=Rulings(decisions=((about, Decision.ACCEPT),))))[0][0] == "confirmed"
    rejected = fold(*lists, rulings=Rulings(decisions=((about, Decision.REJECT),)))
    assert endings(rejected)[0][0] == "withdrawn"
    for number in range(4):
        rejected.add(publish(changing(WITHOUT, number), 2 + number))
    assert endings(rejected)[0][0] == "withdrawn"
