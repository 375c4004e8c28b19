"""What is new in each of the places that a subscriber asked for, and how many agreements each has now."""

from collections.abc import Sequence

from models.digests.content import DigestContent, Item, Place, PlaceFigure, PlaceNow
from models.digests.telling.places import home, is_in
from models.digests.wording import plural, signed_number
from models.lists.folding import fold_agency
from models.vocabulary import ChangeKind


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


def number_of(now: PlaceNow) -> str:
    """'3 agreements', '1 Task Force Model agreement', 'no agreements'."""
    words = now.of_what if now.agreements != 1 else now.of_what.replace("agreements", "agreement", 1)
    return f"{now.agreements:,} {words}" if now.agreements else f"no {words}"


def number_words(now: PlaceNow) -> str:
    """'3 agreements, +1'."""
    return number_of(now) + (f", {signed_number(now.change)}" if now.change else "")


def figure_words(figure: PlaceFigure, of_all: str) -> str:
    change = f", {signed_number(figure.change)}" if figure.change else ""
    return f"{plural(figure.agreements, 'agreement')}{of_all}{change}"
