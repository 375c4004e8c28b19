"""The places and bodies of the agencies on the real lists."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from models.places.bodies import Body, body_of
from models.places.finding import FoundBy, FoundPlace, place_of
from models.places.naming import county_of_name
from models.places.tables import counties
from models.record.asking.places import doubtful_places
from models.record.store import Engine, open_engine, read_session
from models.record.tables.agreements import Agency, Agreement


@pytest.fixture(scope="module")
def real(real_file: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{real_file}")
    yield engine
    engine.dispose()


def placed(engine: Engine) -> list[tuple[Agency, FoundPlace]]:
    """Every agency that ever had an agreement, with its place. The others are applicants, or printed under a wrong
    state once."""
    with read_session(engine) as session:
        signed = select(Agency).where(col(Agency.id).in_(select(Agreement.agency_id)))
        agencies = list(session.exec(signed))
    return [(each, place_of(each.state, each.name, each.agency_type, each.county)) for each in agencies]


def test_99_of_100_local_agencies_have_a_county(real: Engine) -> None:
    local = [place for _, place in placed(real) if place.by is not FoundBy.STATE_BODY]
    assert len(local) > 800
    assert len([place for place in local if place.county_fips]) >= 0.99 * len(local)


def test_a_county_is_in_the_agencys_state_and_never_differs_from_its_name(real: Engine) -> None:
    for agency, place in placed(real):
        if place.county_fips:
            assert counties()[place.county_fips].state == agency.state
            named = county_of_name(agency.state, tuple(agency.name.casefold().replace("'", "").split())).one
            assert named is None or named.fips == place.county_fips


def test_with_the_county_column_hidden_the_same_county_is_found_or_none(real: Engine) -> None:
    sure = [(agency, place) for agency, place in placed(real) if place.by is FoundBy.PRINTED and not place.doubt]
    hidden = [(place_of(each.state, each.name, each.agency_type, ""), place.county_fips) for each, place in sure]
    assert [(found, fips) for found, fips in hidden if found.county_fips not in (fips, None)] == []
    assert len([found for found, _ in hidden if found.county_fips]) >= 0.95 * len(sure)


def test_each_agency_in_doubt_is_listed(real: Engine) -> None:
    in_doubt = {agency.id for agency, place in placed(real) if place.doubt}
    with read_session(real) as session:
        assert in_doubt <= {row["agency_id"] for row in doubtful_places(session)}
    assert len(in_doubt) < 30


def test_98_of_100_agencies_that_are_no_states_own_have_a_body(real: Engine) -> None:
    local = [agency for agency, place in placed(real) if place.by is not FoundBy.STATE_BODY]
    settled = [each for each in local if body_of(each.name, each.agency_type, each.state) is not Body.OTHER]
    assert len(settled) >= 0.98 * len(local)
