"""Which new row is which vanished one: the exact assignment, and the traps in which two are two."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.identity.assignment import assign
from models.lists.agency_names import NameRelation, compare_names
from models.lists.folding import fold_agency
from tests.support.published_lists import TFM, WSO, background, day, fold, publish, row, told_between

_OLD = date(2025, 3, 12)


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 4), st.integers(10, 14)),
        st.integers(1, 90).map(lambda weight: weight / 10),
        max_size=16,
    )
)
def test_the_assignment_has_the_greatest_total_weight(weights: dict[tuple[int, int], float]) -> None:
    ones, others = sorted({one for one, _ in weights}), sorted({other for _, other in weights})
    ones += [None] * len(others)  # type: ignore[list-item]
    best = (
        max(
            (
                sum(weights.get((one, other), 0.0) for one, other in zip(order, others, strict=True))
                for order in permutations(ones, len(others))
            ),
            default=0.0,
        )
        if len(ones) <= 8
        else None
    )
    found = assign(weights)
    assert len({one for one, _ in found}) == len({other for _, other in found}) == len(found)
    assert set(found) <= weights.keys()
    if best is not None:
        assert sum(weights[pair] for pair in found) == pytest.approx(best)


def test_a_group_too_large_for_the_exact_method_still_pairs_each_side_once() -> None:
    weights = {(one, other): 1.0 + (one == other) for one in range(60) for other in range(60)}
    assert assign(weights) == [(number, number) for number in range(60)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Harlan County Sheriff's Office", "Harlan County Sherif", NameRelation.EQUAL),
        (
            "Investigation Division, Department of Revenue",
            "Department of Revenue, Investigation Division",
            NameRelation.REORDERED,
        ),
        ("Lampass County Sheriff's Office", "Lampasas County Sheriff's Office", NameRelation.MISSPELLED),
        ("Hopewell Sheriff's Office", "Hopewell County Sheriff's Office", NameRelation.REWORDED),
        ("Boca Vista Police Department", "Boca Vista Police Services Department", NameRelation.REWORDED),
        ("Harlan County Sheriff's Office", "Harlan County Jail", NameRelation.OTHER_BODY),
        ("Ashby Borough Police Department", "Ashby Township Police Department", NameRelation.PARTLY),
        ("Miami Police Department", "North Miami Police Department", NameRelation.PARTLY),
        ("Lake Wales Police Department", "Lake Placid Police Department", NameRelation.UNRELATED),
        ("Bay County Sheriff's Office", "Clay County Sheriff's Office", NameRelation.UNRELATED),
        ("Lee County Sheriff's Office", "Levy County Sheriff's Office", NameRelation.UNRELATED),
        ("Constable Precinct 2", "Constable Precinct 6", NameRelation.NUMBERED_OTHERWISE),
        ("Fifth Judicial Circuit", "Sixth Judicial Circuit", NameRelation.NUMBERED_OTHERWISE),
        ("University of Florida Police", "University of North Florida Police", NameRelation.PARTLY),
    ],
)
def test_names_are_related_as_a_reader_would_say(one: str, other: str, expected: NameRelation) -> None:
    name, other_name = fold_agency("FL", one), fold_agency("FL", other)
    assert compare_names(name, other_name).relation is expected
    assert compare_names(other_name, name).relation is expected


@pytest.mark.parametrize(
    ("gone", "came"),
    [
        ("Walker County Sheriff's Office", "Waller County Sheriff's Office"),
        ("Bay County Sheriff's Office", "Clay County Sheriff's Office"),
        ("Lee County Sheriff's Office", "Levy County Sheriff's Office"),
        ("Milton Police Department", "Milford Police Department"),
        ("Ashby County Constable Precinct 2", "Ashby County Constable Precinct 6"),
    ],
)
def test_an_ending_beside_a_similar_newly_signed_agency_is_not_swallowed(gone: str, came: str) -> None:
    record = told_between([row(gone, signed=_OLD)], [row(came, signed=day(0))])
    assert sorted(record.kinds()) == ["agreement_added", "agreement_ended"]


def test_names_that_were_on_one_list_together_are_two_even_with_one_date() -> None:
    walker, waller = (row(f"{name} County Sheriff's Office", signed=_OLD) for name in ("Walker", "Waller"))
    record = fold(
        publish([*background(), walker, waller], 0),
        publish([*background(), walker], 4),
        publish([*background(), waller], 8),
    )
    assert record.told() == [
        ("agreement_ended", "withdrawn", waller.agency),
        ("agreement_ended", "suspected", walker.agency),
    ]


def test_two_agencies_that_each_have_other_agreements_are_two() -> None:
    others = [row("Walker County Sheriff's Office", model=TFM), row("Waller County Sheriff's Office", model=TFM)]
    record = told_between(
        [*others, row("Walker County Sheriff's Office", signed=_OLD)],
        [*others, row("Waller County Sheriff's Office", signed=_OLD)],
    )
    assert sorted(record.kinds()) == ["agreement_added", "agreement_ended"]


def test_a_misspelling_that_lives_nowhere_else_joins_the_agency_that_does() -> None:
    other = row("Lampasas County Sheriff's Office", model=TFM)
    record = told_between(
        [other, row("Lampass County Sheriff's Office", signed=_OLD)],
        [other, row("Lampasas County Sheriff's Office", signed=_OLD)],
    )
    assert record.kinds() == ["agency_respelled", "county_corrected"]
    assert len({known.agency_id for known in record.state.agreements.values() if "lampas" in known.id}) == 1


def test_a_neighbor_once_taken_for_a_misspelling_becomes_an_agency_when_both_are_listed() -> None:
    """Walker's row is printed Waller (one date), and then both are there: two agencies, and one addition."""
    walker, waller = (row(f"{name} County Sheriff's Office", signed=_OLD) for name in ("Walker", "Waller"))
    signed_later = row("Walker County Sheriff's Office", signed=day(3))
    record = fold(
        publish([*background(), walker], 0),
        publish([*background(), waller], 1),
        publish([*background(), waller, signed_later], 4),
    )
    assert [kind for kind in record.kinds() if kind != "county_corrected"] == ["agency_respelled", "agreement_added"]
    assert len({known.agency_id for known in record.state.agreements.values() if "Wal" in known.name}) == 2


