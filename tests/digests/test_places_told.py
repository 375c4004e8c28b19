"""A digest speaks of the places asked for, by name; every other number is there for comparison and says so."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.digests.drawing.mail import render
from flows.digests.drawing.page import lay_out
from models.digests.content import DigestContent, LastDigest, ListedAgreement, PlaceCount, PlaceRecord
from models.digests.owed import JournalEntry
from models.digests.subscriptions import Subscriber, concerns
from models.digests.telling.composing import compose
from models.digests.telling.headline import MAX_SUBJECT
from models.digests.telling.places import county_place, figure_key, state_place
from models.places.bodies import Body
from models.vocabulary import ChangeKind, ChangeStatus, SupportType
from tests.support.digest_samples import ADDITION, BEFORE, ENDING, SITUATION, additions, entry, owed

TODAY = date(2026, 1, 26)
LAMAR, BOWIE, DALLAS, ACADIA, HAMPTON = "48277", "48037", "48113", "22001", "51650"
READER = Subscriber(id=1, address="reader@example.org", counties=frozenset({LAMAR}))
COUNTS = {
    (LAMAR, "all"): PlaceCount(3, 2),
    (LAMAR, "TFM"): PlaceCount(2, 2),
    ("TX", "all"): PlaceCount(287, 250),
    ("TX", "TFM"): PlaceCount(120, 119),
    ("TX", "JEM"): PlaceCount(60, 60),
}
RECORD = PlaceRecord(counts=COUNTS, agencies={ADDITION.agency_id: "Lamar County Sheriff's Office"})
PARIS = entry(replace(ADDITION, id="paris", agency="Paris Police Department", agency_id="TX-paris"))


def told(
    subscriber: Subscriber,
    *entries: JournalEntry,
    record: PlaceRecord = RECORD,
    figures: Mapping[str, int] = MappingProxyType({}),
) -> DigestContent:
    before = LastDigest(BEFORE.on, {**BEFORE.figures, **figures}, {})
    return compose(subscriber, owed(*entries), SITUATION, before, TODAY, on_record=record)


class TestCounty:
    def test_the_county_comes_first_then_the_state_and_the_nation_for_comparison(self) -> None:
        content = told(READER, PARIS, figures={LAMAR: 2})
        assert content.subject == "287(g): Lamar County, TX: 1 new agreement; now 3"
        assert content.top_line == (
            "Lamar County, Texas: 1 new agreement (Paris Police Department); the county now has 3 agreements on the"
            " list of Jan 26, 2026, 1 more than in your last digest (Jan 23, 2026). For comparison, on the list of"
            " Jan 26, 2026 (changes since your last digest): Texas has 287 agreements (+11) and the United States 1,372"
            " (+11)."
        )
        assert content.watching == "Lamar County, Texas"

    def test_applications_on_a_list_of_another_day_say_which(self) -> None:
        content = told(READER, PARIS, record=replace(RECORD, pending={LAMAR: 1}), figures={LAMAR: 2})
        mail = render(content, READER)
        assert "On the list of Jan 26, 2026 (pending: list of Jan 22, 2026):" in mail.text
        assert "On the list of Jan 26, 2026 (pending: list of Jan 22, 2026)" in mail.html
        same_day = tuple(replace(used, on=date(2026, 1, 26)) for used in content.lists)
        assert "(pending:" not in render(replace(content, lists=same_day), READER).text

    def test_every_number_of_the_country_says_that_it_is_for_comparison(self) -> None:
        text = render(told(READER, PARIS), READER).text
        assert "agreements  " not in text, "no table of the nation's figures"
        assert "* The United States (for comparison): 1,372 agreements" in text
        assert "FOR COMPARISON: ALL AGREEMENTS BY STATE" in text

    def test_without_the_country_nothing_is_said_of_it(self) -> None:
        alone = replace(READER, nation=False)
        rendered = render(told(alone, PARIS), alone)
        for page in (rendered.html, rendered.text):
            assert "United States 1,372" not in page
            assert "1,372 agreements" not in page
            assert "Florida" not in page

    def test_a_number_that_the_last_digest_did_not_tell_has_no_change(self) -> None:
        assert "now has 3 agreements on the list of Jan 26, 2026. For" in told(READER, PARIS).top_line

    def test_of_several_counties_each_is_named_and_those_without_news_in_brief(self) -> None:
        three = replace(READER, counties=frozenset({LAMAR, BOWIE, DALLAS}))
        content = told(three, PARIS)
        assert content.watching == "Bowie County, Texas; Dallas County, Texas; Lamar County, Texas"
        assert content.subject == "287(g): Lamar County, TX: 1 new agreement; now 3"
        assert "No change in Bowie County, Texas (no agreements) and Dallas County, Texas (no agreements)." in (
            content.top_line
        )

    def test_the_masthead_names_a_few_of_many(self) -> None:
        many = replace(READER, counties=frozenset(f"48{number:03}" for number in range(1, 13, 2)))
        assert told(many).watching == "Anderson County, Texas; Andrews County, Texas; and 4 more"

    def test_an_ending_in_one_place_comes_before_additions_in_another(self) -> None:
        both = replace(READER, counties=frozenset({LAMAR, BOWIE}))
        ended = entry(replace(ENDING, id="ended"), county_fips=BOWIE)
        assert told(both, PARIS, ended).subject == "287(g): Bowie County, TX: 1 agreement ended"
        assert told(both, PARIS, ended).top_line.startswith("Bowie County, Texas: 1 agreement ended (Lamar")

    def test_a_county_that_cannot_be_told_is_said_to_be_unclear(self) -> None:
        unclear = entry(PARIS.change, county_fips=None, other_counties=frozenset({LAMAR, BOWIE}))
        content = told(READER, unclear)
        assert content.subject == "287(g): Texas, county unclear: 1 new agreement"
        assert "Texas, county unclear: 1 new agreement (Paris Police Department); in no county's number." in (
            content.top_line
        )
        assert [group.heading for group in lay_out(content).sections[0].groups] == ["Texas, county unclear"]

    @pytest.mark.parametrize(
        ("fips", "name", "noun"),
        [
            (LAMAR, "Lamar County, Texas", "the county"),
            (ACADIA, "Acadia Parish, Louisiana", "the parish"),
            (HAMPTON, "Hampton City, Virginia", "the city"),
            ("99999", "county 99999", "the county"),
        ],
    )
    def test_a_county_has_its_own_name(self, fips: str, name: str, noun: str) -> None:
        assert (county_place(fips).name, county_place(fips).noun) == (name, noun)

    def test_what_is_no_county_is_not_printed(self) -> None:
        content = told(
            replace(READER, counties=frozenset(), states=frozenset({"TX"})), entry(county="#NA", county_fips=None)
        )
        rendered = render(content, READER)
        assert "#NA" not in rendered.text + rendered.html


class TestRestricted:
    TFM = replace(READER, counties=frozenset(), states=frozenset({"TX"}), support_types=frozenset({SupportType.TFM}))

    def test_a_number_is_of_the_support_types_asked_for(self) -> None:
        content = told(self.TFM, PARIS, figures={figure_key(state_place("TX"), self.TFM): 118})
        assert content.subject == "287(g): Texas: 1 new agreement; now 120 Task Force Model agreements"
        assert "the state now has 120 Task Force Model agreements" in content.top_line
        assert "2 more than in your last digest" in content.top_line
        assert lay_out(content).sections[0].groups[0].note == "120 Task Force Model agreements, +2"

    def test_of_two_types_the_numbers_are_added_and_agencies_are_not(self) -> None:
        both = replace(self.TFM, support_types=frozenset({SupportType.TFM, SupportType.JEM}))
        (now, _) = told(both).here
        assert (now.agreements, now.agencies) == (180, None)
        assert now.of_what == "Jail Enforcement Model and Task Force Model agreements"

    def test_bodies_are_counted_from_the_roster(self) -> None:
        row = ListedAgreement("TX-a", "A", "TX", LAMAR, Body.SHERIFF, SupportType.TFM, None)
        record = replace(RECORD, roster=(row, replace(row, agency_id="TX-b", body=Body.POLICE)))
        sheriffs = replace(READER, bodies=frozenset({Body.SHERIFF}))
        assert [(each.agreements, each.of_what) for each in told(sheriffs, record=record).here] == [
            (1, "agreements of sheriffs")
        ]

    def test_a_number_of_all_types_says_so_beside_one_of_some(self) -> None:
        nation = replace(self.TFM, states=frozenset())
        content = told(nation, PARIS)
        assert lay_out(content).sections[0].groups[0].note == "287 agreements of all support types and agencies, +11"
        assert "FOR COMPARISON: ALL AGREEMENTS BY STATE" in render(content, nation).text


class TestAgency:
    AGENCY = replace(READER, counties=frozenset(), agencies=frozenset({"TX-lamar-county-sheriff"}))
    ROW = ListedAgreement("TX-lamar-county-sheriff", "X", "TX", LAMAR, Body.SHERIFF, SupportType.TFM, None)

    def test_it_is_told_by_name_with_its_own_agreements(self) -> None:
        record = PlaceRecord(agencies={"TX-lamar-county-sheriff": "Lamar County Sheriff's Office"}, roster=(self.ROW,))
        ended = entry(replace(ENDING, agency_id="TX-lamar-county-sheriff"))
        content = told(self.AGENCY, ended, record=record)
        assert content.subject == "287(g): Lamar County Sheriff's Office, TX: 1 agreement ended; now 1"
        assert "Lamar County Sheriff's Office, Texas: 1 agreement ended" in content.top_line
        assert "it now has 1 agreement" in content.top_line
        assert "* X: TFM" in render(content, self.AGENCY).text, "its agreements are few, and always listed"

    def test_its_name_enters_the_subject_without_line_breaks_and_cut(self) -> None:
        record = PlaceRecord(agencies={"TX-lamar-county-sheriff": "X\r\nBcc: all@example.org\u202e" + "y" * 500})
        subject = told(self.AGENCY, record=record).subject
        assert subject.isprintable()
        assert "X Bcc: all@example.org" in subject
        assert len(subject) < 120


class TestSubject:
    @given(
        st.lists(st.sampled_from([*ChangeKind]), max_size=30),
        st.sampled_from([frozenset[str](), frozenset({LAMAR}), frozenset({LAMAR, BOWIE, ACADIA})]),
    )
    def test_it_fits_whatever_the_news(self, kinds: list[ChangeKind], counties: frozenset[str]) -> None:
        entries = [entry(id=f"k{number}", kind=kind) for number, kind in enumerate(kinds)]
        assert len(told(replace(READER, counties=counties), *entries).subject) <= MAX_SUBJECT

    def test_an_ending_comes_before_a_switch_and_a_switch_before_additions(self) -> None:
        switched = entry(id="s", kind=ChangeKind.AGREEMENT_SWITCHED)
        assert told(READER, *additions(2), switched, entry(ENDING)).subject == (
            "287(g): Lamar County, TX: 1 agreement ended, 1 switched, 2 new; now 3"
        )

    def test_a_missing_row_and_a_document_are_less_than_the_total(self) -> None:
        missing = entry(ENDING, status=ChangeStatus.SUSPECTED)
        posted = entry(id="m", kind=ChangeKind.MOA_POSTED)
        subject = told(READER, *additions(2), missing, posted).subject
        assert subject == "287(g): Lamar County, TX: 2 new agreements, 1 possibly ended; now 3"

    def test_where_no_agreement_changed_the_total_is_no_news(self) -> None:
        applied = entry(id="p", kind=ChangeKind.PENDING_ADDED)
        assert told(READER, applied).subject == "287(g): Lamar County, TX: 1 new application; 3 agreements"


def test_a_change_counts_where_its_agency_is_and_not_where_a_list_printed_it() -> None:
    misprinted = entry(replace(ADDITION, state="NY", agency="Lake Placid Police Department"), agency_state="FL")
    floridian = replace(READER, counties=frozenset(), states=frozenset({"FL"}))
    assert concerns(floridian, misprinted.change, misprinted.in_counties, misprinted.body, misprinted.state)
    newyorker = replace(floridian, states=frozenset({"NY"}))
    assert not concerns(newyorker, misprinted.change, misprinted.in_counties, misprinted.body, misprinted.state)
    assert told(floridian, misprinted).subject == "287(g): Florida: 1 new agreement; now 341"


class TestEndingsAndNumbers:
    """An ending counts from the first list without the row and is told once it is sure: the number has moved before."""

    def content(self, subscriber: Subscriber, *ended_on: date) -> DigestContent:
        before = LastDigest(BEFORE.on, BEFORE.figures, {}, date(2026, 1, 22))
        endings = [entry(ENDING, id=f"e{number}", list_date=on) for number, on in enumerate(ended_on)]
        situation = replace(SITUATION, by_state={**SITUATION.by_state, "TX": 276})
        return compose(subscriber, owed(*endings), situation, before, TODAY)

    TEXAN = replace(READER, counties=frozenset(), states=frozenset({"TX"}))

    def test_an_ending_that_the_last_digest_had_counted_out_says_so(self) -> None:
        top_line = self.content(self.TEXAN, date(2026, 1, 20)).top_line
        assert (
            "the state now has 276 agreements on the list of Jan 26, 2026, as many as in your last digest"
            " (Jan 23, 2026), when the ended agreement was already missing from the list."
        ) in top_line

    def test_of_several_it_says_how_many(self) -> None:
        two = (date(2026, 1, 20), date(2026, 1, 22))
        assert "when the ended agreements were already missing" in self.content(self.TEXAN, *two).top_line
        three = self.content(self.TEXAN, *two, TODAY).top_line
        assert "when 2 of the ended agreements were already missing" in three

    def test_one_that_is_missing_since_says_nothing(self) -> None:
        assert "already missing" not in self.content(self.TEXAN, TODAY).top_line

    def test_the_nation_is_told_its_news_before_its_number(self) -> None:
        top_line = self.content(replace(READER, counties=frozenset()), date(2026, 1, 20)).top_line
        assert top_line.startswith(
            "1 agreement ended in Texas. The list of Jan 26, 2026 has 1,372 agreements in 39 states"
        )
        assert top_line.endswith("when the ended agreement was already missing from the list.")
