"""Whom a pronoun or an office without a name means: 'she', 'the county', 'its council', 'the police chief' there."""

import re
from dataclasses import replace

from models.claims.act_bodies import OPENS_WITH_PLACE
from models.claims.actor_names import named_actor
from models.claims.named_bodies import NamedBody
from models.claims.named_so_far import Actor, NamedSoFar, state_name

_PERSONS = frozenset({"he", "she", "they", "i", "we", "who"})
_PLACE_WORD = re.compile(r"\b(?:county|city|town|village|borough|parish)$")
_OWN_VOICE = re.compile(r"(?:i|we|my|our|this office)\b")
_BOARD = re.compile(r"council|board|commission|supervisors|trustees|aldermen")


def meant(words: str, page: NamedSoFar) -> list[Actor]:
    """Whom a pronoun or 'the sheriff' means."""
    low = words.lower()
    if _OWN_VOICE.match(low) and ", " in page.here:
        return [Actor(page.home.county, page.here, f"'{words}' on the page of {page.here}")]
    if page.actor is not None and not (low.startswith("the ") and _is_other_sort(low, page.actor.name.lower())):
        return [replace(page.actor, why=f"'{words}' means the body named before")]
    state = page.state or page.home.state
    own = page.town_of(low)
    place = own or (f"{page.local}, {state}" if page.local and state else page.here)
    if not place:
        return []
    why = f"'{words}' on a page about {place}"
    if low in _PERSONS:
        return [Actor(page.local, place, why)]  # nobody is named, but the place is known
    if _PLACE_WORD.search(low):
        return [Actor(page.town if own else page.local or state_name(place), place, why)]
    return [Actor(words[4:] if low.startswith("the ") else words, place, why)]


def _is_other_sort(words: str, name: str) -> bool:
    """'The council' is not the sheriff named before; 'the county' may be either."""
    if any(place in words for place in ("county", "city", "town")):
        return False
    return (_BOARD.search(words) is None) != (_BOARD.search(name) is None)


def office_there(words: str, place: NamedBody, text: str, page: NamedSoFar) -> Actor | None:
    """'In Ridgeway, a town in Missouri, the police chief joined': the office of the place that opens the sentence."""
    low = words.lower()
    if (
        place.noun not in ("", "town")
        or not low.startswith("the ")
        or not OPENS_WITH_PLACE.search(text, 0, place.start)
    ):
        return None
    there = named_actor(place, page)
    return Actor(f"{there.name} {words[4:]}", there.place, "the office of the place that opens the sentence")
