"""The subject of a digest: the news of this subscriber's places, the most important first."""

from collections.abc import Sequence

from models.digests.content import DigestContent, Item, Place, PlaceKind, PlaceNow
from models.digests.telling.importance import WEIGHTY, by_sort, noun_of, rank, spread, subject_words
from models.digests.telling.news import news_of, number_of, unplaced
from models.digests.wording import day_words, in_places, place_name, plural
from models.kinds import KINDS, DigestSection

# What a mail program shows of a subject.
MAX_SUBJECT = 70

PREFIX = "287(g): "

AGREEMENT_SECTIONS = (DigestSection.BY_STATE, DigestSection.ENDINGS)


def subject(content: DigestContent) -> str:
    """'287(g): Lamar County, TX: 1 agreement ended, 2 new; now 3'."""
    if content.as_of is None and not content.troubles:
        return f"{PREFIX}no list on record yet"
    if content.since is None and not (content.corrections or content.troubles):
        return _fitted([_stands(content), *(f"; {one}" for one in _news_of_places(content))])
    parts = [*_before_the_news(content), *_news_of_places(content)] or _hardly_news(content) or [_no_news(content)]
    return _fitted([parts[0], *(f"; {part}" for part in parts[1:])])


def _fitted(parts: Sequence[str]) -> str:
    """As many parts as a subject holds, and always the first."""
    text = PREFIX + parts[0]
    for part in parts[1:]:
        if len(text) + len(part) <= MAX_SUBJECT:
            text += part
    return text


def _news_of_places(content: DigestContent) -> list[str]:
    """The news of each place, the place with the most important first. Of one place alone all that has room."""
    places = [(each, news_of(content, each)) for each in content.asked]
    changed = sorted((each for each in places if each[1]), key=lambda each: min(map(rank, each[1])))
    unclear = [_parts(place, items)[0] for place, items in unplaced(content).items()]
    if len(changed) != 1 or unclear:
        return [*(_parts(now.place, items)[0] for now, items in changed), *unclear]
    now, items = changed[0]
    first, *more = _parts(now.place, items)
    total = "" if content.since is None else _total(now, items, content)
    room = MAX_SUBJECT - len(PREFIX) - sum(len(part) + 2 for part in _before_the_news(content)) - len(first)
    kept = ""
    # The total is worth more than a posted document, and less than an ending or a new agreement.
    for part, weighty in zip(
        more, (min(map(rank, these)) <= WEIGHTY for these in [*by_sort(items).values()][1:]), strict=True
    ):
        if len(kept) + len(part) + (0 if weighty else len(total)) <= room:
            kept += part
    return [first + kept + (total if len(kept) + len(total) <= room else "")]


def _parts(place: Place, items: Sequence[Item]) -> list[str]:
    """'Texas: 1 agreement ended', ', 12 new': the parts of a subject about one place, the most important first."""
    parts: list[str] = []
    said: set[str] = set()
    for sort, these in by_sort(items).items():
        words = subject_words(sort, len(these), noun_said=noun_of(sort) in said)
        said.add(noun_of(sort))
        where = f" {in_places([*spread(these)])}" if place.kind is PlaceKind.NATION else ""
        parts.append(f", {words}{where}" if parts else f"{place.short}: {words}{where}".removeprefix(": "))
    return parts


def _total(now: PlaceNow, items: Sequence[Item], content: DigestContent) -> str:
    """'; now 265'; where no agreement changed '; 265 agreements'; of the nation '; now 1,372 nationwide', or the number
    of the one state that has all the news."""
    of_what = "" if now.of_what == "agreements" else f" {now.of_what}"
    moved = any(KINDS[item.kind].section in AGREEMENT_SECTIONS for item in items)
    if now.place.kind is not PlaceKind.NATION:
        return f"; now {now.agreements:,}{of_what}" if moved else f"; {number_of(now)}"
    (state, *others) = spread(items)
    figure = next((each for each in content.places if each.place == state), None)
    if figure and not (others or of_what):
        return f"; {place_name(state)} now {figure.agreements:,}"
    return f"; now {now.agreements:,}{of_what} nationwide" if moved else f"; {number_of(now)} nationwide"


def _before_the_news(content: DigestContent) -> list[str]:
    parts = []
    if content.corrections:
        parts.append(plural(len(content.corrections), "correction"))
    if content.troubles:
        more = len(content.troubles) - 1
        need = f"; {more} more {'needs' if more == 1 else 'need'} attention" if more else ""
        parts.append(content.troubles[0].headline + need)
    return parts


def _hardly_news(content: DigestContent) -> list[str]:
    """What makes a subject only where there is nothing else."""
    alone = content.asked[0] if len(content.asked) == 1 else None
    where = f"{alone.place.short}: " if alone and alone.place.short else ""
    parts = [
        f"{where}{plural(number, noun)} {how}"
        for number, noun, how in (
            (len(content.filled_in), "change", "added from older lists"),
            (len(content.news_ids), "item", "from the news"),
        )
        if number
    ]
    over = len(content.troubles_over)
    return parts + [f"{plural(over, 'problem')} resolved"] * bool(over)


def _no_news(content: DigestContent) -> str:
    """The subject of the short mail that nothing changed."""
    assert content.since is not None  # else it is a first digest
    alone = content.asked[0] if len(content.asked) == 1 else None
    where = f"{alone.place.short}: " if alone and alone.place.short else ""
    has = f"; {number_of(alone)}" if alone else ""
    return f"{where}no change since {day_words(content.since)}{has}"


def _stands(content: DigestContent) -> str:
    """The subject of a first digest: 'Texas: 265 agreements now'."""
    assert content.as_of is not None  # the caller has checked
    now = content.asked[0]
    if content.everywhere:
        return f"{number_of(now)} on the list of {day_words(content.as_of)}"
    more = f", and {plural(len(content.asked) - 1, 'more place')}" if len(content.asked) > 1 else ""
    return f"{now.place.short}: {number_of(now)} now{more}"
