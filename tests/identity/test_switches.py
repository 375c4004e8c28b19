"""A switch of support type, and what only looks like one."""

from datetime import date

from tests.support.published_lists import TFM, background, day, fold, publish, row, told_between

_OLD = date(2025, 3, 12)
HARLAN = row("Harlan County Sheriff's Office", signed=_OLD)


def test_a_switch_makes_another_agreement_and_no_ending() -> None:
    record = told_between([HARLAN], [row(HARLAN.agency, model=TFM, signed=day(0))])
    (change,) = record.changes.values()
    assert (change.kind, change.support_type, change.support_type_before) == ("agreement_switched", "TFM", "WSO")
    assert change.agreement_id == f"TX-harlan-county-sheriff/TFM/{day(0)}"


def test_a_model_that_comes_lists_later_is_an_ending_and_an_addition() -> None:
    record = fold(
        publish([*background(), HARLAN], 0),
        publish(background(), 1),
        publish([*background(), row(HARLAN.agency, model=TFM, signed=day(1))], 2),
    )
    assert sorted(record.kinds()) == ["agreement_added", "agreement_ended"]


def test_a_switch_is_told_once_though_an_older_copy_takes_it_back_for_a_list() -> None:
    switched = row(HARLAN.agency, model=TFM, signed=day(0))
    record = fold(*(publish([*background(), each], n) for n, each in enumerate((HARLAN, switched, HARLAN, switched))))
    assert record.told() == [("agreement_switched", "confirmed", HARLAN.agency)]


def test_a_switch_that_is_taken_back_for_good_is_withdrawn() -> None:
    switched = row(HARLAN.agency, model=TFM, signed=day(0))
    record = fold(*(publish([*background(), each], n) for n, each in enumerate((HARLAN, switched, HARLAN))))
    assert record.told() == [("agreement_switched", "withdrawn", HARLAN.agency)]
    assert [known.id for known in record.state.agreements.values() if known.listed and "harlan" in known.id] == [
        f"TX-harlan-county-sheriff/WSO/{_OLD}"
    ]
