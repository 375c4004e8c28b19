"""One list counted by every known way, true or mistaken."""

from hypothesis import given
from hypothesis import strategies as st

from models.lists.counts import (
    AgencyType,
    Count,
    CountedRow,
    Figures,
    ListCounts,
    PublishedSlice,
    RunningCounts,
    agency_type,
    county_scope,
    growth_percent,
    tally,
)
from models.lists.listings import Listing
from models.lists.resolution import Placement
from models.vocabulary import SupportType


def placement(
    state: str = "TX",
    agency: str = "Aster County Sheriff's Office",
    support_type: SupportType | None = SupportType.TFM,
    *,
    printed_state: str = "TEXAS",
    kind: str = "County",
    county: str = "Aster County",
    agency_id: str = "",
    duplicate: bool = False,
) -> Placement:
    listing = Listing(printed_state, agency, kind, county, "", None, "", "link", "", "", "")
    agency_id = agency_id or f"{state}-{agency.strip().casefold()}"
    return Placement(listing, state, support_type, agency_id, f"{agency_id}-{support_type}", duplicate)


def scopes(counts: ListCounts) -> tuple[str, ...]:
    """'US' and each state and territory that occurs."""
    return tuple(sorted({scope for (scope, _, _), _ in counts if len(scope) == 2}))


def test_an_agency_with_two_support_types_is_two_agreements_and_one_agency() -> None:
    counts = tally([placement(), placement(support_type=SupportType.WSO)])
    assert (counts.of("TX").agreements, counts.of("TX").agencies) == (2, 1)
    assert counts.of("TX", SupportType.WSO).agreements == 1
    assert counts.of("US") == counts.of("TX")


def test_a_duplicate_row_is_a_row_and_no_agreement() -> None:
    count = tally([placement(), placement(duplicate=True)]).of()
    assert (count.rows, count.agreements, count.rows_and_header) == (2, 1, 3)


def test_a_row_without_an_agency_is_a_row_and_nothing_else() -> None:
    count = tally([placement(), placement(agency="  ", agency_id="nobody")]).of()
    assert (count.rows, count.agreements, count.agencies) == (2, 1, 1)


def test_territories_are_told_apart_from_states() -> None:
    count = tally([placement(), placement("GU", "Port Police", printed_state="GUAM")]).of()
    assert (count.states, count.territories, count.states_and_territories) == (1, 1, 2)


def test_a_trailing_blank_in_the_state_cell_hides_rows_from_a_filter_and_adds_a_spelling() -> None:
    rows = [placement(agency=f"{name} County Sheriff") for name in ("Aster", "Birch", "Cedar")]
    rows.append(placement(agency="Dogwood County Sheriff", printed_state="TEXAS "))
    count = tally(rows).of("TX")
    assert (count.agreements, count.rows_of_usual_spelling, count.state_spellings) == (4, 3, 2)


def test_agencies_are_counted_folded_as_spelt_with_county_and_as_printed() -> None:
    rows = [
        placement(agency="Aster County Sheriff’s Office", agency_id="aster"),
        placement(agency="Aster County Sheriff's Office", agency_id="aster", support_type=SupportType.WSO),
        placement(agency="Aster County Sheriff's Office ", agency_id="aster", support_type=SupportType.JEM),
        placement(agency="Aster County Sheriff's Office", agency_id="aster", county="Aster"),
    ]
    count = tally(rows).of()
    assert count.agencies == 1
    assert count.agencies_as_spelt == 2
    assert count.agencies_with_county == 3
    assert count.agencies_as_printed == 3


def test_types_are_read_through_their_misspellings() -> None:
    printed = ["County ", "Municipality", "Municipal", "Muncipality", "State", "State Agency", "#NA", ""]
    assert [agency_type(each) for each in printed] == [
        AgencyType.COUNTY,
        AgencyType.MUNICIPALITY,
        AgencyType.MUNICIPALITY,
        AgencyType.MUNICIPALITY,
        AgencyType.STATE,
        AgencyType.STATE,
        AgencyType.UNSTATED,
        AgencyType.UNSTATED,
    ]
    counts = tally([placement(), placement(agency="Town of Elm PD", kind="Muncipality")])
    assert counts.of("TX", agency_type=AgencyType.MUNICIPALITY).agencies == 1


