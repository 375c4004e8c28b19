"""Each kind of change told by its rule, and the neighboring cases in which that rule must not fire."""

from datetime import date, timedelta

import pytest

from models.lists.changes import change_id
from models.lists.listings import Listing
from models.vocabulary import ChangeKind
from tests.support.published_lists import (
    COLUMNS,
    JEM,
    TFM,
    WSO,
    Record,
    background,
    day,
    edited,
    fold,
    publish,
    row,
    told_between,
)

_OLD = date(2025, 3, 12)
HARLAN = row("Harlan County Sheriff's Office", signed=_OLD)


def only(record: Record) -> ChangeKind:
    (change,) = record.changes.values()
    return change.kind


def test_a_first_list_tells_nothing() -> None:
    assert fold(publish([HARLAN, HARLAN], 0)).changes == {}


def test_a_new_row_is_an_addition_with_its_row_and_list() -> None:
    record = told_between([], [edited(HARLAN, signed=day(0), signed_text=day(0).isoformat())])
    (change,) = record.changes.values()
    assert (change.kind, change.status, change.evidence) == ("agreement_added", "confirmed", ())
    assert change.agreement_id == "TX-harlan-county-sheriff/WSO/2025-06-02"
    assert change.agency_id == "TX-harlan-county-sheriff"
    assert change.row == 32
    assert change.snapshot_id == record.outcomes[-1].snapshot_id


def test_another_model_of_a_listed_agency_says_so() -> None:
    (change,) = told_between([HARLAN], [HARLAN, row(HARLAN.agency, model=TFM, signed=day(0))]).changes.values()
    assert change.kind == "agreement_added"
    assert change.evidence == ("agency already listed",)


def test_the_same_name_in_another_state_is_another_agency() -> None:
    record = told_between([HARLAN], [HARLAN, row(HARLAN.agency, "KENTUCKY", signed=day(0))])
    (change,) = record.changes.values()
    assert (change.kind, change.agency_id, change.evidence) == ("agreement_added", "KY-harlan-county-sheriff", ())


# -- another date in the same slot -------------------------------------------------------------------------------


def redated(signed: date, *, link: str = "", link_before: str = "", listed_on: int = 1) -> Record:
    before = row(HARLAN.agency, signed=_OLD, link=link_before)
    return told_between([before], [row(HARLAN.agency, signed=signed, link=link)], listed_on=listed_on)


@pytest.mark.parametrize(
    "signed",
    [
        _OLD + timedelta(days=1),
        _OLD - timedelta(days=400),
        _OLD + timedelta(days=71),
        _OLD.replace(year=2024),
    ],
)
def test_a_date_put_right_is_a_correction(signed: date) -> None:
    record = redated(signed)
    assert only(record) is ChangeKind.SIGNING_DATE_CORRECTED
    (change,) = record.changes.values()
    assert (change.signed, change.signed_before) == (signed, _OLD)
    assert change.agreement_id == f"TX-harlan-county-sheriff/WSO/{_OLD}"


def test_an_impossible_date_is_told_and_the_last_possible_one_kept() -> None:
    (change,) = redated(_OLD.replace(year=5025)).changes.values()
    assert (change.kind, change.signed, change.signed_before) == ("signing_date_corrected", _OLD, None)
    assert change.evidence == ("date printed as '2025-03-12' before, '5025-03-12' now",)


def test_a_far_date_just_signed_is_a_renewal_with_an_agreement_of_its_own() -> None:
    record = redated(day(150), link="new", link_before="old", listed_on=160)
    kinds = {change.kind: change for change in record.changes.values()}
    renewal = kinds[ChangeKind.AGREEMENT_RENEWED]
    assert renewal.agreement_id == f"TX-harlan-county-sheriff/WSO/{day(150)}"
    assert renewal.signed_before == _OLD
    assert "agreement_ended" not in record.kinds()


def test_a_far_date_is_no_renewal_where_the_file_is_the_same_or_the_date_is_old() -> None:
    assert "agreement_renewed" not in redated(day(150), link="one", link_before="one", listed_on=160).kinds()
    assert "agreement_renewed" not in redated(day(150), link="new", link_before="old", listed_on=300).kinds()
    assert "agreement_renewed" not in redated(day(150), link="new", listed_on=160).kinds()


def test_two_months_later_is_a_renewal_only_where_another_file_was_linked() -> None:
    assert "agreement_renewed" in redated(_OLD + timedelta(days=70), link_before="old").kinds()
    assert redated(_OLD + timedelta(days=70)).kinds() == ["signing_date_corrected"]
    assert redated(_OLD + timedelta(days=25), link_before="one", link="one").kinds() == ["signing_date_corrected"]


def test_a_broken_date_put_right_is_a_correction() -> None:
    broken = row(HARLAN.agency, signed="3/122025")
    assert only(told_between([broken], [HARLAN])) is ChangeKind.SIGNING_DATE_CORRECTED


# -- names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ("Harlan County Sheriff's Office", "Harlan County Sheriff\u2019s Office", ChangeKind.AGENCY_RESPELLED),
        ("Harlan County Sheriff's Office", "Harlan County Sheriff's Office ", ChangeKind.AGENCY_RESPELLED),
        ("Harlan County Sheriff's Office", "Harlan County Sheriffs Department", ChangeKind.AGENCY_RESPELLED),
        ("Harlam County Sheriff's Office", "Harlan County Sheriff's Office", ChangeKind.AGENCY_RESPELLED),
        ("Harlan Police Department", "Harlan Borough Police Department", ChangeKind.AGENCY_RENAMED),
        ("Department of Corrections", "Texas Department of Corrections", ChangeKind.AGENCY_RENAMED),
        ("Harlan County Sheriff's Office", "Harlan County Prison", ChangeKind.AGENCY_RELABELED),
        ("Harlan University Board of Trustees", "Harlan University Police", ChangeKind.AGENCY_RELABELED),
    ],
)
def test_another_name_on_the_same_row_is_told_for_what_it_is(before: str, now: str, kind: ChangeKind) -> None:
    record = told_between(
        [row(before, signed=_OLD, county="Harlan County")], [row(now, signed=_OLD, county="Harlan County")]
    )
    assert only(record) is kind


