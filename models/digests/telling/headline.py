"""The subject and the first sentences of a digest: the news of this subscriber's places, the most important first."""

from collections.abc import Iterable, Sequence

from models.digests.content import DigestContent, Item, Place, PlaceKind, PlaceNow
from models.digests.telling.importance import WEIGHTY, by_sort, noun_of, rank, sentence_words, spread, subject_words
from models.digests.telling.places import home, is_in
from models.digests.wording import day_words, in_places, join_words, place_name, plural
from models.kinds import KINDS, DigestSection
from models.lists.folding import fold_agency
from models.vocabulary import ChangeKind

# What a mail program shows of a subject.
MAX_SUBJECT = 70

# Of places with news so many get a sentence, and of changes so many are named in it.
MAX_PLACES = 3
MAX_NAMES = 2

# A longer name would hide the number beside it.
MAX_NAME = 60

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


def news_of(content: DigestContent, now: PlaceNow) -> list[Item]:
    """What is new in a place, without what is said of it elsewhere: corrections and history."""
    return without_repeats([item for item in _news(content) if is_in(item, now.place)])


def unplaced(content: DigestContent) -> dict[Place, list[Item]]:
    """What is new in a county that cannot be told, and that may be one of those asked for, by state."""
    asked = [each.place for each in content.asked]
    found: dict[Place, list[Item]] = {}
    for item in without_repeats(_news(content)):
        if not any(is_in(item, place) for place in asked):
            found.setdefault(home(item, asked), []).append(item)
    return found


def _news(content: DigestContent) -> tuple[Item, ...]:
    agreements = content.endings_confirmed + content.changed + content.endings_suspected
    return agreements + content.pending + content.documents


def without_repeats(items: Sequence[Item]) -> list[Item]:
    """The changes without the applications that became one of the new agreements among them."""
    new = {whose(item) for item in items if item.kind is ChangeKind.AGREEMENT_ADDED}
    return [item for item in items if item.kind is not ChangeKind.PENDING_SIGNED or whose(item) not in new]


def whose(item: Item) -> tuple[str, str, str | None]:
    """The two lists may spell an agency with another apostrophe, abbreviation or case."""
    return item.state, fold_agency(item.state, item.agency).key, item.support_type


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
    if now.place.kind is not PlaceKind.NATION:
        moved = any(KINDS[item.kind].section in AGREEMENT_SECTIONS for item in items)
        return f"; now {now.agreements:,}{of_what}" if moved else f"; {number_of(now)}"
    (state, *others) = spread(items)
    figure = next((each for each in content.places if each.place == state), None)
    if figure and not (others or of_what):
        return f"; {place_name(state)} now {figure.agreements:,}"
    return f"; now {now.agreements:,}{of_what} nationwide"


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
    return " ".join(sentences + _comparison(content))


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
    sentences = [f"The list of {day_words(content.as_of)} has {number_of(now)}{where}{_change(now, content)}."]
    for sort, items in [*by_sort(news_of(content, now)).items()][:MAX_PLACES]:
        sentences.append(f"{sentence_words(sort, len(items))}{_where(items)}.")
    return sentences


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
        has = f"{now.place.noun} now has {number_of(now)}{listed}{_change(now, content)}"
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


def number_of(now: PlaceNow) -> str:
    """'3 agreements', '1 Task Force Model agreement', 'no agreements'."""
    words = now.of_what if now.agreements != 1 else now.of_what.replace("agreements", "agreement", 1)
    return f"{now.agreements:,} {words}" if now.agreements else f"no {words}"


def _change(now: PlaceNow, content: DigestContent) -> str:
    if now.change is None or content.since is None:
        return ""
    last = f"your last digest ({day_words(content.since)})"
    if not now.change:
        return f", as many as in {last}"
    return f", {abs(now.change):,} {'more' if now.change > 0 else 'fewer'} than in {last}"
