"""The name under which people read of a body, its place, and what a page keeps of it for its next sentences."""

import re

from models.claims.gazetteer import county_state, states_with
from models.claims.named_bodies import NamedBody
from models.claims.named_so_far import STATE_BODY, Actor, NamedSoFar, state_name
from models.claims.places import Mention
from models.vocabulary import TERRITORY_NAMES

_TITLED = re.compile(
    r"(?:Sheriff(?:-elect)?|Undersheriff|Chief|Police Chief|Jailer|Constable|Mayor|Marshal|Executive|General)\s+"
    r"(?:[A-Z][\w'.-]*\s+){0,2}(?P<last>[A-Z][\w'-]+)"
)
_ARTICLE = re.compile(r"^[Tt]he ")
_STATE_BEHIND = re.compile(r",\s*[A-Z][\w. ]+$")
_ABBREVIATED = re.compile(r"\b(?:[A-Z][a-z]{2,4}|[A-Z]\.\s?[A-Z])\.")
_OF_A_PLACE = frozenset(
    {
        "police",
        "sheriff",
        "jail",
        "jailer",
        "council",
        "chief",
        "mayor",
        "police chief",
        "city council",
        "commissioners",
    }
)
# Who is named in passing, and is not whom 'he' means in the next sentence.
_NO_AGENCY = frozenset(
    {
        "governor",
        "gov.",
        "president",
        "attorney general",
        "legislature",
        "general assembly",
        "lawmakers",
        "house",
        "senate",
    }
)


def is_local(body: NamedBody) -> bool:
    """Whether a body can sign an agreement: it has a noun of its own, or is a county or a town. 'Delaware police' are
    any police of that state."""
    if body.place is None or body.place.local or body.place.state in TERRITORY_NAMES:
        return bool(body.noun) or (body.place is not None and bool(body.place.local))
    return bool(body.noun) and body.noun not in _OF_A_PLACE


def named_actor(body: NamedBody, page: NamedSoFar) -> Actor:
    """A body with the place that it acts for."""
    if body.place is None:
        person = _TITLED.search(body.name)
        if person and (known := page.people.get(person["last"].removesuffix("'s"))) is not None:
            return known
        return Actor(_readable(body), _place_of_page(body.name, page), "named beside the act; its place is the page's")
    scope = _in_its_state(page.scope(body.place), body.place)
    if not body.noun:
        return Actor(body.place.local or state_name(scope), scope, "the place itself is told to act")
    return Actor(_readable(body), scope, "named beside the act")


def _is_elsewhere(county: str, state: str) -> bool:
    """Whether other states have a county of that name, but not this one."""
    having = states_with(county)
    return bool(having) and state not in having


def _in_its_state(scope: str, place: Mention) -> str:
    """A county by its bare name is not in a state that has none of that name, where others do: 'Bucks County'."""
    having = states_with(place.local)
    if not having or scope.rpartition(", ")[2] in having:
        return scope
    state, _ = county_state(place.local)
    return f"{place.local}, {state}" if state else ""


def remember(bodies: tuple[NamedBody, ...], page: NamedSoFar) -> None:
    """Takes the bodies of a sentence into the page, after its acts were read."""
    for body in bodies:
        if body.place is not None:
            page.state = body.place.state or page.state
            if body.place.local:
                scope = page.scope(body.place)
                page.local = body.place.local
                page.state = scope.rsplit(", ", 1)[-1] if ", " in scope else page.state
    for body in bodies:
        if not is_local(body) or body.noun in _NO_AGENCY:
            continue
        actor = named_actor(body, page)
        if actor.place:
            page.actor = actor
            if person := _TITLED.search(body.name):
                page.people[person["last"].removesuffix("'s")] = actor


def _place_of_page(name: str, page: NamedSoFar) -> str:
    if STATE_BODY.search(name):
        return page.home.state or page.state
    if own := page.town_of(name):
        return own
    if page.local and page.state and not page.home.county:
        return "" if _is_elsewhere(page.local, page.state) else f"{page.local}, {page.state}"
    return page.here or page.state


def _readable(body: NamedBody) -> str:
    """The printed name without the state behind a comma, and with no abbreviation in a state's stead."""
    name = _ARTICLE.sub("", body.name).removesuffix("'s")
    if body.place is None or "Gov." in name:
        return name
    if body.place.local:
        return _STATE_BEHIND.sub("", name)
    return _ABBREVIATED.sub(state_name(body.place.state), name, count=1)
