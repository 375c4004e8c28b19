"""What the sentences of a mail say is new."""

from collections import Counter
from collections.abc import Callable, Iterable

from tests.mails.eye import Eye, Fresh
from tests.mails.grammar import Reading, reading
from tests.mails.places import NATION
from tests.mails.standing import Found


def states_of(fresh: Iterable[Fresh]) -> set[str]:
    return {state for each in fresh for state in each.states}


def bodies_of(eye: Eye, fresh: Iterable[Fresh]) -> dict[str, int]:
    """How many agencies of each sort the changes are of."""
    agencies = {each.change["agency_id"] for each in fresh}
    return dict(Counter(eye.facts.agencies[each].body for each in agencies if each in eye.facts.agencies))


_WHERE = (
    r"(?: in (?:{place}|{states} states?(?: and territories)?|{territories} territor(?:y|ies)))?"
    r"(?:, {most} of them in {place_most})?(?:,? of {bodies})?"
)


News = Callable[[Eye, str], list[Fresh]]


def _told(*kinds: str, status: str = "") -> News:
    return lambda eye, place: eye.news(*kinds, place=place, status=status)


def _happened(words: str, told: News) -> Reading:
    """A number of changes: in a place, in so many states, of the place that the sentence or its heading is about, or of
    all that the reader asked for."""

    def there(eye: Eye, found: Found) -> list[Fresh]:
        if found.place or found.states or found.territories:
            return told(eye, found.place or "")
        return told(eye, found.subject if found.subject and found.subject != NATION else "")

    return reading(
        words + _WHERE,
        n=lambda eye, found: len(there(eye, found)),
        states=lambda eye, found: len(states_of(there(eye, found))),
        territories=lambda eye, found: len(states_of(there(eye, found))),
        most=lambda eye, found: len(told(eye, found.place_most)),
        bodies=lambda eye, found: bodies_of(eye, there(eye, found)),
        about=lambda eye, found: found.place or found.subject,
    )


def signed_apart(eye: Eye, place: str) -> list[Fresh]:
    """Signed applications whose agreement no other row tells."""
    return [each for each in eye.news("pending_signed", place=place) if not eye.is_told_as_agreement(each)]


def signed_above(eye: Eye, place: str) -> list[Fresh]:
    return [each for each in eye.news("pending_signed", place=place) if eye.is_told_as_agreement(each)]


def missing_before(eye: Eye) -> list[Fresh]:
    """The endings that are sure now, of agreements that had been listed and were not any more at the last mail."""
    gone = {each.agreement_id for each in eye.before.stretches} - {each.agreement_id for each in eye.listed(then=True)}
    return [each for each in eye.news("agreement_ended", status="confirmed") if each.change["agreement_id"] in gone]


def cosmetic(kind: str) -> Callable[[Eye, Found], int]:
    return lambda eye, found: sum(each.kind == kind for each in eye.cosmetic)


NEWS: tuple[Reading, ...] = (
    _happened(r"{n} new (?:{types} )?agreements?", _told("agreement_added")),
    _happened(r"{n} new(?= in |[,;]|$)", _told("agreement_added")),
    _happened(r"{n} (?:agreements? )?possibly ended", _told("agreement_ended", status="suspected")),
    _happened(
        r"{n} agreements? (?:is |are )?missing from the (?:latest )?list(?:,? \(?too soon to confirm an ending\)?)?",
        _told("agreement_ended", status="suspected"),
    ),
    _happened(r"{n} (?:agreements? )?ended", _told("agreement_ended", status="confirmed")),
    _happened(r"{n} (?:agreements? )?renewed", _told("agreement_renewed")),
    _happened(r"{n} (?:agreements? )?switched(?: (?:its|their) support types?)?", _told("agreement_switched")),
    _happened(r"{n} (?:agreements? )?back on the list", _told("agreement_returned")),
    _happened(r"{n} (?:agenc(?:y|ies) )?renamed", _told("agency_renamed")),
    _happened(r"{n} (?:agreements? )?(?:relabeled|listed under another kind of agency)", _told("agency_relabeled")),
    _happened(r"{n} (?:new (?:pending )?applications?|applications? added)", _told("pending_added")),
    _happened(r"{n} (?:pending )?(?:applications? )?(?:is |are )?no longer listed", _told("pending_dropped")),
    _happened(r"{n} (?:pending )?applications? (?:was |were )?signed(?= \(see above\))", signed_above),
    _happened(r"{n} (?:pending )?applications? (?:was |were )?signed", signed_apart),
    _happened(r"{n} signed(?=[;,]|$)", signed_apart),  # in a short subject, behind '8 new agreements'
    _happened(r"{n} (?:agreement )?documents? posted", _told("moa_posted")),
    _happened(r"{n} (?:agreement )?documents? gone", _told("moa_gone")),
    _happened(r"{n} addend(?:um|a|ums) posted", _told("addendum_posted")),
    reading(
        r"when {n} of the ended agreements? (?:was|were) already missing from the list",
        n=lambda eye, found: len(missing_before(eye)),
    ),
    reading(r"{n} corrections?(?: to what we told you)?(?=$|[;,.])", n=lambda eye, found: len(eye.corrections)),
    reading(
        r"{n} corrections? to how ICE prints the list(?: \(no agreement changed\))?",
        n=lambda eye, found: len(eye.cosmetic),
    ),
    reading(r"signing date \({n}\)", n=cosmetic("signing_date_corrected")),
    reading(r"agency spelling \({n}\)", n=cosmetic("agency_respelled")),
    reading(r"support type spelling \({n}\)", n=cosmetic("support_type_respelled")),
    reading(r"\bstate \({n}\)", n=cosmetic("state_corrected")),
    reading(r"agency type \({n}\)", n=cosmetic("agency_type_corrected")),
    reading(r"county \({n}\)", n=cosmetic("county_corrected")),
    reading(r"duplicate row \({n}\)", n=cosmetic("duplicate_listed")),
    reading(r"duplicate row removed \({n}\)", n=cosmetic("duplicate_unlisted")),
    reading(r"document replaced \({n}\)", n=cosmetic("moa_replaced")),
    reading(r"document link removed \({n}\)", n=cosmetic("moa_unlinked")),
)
