"""Where the agencies of the record are, and what the rules doubt about it."""

from sqlmodel import Session, col, select

from models.places.bodies import Body
from models.places.finding import FoundBy
from models.places.tables import counties
from models.record.asking import Row
from models.record.tables.agreements import Agency


def doubtful_places(session: Session) -> list[Row]:
    """Rows `{agency_id, agency, state, agency_type, county_printed, county_fips, county, found_by, body, doubt,
    runner_up_fips, runner_up}` of the agencies with a doubt about their county or body, by state and name.

    `county_fips` and `county` are None where the rules found no county; `runner_up` is the county that the doubt is
    about, None without one. Nobody doubts the place of a state's own body: it has no county.
    """
    rows: list[Row] = []
    for agency in session.exec(select(Agency).order_by(col(Agency.state), col(Agency.name), col(Agency.id))):
        doubts = [agency.place_doubt] if agency.place_doubt else []
        if agency.body is Body.OTHER and agency.county_found_by is not FoundBy.STATE_BODY:
            doubts.append("The name does not say what sort of body this is.")
        if not doubts:
            continue
        rows.append(
            {
                "agency_id": agency.id,
                "agency": agency.name,
                "state": agency.state,
                "agency_type": agency.agency_type,
                "county_printed": agency.county,
                "county_fips": agency.county_fips,
                "county": _name(agency.county_fips),
                "found_by": agency.county_found_by.value,
                "body": agency.body.value,
                "doubt": " ".join(doubts),
                "runner_up_fips": agency.place_runner_up or None,
                "runner_up": _name(agency.place_runner_up),
            }
        )
    return rows


def _name(fips: str | None) -> str | None:
    return counties()[fips].name if fips else None
