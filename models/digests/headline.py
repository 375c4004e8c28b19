"""The subject and the top line of a digest: the news itself, in the order of its weight, not 'there are changes'."""

from models.digests.content import DigestContent, Figure
from models.digests.wording import day_words, in_places, join_words, place_name, plural, spread
from models.kinds import KINDS, DigestSection, kinds_in
from models.vocabulary import ChangeKind

# A phone shows some forty characters of a subject and a mail program some seventy: three facts and a figure.
MAX_PARTS = 3

# Subscribers who watch more states find them on the map.
MAX_WATCHED = 3


def subject(content: DigestContent) -> str:
    """'287(g): 12 new agreements in 5 states, 1 ended; Texas now 301'."""
    news = ", ".join(_parts(content)[:MAX_PARTS])
    return f"287(g): {'; '.join(filter(None, (news, _place_now(content)))) if news else _no_news(content)}"


def _parts(content: DigestContent) -> list[str]:
    parts = []
    if content.corrections:
        parts.append(f"{plural(len(content.corrections), 'correction')} to what we told you")
    if content.troubles:
        more = len(content.troubles) - 1
        need = f"; {more} more {'needs' if more == 1 else 'need'} attention" if more else ""
        parts.append(content.troubles[0].headline + need)
    added = spread(content.by_state, ChangeKind.AGREEMENT_ADDED)
    if added:
        parts.append(f"{plural(sum(added.values()), 'new agreement')} {in_places([*added])}")
    if ended := len(content.endings_confirmed):
        parts.append(f"{ended:,} ended" if added else f"{plural(ended, 'agreement')} ended")
    if content.endings_suspected:
        parts.append(f"{len(content.endings_suspected):,} possibly ended")
    for kind in kinds_in(DigestSection.BY_STATE):
        number = sum(spread(content.by_state, kind).values())
        if number and kind is not ChangeKind.AGREEMENT_ADDED:
            parts.append(f"{number:,} {KINDS[kind].short}")
    for kind in kinds_in(DigestSection.PENDING):
        number = sum(item.kind is kind for item in content.pending)
        # A signed application is usually among the new agreements, from the same list.
        if number and not (added and kind is ChangeKind.PENDING_SIGNED):
            parts.append(f"{plural(number, 'application')} {KINDS[kind].short}")
    others = (
        (len(content.documents), "document", "posted"), (len(content.filled_in), "change", "added from older lists"),
        (len(content.news_ids), "item", "from the news"), (len(content.troubles_over), "problem", "resolved"),
    )  # fmt: skip
    return parts + [f"{plural(number, noun)} {how}" for number, noun, how in others if number]


def _place_now(content: DigestContent) -> str:
    """The figure that belongs to the news: of the one state watched, or of the state with most of what is new."""
    added = spread(content.by_state, ChangeKind.AGREEMENT_ADDED)
    place = content.watched_states[0] if len(content.watched_states) == 1 else next(iter(added), None)
    figures = _agreements_of(content)
    changed = content.by_state or content.endings_confirmed or content.endings_suspected
    return f"{place_name(place)} now {figures[place]:,}" if place in figures and changed else ""


def _agreements_of(content: DigestContent) -> dict[str, int]:
    return {figure.place: figure.agreements for figure in content.places}


def _no_news(content: DigestContent) -> str:
    """The subject where nothing is new: a heartbeat, or a subscriber's first digest."""
    if content.as_of is None:
        return "no list on record yet"
    agreements = next((f"{each.value:,} agreements" for each in content.figures if each.label == "agreements"), "")
    if len(content.watched_states) == 1:
        (place,) = content.watched_states
        agreements = f"{place_name(place)} has {_agreements_of(content).get(place, 0):,} of {agreements}"
    if content.since is None:
        return f"{agreements} on the list of {day_words(content.as_of)}"
    return f"no change since {day_words(content.since)}; {agreements}"


def top_line(content: DigestContent) -> str:
    """The first two or three sentences, enough for somebody in a hurry."""
    if content.as_of is None:
        return "The record holds no list yet, so there is nothing to report."
    sentences = [_count_sentence(content), *_watched_sentence(content)]
    if content.corrections:
        sentences.append("We have to correct something we told you earlier; see below.")
    sentences += _added_sentence(content)
    if ended := len(content.endings_confirmed):
        sentences.append(f"{plural(ended, 'agreement')} ended.")
    if missing := len(content.endings_suspected):
        are = f"{plural(missing, 'agreement')} {'is' if missing == 1 else 'are'}"
        sentences.append(f"{are} missing from the latest list; it is too soon to confirm an ending.")
    if content.items and content.since is None:
        sentences.append("This is your first digest: it covers everything on record so far.")
    if not content.items and content.since:
        sentences.append(f"Nothing you watch has changed since {day_words(content.since)}.")
    return " ".join(sentences)


def _added_sentence(content: DigestContent) -> list[str]:
    added = spread(content.by_state, ChangeKind.AGREEMENT_ADDED)
    if not added:
        return []
    total = sum(added.values())
    first, second = [*added.values(), 0][:2]
    leads = len(added) > 1 and first > second  # in a tie, no state is named
    of_them = f", {first:,} of them in {place_name(next(iter(added)))}" if leads else ""
    return [f"{plural(total, 'agreement')} {'is' if total == 1 else 'are'} new {in_places([*added])}{of_them}."]


def _count_sentence(content: DigestContent) -> str:
    figures = {figure.label: figure for figure in content.figures}
    agreements = figures["agreements"]
    places = [
        plural(figures[label].value, noun)
        for label, noun in (("states", "state"), ("territories", "territory"))
        if label in figures and figures[label].value
    ]
    assert content.as_of is not None  # the caller has checked
    where = f" in {join_words(places)}" if places else ""
    count = f"{plural(agreements.value, 'agreement')}{where}{_comparison(agreements, content)}"
    return f"The list of {day_words(content.as_of)} has {count}."


def _watched_sentence(content: DigestContent) -> list[str]:
    """'Texas has 287 agreements, Florida 341.', to subscribers who watch a few states."""
    if not 1 <= len(content.watched_states) <= MAX_WATCHED:
        return []
    agreements = _agreements_of(content)
    first, *others = content.watched_states
    more = "".join(f", {place_name(place)} {agreements.get(place, 0):,}" for place in others)
    return [f"{place_name(first)} has {plural(agreements.get(first, 0), 'agreement')}{more}."]


def _comparison(agreements: Figure, content: DigestContent) -> str:
    if agreements.change is None or content.since is None:
        return ""
    more = f"{abs(agreements.change):,} {'more' if agreements.change > 0 else 'fewer'} than in"
    return f", {more if agreements.change else 'unchanged since'} your last digest ({day_words(content.since)})"
