"""Acts reported in the news against the lists: told after days of grace, and only where one agency can be meant."""

from datetime import date
from typing import Any

import pytest

from models.claims.stated import EventKind
from models.verdicts.said_but_listed import ListedAgency, ReportedEvent, agencies_meant, said_to_end, said_to_join

LIST_DATE = date(2025, 9, 30)


def agency(
    name: str, state: str = "TX", kind: str = "County", county: str = "", signed: str = "2025-03-01"
) -> ListedAgency:
    return ListedAgency(f"{state}-{name}", state, name, kind, county, date.fromisoformat(signed))


ASTER = agency("Aster County Sheriff's Office", county="Aster County")
ASTER_POLICE = agency("Asterville Police Department", kind="Municipality", county="Aster County")
PATROL = agency("Texas Highway Patrol", kind="State")
LISTED = [ASTER, ASTER_POLICE, PATROL, agency("Aster County Sheriff's Office", "OH", county="Aster County")]


def event(kind: EventKind, place: str = "Aster County, TX", actor: str | None = None, **more: Any) -> ReportedEvent:
    fields: dict[str, Any] = {
        "happened": "2025-09-01",
        "proposed": False,
        "reported_on": date(2025, 9, 2),
        "outlet": "Ledger",
        "url": "https://ledger.example/a",
    }
    return ReportedEvent("e", kind, actor, place, **(fields | more))


@pytest.mark.parametrize(
    ("place", "actor", "meant"),
    [
        ("Aster County, TX", None, ASTER),
        ("Aster County, TX", "Sheriff Jo Aspen", ASTER),
        ("Aster County, TX", "Aster County", ASTER),
        ("Asterville, TX", "Asterville City Council", ASTER_POLICE),
        ("TX", "Texas Highway Patrol", PATROL),
    ],
)
def test_the_agency_is_found_by_place_and_name(place: str, actor: str | None, meant: ListedAgency) -> None:
    assert agencies_meant(event(EventKind.TERMINATED, place, actor), LISTED) == [meant]


@pytest.mark.parametrize(
    ("place", "actor"), [("Birch County, TX", None), ("TX", None), ("TX", "Governor Birch"), ("Aster County, FL", None)]
)
def test_where_nobody_on_the_list_can_be_meant_nobody_is(place: str, actor: str | None) -> None:
    assert agencies_meant(event(EventKind.TERMINATED, place, actor), LISTED) == []


def test_said_to_have_ended_and_still_listed() -> None:
    (found,) = said_to_end([event(EventKind.TERMINATED)], LISTED, LIST_DATE)
    assert found.agency == ASTER
    assert found.sentence == (
        "Ledger reported on 2025-09-02 that Aster County Sheriff's Office (TX) had ended its agreement, "
        "but it is still on the list of 2025-09-30, 29 days later."
    )


@pytest.mark.parametrize(
    "told",
    [
        event(EventKind.TERMINATED, proposed=True),
        event(EventKind.TERMINATED, happened="2025-09-25", reported_on=date(2025, 9, 25)),
        event(EventKind.TERMINATED, happened="2023-01-05", reported_on=date(2023, 1, 6)),
        event(EventKind.TERMINATED, happened="2025-02-01"),
        event(EventKind.DECLINED),
        event(EventKind.TERMINATED, happened=None),
        event(EventKind.TERMINATED, sentence="The first department to ask for one backed out."),
    ],
    ids=[
        "proposed",
        "within the days of grace",
        "long ago",
        "before the agreement was signed",
        "only declined",
        "of no stated day",
        "whose sentence does not say who",
    ],
)
def test_what_is_no_contradiction_is_not_told(told: ReportedEvent) -> None:
    assert said_to_end([told], LISTED, LIST_DATE) == []


def test_two_agencies_that_can_be_meant_are_none() -> None:
    twins = [ASTER, agency("Aster County Constable Precinct 2", county="Aster County")]
    assert said_to_end([event(EventKind.TERMINATED)], twins, LIST_DATE) == []


def test_said_to_have_signed_and_not_listed() -> None:
    told = event(EventKind.SIGNED, "Birch County, TX", "Birch County Sheriff's Office")
    (found,) = said_to_join([told], LISTED, [], LIST_DATE)
    assert found.sentence == (
        "Ledger reported on 2025-09-02 that Birch County Sheriff's Office (TX) had joined, "
        "but it is on neither the list of 2025-09-30 nor the pending list, 29 days later."
    )


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Birch County signed in the spring.", True),
        ("Sheriff Jo Birch signed it.", True),
        ("Nearly 600 departments have signed.", False),
        ("They signed it.", False),
        ("Nearly 600 departments, from Birch County to Milton, have signed.", False),
    ],
)
def test_only_a_sentence_that_names_who_signed_makes_anybody_missing(sentence: str, said: bool) -> None:
    told = event(EventKind.SIGNED, "Birch County, TX", "the jail", sentence=sentence)
    assert bool(said_to_join([told], LISTED, [], LIST_DATE)) is said


def test_a_pending_application_is_on_a_list() -> None:
    told = event(EventKind.SIGNED, "Birch County, TX")
    pending = [agency("Birch County Sheriff's Office", county="Birch County")]
    assert said_to_join([told], LISTED, pending, LIST_DATE) == []


def test_a_whole_state_said_to_sign_is_no_missing_agency() -> None:
    assert said_to_join([event(EventKind.SIGNED, "TX", "Texas")], LISTED, [], LIST_DATE) == []
