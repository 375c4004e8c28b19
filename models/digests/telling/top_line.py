"""The first sentences of a digest, enough for somebody in a hurry: the news of each place, then its numbers."""

from collections.abc import Iterable, Sequence

from models.digests.content import DigestContent, Item, PlaceNow
from models.digests.telling.importance import by_sort, rank, sentence_words, spread
from models.digests.telling.news import news_of, number_of, unplaced
from models.digests.wording import day_words, in_places, join_words, place_name, plural
from models.vocabulary import ChangeKind, ChangeStatus

# Of places with news so many get a sentence, and of changes so many are named in it.
MAX_PLACES = 3
MAX_NAMES = 2

# A longer name would hide the number beside it.
MAX_NAME = 60


def top_line(content: DigestContent) -> str:
    """The first sentences, enough for somebody in a hurry."""
    if content.as_of is None:
        return "The record holds no list yet, so there is nothing to report."
    sentences = ["We have to correct something we told you earlier; see below."] if content.corrections else []
    if content.since is None:
        sentences += _first_sentences(content)
    elif content.everywhere:
        sentences += _nation(content)
    else:
        sentences += _places(content)
    return " ".join([*sentences, *content.outdated, *_comparison(content)])


def _first_sentences(content: DigestContent) -> list[str]:
    some = [f"{each.place.name} has {number_of(each)}" for each in content.asked[:MAX_PLACES]]
    more = len(content.asked) - MAX_PLACES
    rest = f"; {more} more places below" if more > 0 else ""
    assert content.as_of is not None  # the caller has checked
    stand = f"{join_words(some)} on the list of {day_words(content.as_of)}{rest}."
    return [
        stand[:1].upper() + stand[1:],
        "This is your first digest: it says where things stand; the next ones say what changes.",
    ]


def _nation(content: DigestContent) -> list[str]:
    (now,) = content.asked
    assert content.as_of is not None
    figures = {figure.label: figure.value for figure in content.figures}
    places = [
        plural(figures[label], noun)
        for label, noun in (("states", "state"), ("territories", "territory"))
        if figures.get(label) and now.of_what == "agreements"
    ]
    where = f" in {join_words(places)}" if places else ""
    news = news_of(content, now)
    sorts = [*by_sort(news).items()][:MAX_PLACES]
    sentences = []
    for sort, items in sorts:
        words, comma, remark = sentence_words(sort, len(items)).partition(", ")
        sentences.append(f"{words}{_where(items)}{comma}{remark}.")
    step = _change(now, news, content)
    return [*sentences, f"The list of {day_words(content.as_of)} has {number_of(now)}{where}{step}."]


def _where(items: Sequence[Item]) -> str:
    """' in 27 states, 60 of them in Texas'; in a tie no state is named."""
    states = spread(items)
    first, second = [*states.values(), 0][:2]
    leads = len(states) > 1 and first > second
    return f" {in_places([*states])}" + (f", {first:,} of them in {place_name(next(iter(states)))}" if leads else "")


def _places(content: DigestContent) -> list[str]:
    """A sentence for each of the first places with news, and one for those without."""
    told = [(each, news_of(content, each)) for each in content.asked]
    changed = sorted((each for each in told if each[1]), key=lambda each: min(map(rank, each[1])))
    assert content.as_of is not None
    sentences = []
    for number, (now, items) in enumerate(changed[:MAX_PLACES]):
        listed = f" on the list of {day_words(content.as_of)}" if not number else ""
        has = f"{now.place.noun} now has {number_of(now)}{listed}{_change(now, items, content)}"
        sentences.append(f"{now.place.name}: {_told(items)}; {has}.")
    if more := len(changed) - MAX_PLACES:
        sentences += [f"{plural(more, 'more place')} changed; see below."] if more > 0 else []
    unclear = unplaced(content)
    sentences += [f"{place.name}: {_told(items)}; in no county's number." for place, items in unclear.items()]
    quiet = [now for now, items in told if not items]
    return sentences + _unchanged(quiet, content, any_changed=bool(changed or unclear))


def _told(items: Iterable[Item]) -> str:
    """'1 agreement ended (Paris Police Department), 3 new agreements'."""
    parts = []
    for sort, these in by_sort(items).items():
        names = [item.agency if len(item.agency) <= MAX_NAME else f"{item.agency[:MAX_NAME]}…" for item in these]
        named = f" ({'; '.join(names)})" if len(names) <= MAX_NAMES and all(names) else ""
        parts.append(sentence_words(sort, len(these)) + named)
    return ", ".join(parts)


def _unchanged(quiet: Sequence[PlaceNow], content: DigestContent, any_changed: bool) -> list[str]:
    if not quiet:
        return []
    assert content.since is not None
    assert content.as_of is not None
    if len(quiet) > MAX_PLACES:
        return [f"No change in {len(quiet)} {'other ' if any_changed else ''}places that you watch."]
    has = join_words([f"{each.place.name} ({number_of(each)})" for each in quiet])
    when = "" if any_changed else f" since your last digest ({day_words(content.since)})"
    listed = "" if any_changed else f", by the list of {day_words(content.as_of)}"
    return [f"No change in {has}{when}{listed}."]


def _comparison(content: DigestContent) -> list[str]:
    """'For comparison, on the list of Jan 26, 2026 (changes since your last digest): Texas has 265 agreements (+4).'"""
    if not content.around or content.as_of is None:
        return []
    first, *others = content.around
    steps = [
        f" ({each.change:+,})".replace("-", "−") if each.change and content.since else "" for each in content.around
    ]
    parts = [f"{first.place.name} has {number_of(first)}{steps[0]}"]
    parts += [f"{each.place.name} {each.agreements:,}{step}" for each, step in zip(others, steps[1:], strict=True)]
    since = " (changes since your last digest)" if any(steps) else ""
    return [f"For comparison, on the list of {day_words(content.as_of)}{since}: {join_words(parts)}."]


def _change(now: PlaceNow, items: Sequence[Item], content: DigestContent) -> str:
    """', 3 more than in your last digest (Jan 23, 2026)', and which endings that one had counted out already."""
    if now.change is None or content.since is None:
        return ""
    step = "as many as" if not now.change else f"{abs(now.change):,} {'more' if now.change > 0 else 'fewer'} than"
    return f", {step} in your last digest ({day_words(content.since)}){_missing_then(items, content)}"


def _missing_then(items: Sequence[Item], content: DigestContent) -> str:
    """An ending is told once it is sure, and counts from the first list without the row: the numbers of two digests
    differ by other agreements than those that the second one says ended."""
    ended = [
        item for item in items if item.kind is ChangeKind.AGREEMENT_ENDED and item.status is ChangeStatus.CONFIRMED
    ]
    missing = sum(content.since_list is not None and item.list_date <= content.since_list for item in ended)
    if not missing:
        return ""
    of = f"{missing:,} of " if missing < len(ended) else ""
    was = "was" if missing == 1 else "were"
    return f", when {of}the ended agreement{'s' * (len(ended) > 1)} {was} already missing from the list"
