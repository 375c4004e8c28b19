"""The subject and the top line of a digest: the news itself, in the order of its weight, not 'there are changes'."""

from collections import Counter

from models.digests.content import DigestContent, Figure
from models.digests.wording import day_words, in_places, join_words, place_name, plural, spread
from models.vocabulary import ChangeKind

# A phone shows some forty characters of a subject and a mail program some seventy: three facts and a figure.
MAX_PARTS = 3

# Readers who watch more states find them on the map.
MAX_WATCHED = 3

# What goes on within a state, in the order of its weight, as the subject says it.
_SHORT = {
    ChangeKind.AGREEMENT_RETURNED: "back on the list",
    ChangeKind.AGREEMENT_RENEWED: "renewed",
    ChangeKind.AGREEMENT_SWITCHED: "switched",
    ChangeKind.AGENCY_RENAMED: "renamed",
    ChangeKind.AGENCY_RELABELED: "listed under another body",
}
_PENDING = {
    ChangeKind.PENDING_ADDED: ("new application", ""),
    ChangeKind.PENDING_SIGNED: ("application", " signed"),
    ChangeKind.PENDING_DROPPED: ("application", " no longer listed"),
}


def subject(content: DigestContent) -> str:
    """'287(g): 12 new agreements in 5 states, 1 ended; Texas now 301'."""
    parts = _parts(content)[:MAX_PARTS]
    if not parts:
        return f"287(g): {_standing(content)}"
    tail = _place_now(content)
    return f"287(g): {', '.join(parts)}" + (f"; {tail}" if tail else "")


def _parts(content: DigestContent) -> list[str]:
    parts = []
    if content.corrections:
        parts.append(f"{plural(len(content.corrections), 'correction')} of what we told you")
    if content.troubles:
        more = len(content.troubles) - 1
        parts.append(content.troubles[0].headline + (f" and {more} more to look into" if more else ""))
    added, places = spread(content.by_state, ChangeKind.AGREEMENT_ADDED)
    if added:
        parts.append(f"{plural(added, 'new agreement')} {in_places(places)}")
    if ended := len(content.endings_confirmed):
        noun = "" if added else " agreement" if ended == 1 else " agreements"
        parts.append(f"{ended:,}{noun} ended")
    if content.endings_suspected:
        parts.append(f"{len(content.endings_suspected):,} perhaps ended")
    for kind, words in _SHORT.items():
        number, _ = spread(content.by_state, kind)
        if number:
            parts.append(f"{number:,} {words}")
    for kind, (noun, verb) in _PENDING.items():
        number = sum(item.kind is kind for item in content.pending)
        # Who signs is among the new agreements, as a rule of the same list.
        if number and not (added and kind is ChangeKind.PENDING_SIGNED):
            parts.append(plural(number, noun) + verb)
    if content.documents:
        parts.append(f"{plural(len(content.documents), 'document')} posted")
    if content.filled_in:
        parts.append(f"{plural(len(content.filled_in), 'change')} filled in from older lists")
    if news := len(content.news_ids):
        parts.append(f"{plural(news, 'item')} from the news")
    if content.troubles_over:
        parts.append(f"{plural(len(content.troubles_over), 'trouble')} over")
    return parts


def _place_now(content: DigestContent) -> str:
    """The figure that belongs to the news: of the one state watched, or of the state with most of what is new."""
    _, places = spread(content.by_state, ChangeKind.AGREEMENT_ADDED)
    place = content.watched_states[0] if len(content.watched_states) == 1 else next(iter(places), None)
    figures = _agreements_of(content)
    changed = content.by_state or content.endings_confirmed or content.endings_suspected
    if place is None or place not in figures or not changed:
        return ""
    return f"{place_name(place)} now {figures[place]:,}"


def _agreements_of(content: DigestContent) -> Counter[str]:
    return Counter({figure.place: figure.agreements for figure in content.places})


def _standing(content: DigestContent) -> str:
    """The subject where nothing is new: a heartbeat, or the first digest of a reader."""
    if content.as_of is None:
        return "no list on record yet"
    agreements = next(
        (f"{figure.value:,} agreements" for figure in content.figures if figure.label == "agreements"), ""
    )
    if len(content.watched_states) == 1:
        (place,) = content.watched_states
        agreements = f"{place_name(place)} has {_agreements_of(content)[place]:,} of {agreements}"
    if content.since is None:
        return f"{agreements} on the list of {day_words(content.as_of)}"
    return f"no change since {day_words(content.since)}; {agreements}"


def top_line(content: DigestContent) -> str:
    """Two or three sentences that a busy reader may stop after."""
    if content.as_of is None:
        return "There is no list on record yet, so there is nothing to report."
    sentences = [_count_sentence(content), *_watched_sentence(content)]
    if content.corrections:
        sentences.append("Something that we told you before has to be corrected; see below.")
    sentences += _added_sentence(content)
    if ended := len(content.endings_confirmed):
        sentences.append(f"{plural(ended, 'agreement')} ended.")
    if missing := len(content.endings_suspected):
        verb = "is" if missing == 1 else "are"
        sentences.append(f"{plural(missing, 'agreement')} {verb} not on the latest list, which confirms no ending yet.")
    if content.items and content.since is None:
        sentences.append("This is a first digest: it tells all that is on record so far.")
    if not content.items and content.since:
        sentences.append(f"Nothing that you watch has changed since {day_words(content.since)}.")
    return " ".join(sentences)


def _added_sentence(content: DigestContent) -> list[str]:
    added, places = spread(content.by_state, ChangeKind.AGREEMENT_ADDED)
    if not added:
        return []
    news = {
        group.figure.place: sum(item.kind is ChangeKind.AGREEMENT_ADDED for item in group.items)
        for group in content.by_state
    }
    most = len(places) > 1 and news[places[0]] > news[places[1]]  # of a tie, nobody is named
    of_them = f", {news[places[0]]:,} of them in {place_name(places[0])}" if most else ""
    return [f"{plural(added, 'agreement')} {'is' if added == 1 else 'are'} new {in_places(places)}{of_them}."]


def _count_sentence(content: DigestContent) -> str:
    figures = {figure.label: figure for figure in content.figures}
    agreements = figures["agreements"]
    places = [
        plural(figures[label].value, noun)
        for label, noun in (("states", "state"), ("territories", "territory"))
        if label in figures and figures[label].value
    ]
    assert content.as_of is not None  # the caller's first question
    sentence = f"The list of {day_words(content.as_of)} has {plural(agreements.value, 'agreement')}"
    if places:
        sentence += f" in {join_words(places)}"
    return sentence + _comparison(agreements, content) + "."


def _watched_sentence(content: DigestContent) -> list[str]:
    """'Texas has 287 agreements, Florida 341.', to readers who watch a few states."""
    if not 1 <= len(content.watched_states) <= MAX_WATCHED:
        return []
    agreements = _agreements_of(content)
    first, *others = content.watched_states
    more = "".join(f", {place_name(place)} {agreements[place]:,}" for place in others)
    return [f"{place_name(first)} has {plural(agreements[first], 'agreement')}{more}."]


def _comparison(agreements: Figure, content: DigestContent) -> str:
    if agreements.change is None or content.since is None:
        return ""
    since = f"your last digest of {day_words(content.since)}"
    if not agreements.change:
        return f", as many as in {since}"
    return f", {abs(agreements.change):,} {'more' if agreements.change > 0 else 'fewer'} than in {since}"