def test_a_county_is_found_under_the_spellings_of_its_cell() -> None:
    counts = tally([placement(county="\nSt. Aster County"), placement(agency="Elm PD", county="Saint Aster")])
    assert counts.of(county_scope("TX", "St Aster County")).agencies == 2
    assert counts.of("TX").counties == 1


def test_na_in_the_county_column_is_no_county() -> None:
    counts = tally([placement(county=text) for text in ("#N/A", "#NA", "N/A", "", " ")])
    assert counts.of().counties == 0
    assert scopes(counts) == ("TX", "US")


def test_a_row_in_no_known_place_counts_for_the_nation_alone() -> None:
    counts = tally([placement("", printed_state="TEXARKANIA")])
    assert counts.of("US").agreements == 1
    assert counts.of("US").states == 0
    assert scopes(counts) == ("US",)


def test_an_empty_list_counts_to_nothing() -> None:
    assert tally([]).of("US") == Count()
    assert tally([]).of("FL", SupportType.JEM) == Count()


def test_growth_of_the_agreements_since_january_2025() -> None:
    assert round(growth_percent(135, 958), 1) == 609.6
    assert round(growth_percent(135, 1168), 1) == 765.2


PRINTED = {"TEXAS": "TX", "TEXAS ": "TX", "FLORIDA": "FL", "GUAM": "GU", "TEXARKANIA": ""}
ROWS = st.lists(
    st.builds(
        lambda printed_state, **cells: placement(PRINTED[printed_state], printed_state=printed_state, **cells),
        agency=st.sampled_from(["Aster", "Birch ", "Cedar"]),
        support_type=st.sampled_from([*SupportType, None]),
        printed_state=st.sampled_from(sorted(PRINTED)),
        kind=st.sampled_from(["County", "State", ""]),
        county=st.sampled_from(["Aster County", "#NA", ""]),
        duplicate=st.booleans(),
    )
)


@given(ROWS)
def test_no_way_of_counting_contradicts_another(rows: list[Placement]) -> None:
    counts = tally(rows)
    for _, count in counts:
        assert count.agencies <= count.agencies_as_spelt <= count.agencies_with_county
        assert count.agencies_as_spelt <= count.agencies_as_printed
        assert count.agreements <= count.rows
        assert count.rows_of_usual_spelling <= count.rows
    whole = counts.of()
    assert whole.rows == len(rows)
    for name in ("agreements", "rows"):
        by_type = sum(getattr(counts.of("US", each), name) for each in SupportType)
        untyped = sum(getattr(tally([row for row in rows if row.support_type is None]).of(), name) for _ in "1")
        assert by_type + untyped == getattr(whole, name)
        by_kind = sum(getattr(counts.of("US", None, each), name) for each in AgencyType)
        assert by_kind == getattr(whole, name)
    for scope in scopes(counts):
        assert counts.of(scope) == tally(rows if scope == "US" else [row for row in rows if row.state == scope]).of(
            scope
        )


@given(ROWS, ROWS, ROWS)
def test_the_running_figures_are_those_of_the_whole_tally_on_every_list(
    staying: list[Placement], going: list[Placement], coming: list[Placement]
) -> None:
    def counted(rows: list[Placement]) -> list[CountedRow]:
        return [CountedRow(row.agency_id, row.support_type, row.duplicate, row.state, None) for row in rows]

    running = RunningCounts()
    figures: dict[PublishedSlice, Figures] = {("US", None): Figures(0, 0, 0, 0, 0)}
    for came, went, rows in ((staying + going, [], staying + going), (coming, going, staying + coming)):
        figures |= running.change(counted(came), counted(went))
        assert {slice_: each for slice_, each in figures.items() if each.rows or slice_ == ("US", None)} == {
            (scope, kind): Figures(*(getattr(count, name) for name in Figures._fields))
            for (scope, kind, types), count in tally(rows)
            if not types and len(scope) == 2
        }


def test_an_agency_counts_for_the_county_where_it_is_and_not_for_the_one_in_its_column() -> None:
    rows = [placement(county=""), placement(agency="Elm PD", agency_id="elm", county="Bell County")]
    counts = tally(rows, {rows[0].agency_id: "Lamar County", "elm": "Lamar County"})
    assert counts.of(county_scope("TX", "Lamar County")).agencies == 2
    assert counts.of(county_scope("TX", "Bell County")).agencies == 0