def test_another_agencys_file_on_a_row_is_no_proof() -> None:
    """A new row links the file of a neighbor: the missing row linked it too."""
    before = [row("Ottawa County Sheriff's Office", signed=_OLD, link="shared")]
    now = [row("Kingfisher Police Department", signed=day(0), link="shared", kind="Municipality", county="Kay County")]
    assert sorted(told_between(before, now).kinds()) == ["agreement_added", "agreement_ended"]


def test_a_mass_signing_date_alone_makes_no_pair() -> None:
    """Half of the list carries one date; one of them leaves as another of that date, signed a week ago, comes."""
    towns = [
        row(f"{first}{second} Police Department", model=TFM, signed=day(-5), kind="Municipality", county="")
        for first in ("Alder", "Birch", "Cedar", "Elm", "Fir")
        for second in ("ville", "ton", "burg", "ford", "mont")
    ]
    new = row("Gorse County Sheriff's Office", model=TFM, signed=day(-1))
    record = told_between(towns[1:-1], [*towns[2:], new])
    assert sorted(record.kinds()) == ["agreement_added", "agreement_added", "agreement_ended"]


def test_where_nothing_else_differs_one_edited_cell_is_likelier_and_a_person_is_asked() -> None:
    before = row("Alder Police Department", model=TFM, signed=day(-5), county="")
    record = told_between([before], [row("Zinnia Rangers", model=TFM, signed=day(-5), county="")])
    assert record.kinds() == ["agency_relabeled"]


def test_one_row_goes_to_the_likelier_of_two() -> None:
    """Two rows are missing and two are new: each pair is found, whatever their order."""
    before = [row("Harlan County BOCC", signed=_OLD, model=TFM), row("Pascal County BOCC", signed=_OLD, model=TFM)]
    now = [
        row("Pascal County Sheriff's Office", signed=_OLD, model=TFM),
        row("Harlan County Jail", signed=_OLD, model=TFM),
    ]
    record = told_between(before, now)
    assert {(change.agency_before, change.agency) for change in record.changes.values()} == {
        ("Harlan County BOCC", "Harlan County Jail"),
        ("Pascal County BOCC", "Pascal County Sheriff's Office"),
    }
    assert set(record.kinds()) == {"agency_relabeled"}


def test_a_pair_taken_near_the_line_is_put_before_a_person() -> None:
    before = [row("Harland Police Department", signed=_OLD, county="Harlan County")]
    now = [row("Harlend Police Department", signed=_OLD + timedelta(days=2), county="Harlan County")]
    record = told_between(before, now)
    (doubt,) = record.outcomes[-1].doubts
    assert record.kinds() == ["agency_respelled", "signing_date_corrected"]
    assert set(doubt.change_ids) == record.changes.keys()
    assert "The same agreement" in doubt.assumed
    assert 0.75 <= doubt.confidence < 1
    assert doubt.evidence


def test_a_pair_nearly_taken_is_put_before_a_person_and_told_as_two() -> None:
    before = [row("Harlan County Sheriff's Office", signed=_OLD)]
    now = [row("Harlan County Jail", signed=_OLD + timedelta(days=2))]
    record = told_between(before, now)
    (doubt,) = record.outcomes[-1].doubts
    assert sorted(record.kinds()) == ["agreement_added", "agreement_ended"]
    assert "Two agreements" in doubt.assumed
    assert record.outcomes[-1].status == "accepted"


def test_every_pairing_stores_its_evidence_and_a_confidence() -> None:
    before = [row("Macro Island Police Department", model=WSO, signed=_OLD, link="m")]
    now = [row("Marco Island Police Department", model=WSO, signed=_OLD, link="m")]
    (change,) = told_between(before, now).changes.values()
    assert change.kind == "agency_respelled"
    assert change.evidence[0] == "names differ by 1 letter, numbers equal"
    assert "same MOA file" in change.evidence
    assert 0.9 < change.confidence < 1.0
