"""What a page has named so far: whom 'he' means, where 'the county' is, what 'did the same' repeats."""

import re
from dataclasses import dataclass, field
from datetime import date

from models.claims.act_table import compiled
from models.claims.gazetteer import states_with
from models.claims.own_town import is_of_town
from models.claims.places import Home, Mention
from models.claims.stated import EventKind
from models.vocabulary import PLACE_NAMES

PRESIDENT = re.compile(r"\b(?:President|Trump|Biden|Obama|White House|president's)\b")
GOVERNOR = re.compile(r"\bGov\.|\b[Gg]overnor(?:'s)?\b")
# Bodies of a whole state, named without it.
STATE_BODY = compiled(
    r"\b(?:state (?:police|patrol|troopers)|highway patrol|national guard|department of (?:public safety|corrections?|"
    r"law enforcement|safety|natural resources)|bureau of investigation|legislature|general assembly|FDLE|GBI|KBI|TBI|"
    r"DPS|attorney general|parks (?:division|department))\b"
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted, under the name that people read, and the place that it acts for."""

    name: str
    place: str  # 'Lamar County, TX', 'TX'; '' where the page does not tell
    why: str  # what settled it


@dataclass
class NamedSoFar:
    """What a page has named so far, for the pronouns and left-out places of its next sentences."""

    home: Home
    reference: date | None
    news: str | None = None  # the month of publication
    fresh: frozenset[EventKind] = frozenset()  # the kinds of acts that the title tells
    town: str = ""  # the page's own town
    local: str = ""  # the last local place named: 'Lamar County'
    state: str = ""  # the state named last
    actor: Actor | None = None  # the body named last
    people: dict[str, Actor] = field(default_factory=dict)  # by surname
    figure: str = ""  # whom 'he' means after a president ('US') or a governor ('state')
    order_place: str = ""  # of the executive order told last
    law_date: str | None = None  # on which the law that was told last was made
    law_dates: set[tuple[str, str]] = field(default_factory=set)  # all such days, each with the state of the law
    suit_place: str = ""  # whose agreement the suit that was told last is about
    payer: str = ""  # who pays for what was offered last
    last_kind: EventKind | None = None  # of the act told last
    last_law: EventKind | None = None  # of the law told last
    last_year: str = ""  # '2018', as printed
    last_date: str | None = None
    last_proposed: bool = False
    nation_polled: bool = False  # a poll asked Americans, not the people of a state

    def scope(self, place: Mention) -> str:
        """The place of a mention; without its state it is in the page's own, or in the one named last."""
        return place.scope(self.home.state or self.state)

    def town_of(self, body: str) -> str:
        """The page's own town as a place, for a town's body that is named without one; '' where it is not told."""
        state = self.home.state or self.state
        elsewhere = self.local and self.local != self.town and not self.local.endswith((" County", " Parish"))
        if not self.town or not state or elsewhere or not is_of_town(body):
            return ""
        return f"{self.town}, {state}"

    @property
    def here(self) -> str:
        """Where the page itself is at home: its county, else its state."""
        having = states_with(self.home.county) if self.home.county else frozenset()
        county = self.home.county if not having or self.home.state in having else ""
        return f"{county}, {self.home.state}" if county and self.home.state else self.home.state


def state_name(code: str) -> str:
    """'Colorado' for CO: readers are never shown 'Colo.'."""
    return PLACE_NAMES.get(code, code)
