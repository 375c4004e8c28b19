"""What sort of body an agency is, by its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.places.bodies import Body, body_of

SETTLED = [
    ("TX", "Lamar County Sheriff's Office", "County", Body.SHERIFF),
    ("TX", "Lamar County SO", "County", Body.SHERIFF),
    ("NC", "Gaston County Sherrif's Office - Detention", "County", Body.SHERIFF),
    ("NY", "Nassau County Police Department", "County", Body.POLICE),
    ("FL", "Lee County Port Authority Police", "County", Body.POLICE),
    ("FL", "Jupiter Island Department of Public Safety", "Municipality", Body.POLICE),
    ("FL", "Daytona Beach Shores Public Safety", "Municipality", Body.POLICE),
    ("WV", "Village of Clearview Police Department", "Municipality", Body.POLICE),
    ("TX", "Marshall Police Department", "Municipality", Body.POLICE),
    ("TX", "College Station Police Department", "Municipality", Body.POLICE),
    ("PA", "State College Borough Police Department", "Municipality", Body.POLICE),
    ("MO", "University City Police Department", "Municipality", Body.POLICE),
    ("OH", "North College Hill Police Department", "Municipality", Body.POLICE),
    ("NC", "Rutherford College Police Department", "Municipality", Body.POLICE),
    ("TX", "Galveston County Constable Precinct 2", "Municipality", Body.CONSTABLE),
    ("TX", "Galveston County Constbales Office Pct. 4", "Municipality", Body.CONSTABLE),
    ("PA", "South Pymatuning TWP State Constable", "Municipality", Body.CONSTABLE),
    ("PA", "Pennsylvania State Constable's Office So Middleton Twp", "Municipality", Body.CONSTABLE),
    ("FL", "So. Daytona Police Department", "Municipality", Body.POLICE),
    ("IL", "Cook County Sheriff's Police Department", "County", Body.SHERIFF),
    ("FL", "Okaloosa County Board of County Commissioners/ Department of Corrections", "County", Body.CORRECTIONS),
    ("VA", "Southwest Virginia Regional Jail Authority", "County", Body.CORRECTIONS),
    ("KY", "Oldham County Detention Center", "County", Body.CORRECTIONS),
    ("AK", "Alaska Department of Corrections", "State Agency", Body.CORRECTIONS),
    ("LA", "Louisiana Department of Public Safety & Corrections", "State Agency", Body.CORRECTIONS),
    ("VA", "Virginia DOC Law Enforcement Services", "State Agency", Body.CORRECTIONS),
    ("MS", "Mississippi Attorney General's Office", "State Agency", Body.PROSECUTOR),
    ("PA", "Luzerne County District Attorney's Office", "County", Body.PROSECUTOR),
    ("FL", "Office of the State Attorney, Sixth Judicial Circuit", "State Agency", Body.PROSECUTOR),
    ("FL", "University of Florida Police Department", "Municipality", Body.CAMPUS),
    ("FL", "Tallahassee State College Police Department", "Municipality", Body.CAMPUS),
    ("FL", "University of West Florida Board of Trustees", "State Agency", Body.CAMPUS),
    ("TX", "Dallas Independent School District Police", "Municipality", Body.CAMPUS),
    ("TX", "Texas Tech Police Department", "State Agency", Body.CAMPUS),
    ("LA", "Ville Platte City Marshal", "Municipality", Body.MARSHAL),
    ("ID", "Idaho State Police Department", "State Agency", Body.STATE_POLICE),
    ("SD", "South Dakota Highway Patrol", "State Agency", Body.STATE_POLICE),
    ("GA", "Georgia Department of Public Safety", "State Agency", Body.STATE_POLICE),
    ("IA", "Iowa Department of Public Safety", "", Body.STATE_POLICE),
    ("FL", "Florida Department of Law Enforcement", "State Agency", Body.STATE_POLICE),
    ("KS", "Kansas Bureau of Investigation", "State Agency", Body.STATE_POLICE),
]

OTHERS = [
    ("LA", "Louisiana Alcohol and Tobacco Control", "State Agency"),
    ("FL", "Florida Fish & Wildlife Conservation Commission", "State Agency"),
    ("TX", "Texas National Guard", "State Agency"),
    ("FL", "Florida State Guard", "State Agency"),
    ("LA", "Louisiana Office of the State Fire Marshal", "State Agency"),
    ("LA", "Caddo Parish Police Jury", "County"),  # a parish's government
    ("FL", "Walton County Board of County Commissioners", "County"),
    ("OK", "City of Anadarko", "Municipality"),
]


@pytest.mark.parametrize(("state", "name", "kind", "body"), SETTLED)
def test_a_name_settles_the_body(state: str, name: str, kind: str, body: Body) -> None:
    assert body_of(name, kind, state) is body


@pytest.mark.parametrize(("state", "name", "kind"), OTHERS)
def test_what_is_none_of_them_or_not_said_is_other(state: str, name: str, kind: str) -> None:
    assert body_of(name, kind, state) is Body.OTHER


@pytest.mark.parametrize("trap", ["City Department of Public Safety", "Iowa Colony Department of Public Safety"])
def test_a_department_of_public_safety_is_a_states_only_if_the_type_says_so(trap: str) -> None:
    assert body_of(trap, "Municipality", "TX") is Body.POLICE
    assert body_of(trap, "State Agency", "TX") is Body.STATE_POLICE


def test_the_table_has_the_last_word_in_its_state() -> None:
    assert body_of("Florida Atlantic Police Department ", "Municipality", "FL") is Body.CAMPUS
    assert body_of("Florida Atlantic Police Department", "Municipality") is Body.POLICE


@given(st.text(max_size=60), st.text(max_size=15), st.sampled_from(["TX", "", "ZZ"]))
def test_any_name_has_a_body(name: str, kind: str, state: str) -> None:
    assert body_of(name, kind, state) in Body


@given(st.sampled_from(SETTLED), st.sampled_from([str.upper, str.lower, "  {} ".format]))
def test_case_and_stray_spaces_do_not_matter(case: tuple[str, str, str, Body], spoil: object) -> None:
    state, name, kind, body = case
    assert callable(spoil)
    assert body_of(spoil(name), kind, state) is body