def test_another_body_is_another_agency_and_the_agreement_stays() -> None:
    record = told_between([HARLAN], [row("Harlan County Prison", signed=_OLD)])
    (change,) = record.changes.values()
    assert change.agency_id == "TX-harlan-county-prison"
    assert change.agreement_id == f"TX-harlan-county-sheriff/WSO/{_OLD}"


def test_a_renamed_agency_keeps_its_id_also_for_its_later_agreements() -> None:
    renamed = row("Harlan Sheriff's Office", signed=_OLD, county="Harlan County")
    record = fold(
        publish([*background(), HARLAN], 0),
        publish([*background(), renamed], 1),
        publish([*background(), renamed, row(renamed.agency, model=JEM, signed=day(2), county="Harlan County")], 3),
    )
    assert record.kinds() == ["agency_renamed", "agreement_added"]
    assert {known.agency_id for known in record.state.agreements.values() if "harlan" in known.id} == {
        "TX-harlan-county-sheriff"
    }


def test_a_name_that_goes_back_and_forth_stays_one_agreement() -> None:
    prison = row("Harlan County Prison", signed=_OLD)
    lists = [HARLAN, prison, HARLAN, prison]
    record = fold(*(publish([*background(), each], number) for number, each in enumerate(lists)))
    assert set(record.kinds()) == {"agency_relabeled"}
    assert len([known for known in record.state.agreements if "harlan" in known]) == 1


# -- the other cells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        ({"state": "TEXAS "}, ChangeKind.STATE_CORRECTED),
        ({"state": "TEXSA"}, ChangeKind.STATE_CORRECTED),
        ({"state": "KENTUCKY"}, ChangeKind.STATE_CORRECTED),
        ({"state": ""}, ChangeKind.STATE_CORRECTED),
        ({"support_type": "Warrant Services Officer"}, ChangeKind.SUPPORT_TYPE_RESPELLED),
        ({"support_type": JEM}, ChangeKind.AGREEMENT_SWITCHED),
        ({"agency_type": "Municipality"}, ChangeKind.AGENCY_TYPE_CORRECTED),
        ({"county": "Perry County"}, ChangeKind.COUNTY_CORRECTED),
        ({"moa_url": "https://agency.example/a.pdf"}, ChangeKind.MOA_POSTED),
        ({"addendum_url": "https://agency.example/b.pdf"}, ChangeKind.ADDENDUM_POSTED),
    ],
)
def test_one_edited_cell_is_one_change(edit: dict[str, str], kind: ChangeKind) -> None:
    assert only(told_between([HARLAN], [edited(HARLAN, **edit)])) is kind


def test_a_linked_file_replaced_and_unlinked() -> None:
    linked = edited(HARLAN, moa_url="https://agency.example/a.pdf")
    other = edited(HARLAN, moa_url="https://agency.example/b.pdf")
    assert only(told_between([linked], [other])) is ChangeKind.MOA_REPLACED
    assert only(told_between([linked], [HARLAN])) is ChangeKind.MOA_UNLINKED


def test_a_file_that_is_linked_again_is_not_told_as_posted() -> None:
    linked = edited(HARLAN, moa_url="https://agency.example/a.pdf")
    record = fold(*(publish([*background(), each], n) for n, each in enumerate((linked, HARLAN, linked))))
    assert record.kinds() == ["moa_unlinked", "moa_replaced"]


def test_another_way_to_write_the_same_link_or_county_is_nothing() -> None:
    linked = edited(HARLAN, moa_url="https://www.agency.example/a.pdf", county="Harlan County")
    same = edited(HARLAN, moa_url="http://agency.example/a.pdf", county="\nHarlan ", moa="Link", agency_type="county ")
    assert told_between([linked], [same]).changes == {}


def test_a_missing_column_is_not_a_column_of_emptied_cells() -> None:
    bare = [edited(each, county="", agency_type="") for each in (*background(), HARLAN)]
    record = fold(
        publish([*background(), HARLAN], 0),
        publish(bare, 1, columns=[name for name in COLUMNS if name not in ("TYPE", "COUNTY")]),
        publish([*background(), HARLAN], 2),
    )
    assert record.changes == {}
    assert [outcome.status for outcome in record.outcomes] == ["accepted"] * 3


# -- ids ---------------------------------------------------------------------------------------------------------


def test_a_change_id_depends_on_document_subject_and_direction_alone() -> None:
    assert change_id("a", "b", "came") == change_id("a", "b", "came")
    assert len({change_id(*each) for each in (("a", "b", "came"), ("a", "b", "left"), ("a", "c", "came"))}) == 3


def test_two_agencies_that_came_under_one_name_have_two_ids() -> None:
    """A row printed in a wrong state keeps its id; the agency that really has that name there gets a number."""
    wrong: Listing = row("Cass County Sheriff's Office", "TEXAS", signed=_OLD, model=TFM)
    record = fold(
        publish([*background(), wrong], 0),
        publish([*background(), edited(wrong, state="MINNESOTA")], 1),
        publish([*background(), edited(wrong, state="MINNESOTA"), row(wrong.agency, signed=day(1), model=WSO)], 2),
    )
    assert record.kinds() == ["state_corrected", "agreement_added"]
    ids = {known.agency_id for known in record.state.agreements.values() if known.listed and "cass" in known.id}
    assert len(ids) == 2
