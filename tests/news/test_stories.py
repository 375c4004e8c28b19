"""Pages that tell one story: copies, editions, versions, rewrites; and pages that only share a press release."""

import json
from datetime import UTC, datetime

import pytest

from models.news.article_identity import title_key
from models.news.stories import StoryText, changed_numbers, group_stories, numbers_in
from tests.support.paths import SHARED

WIRE = (
    "ASTERVILLE - The sheriff of Aster County said on Tuesday that 37 deputies had finished the course, and that they "
    "had questioned 1,214 people at the jail since the spring. The county was paid $412,655 in the first year, "
    "according to records that were released after a request. Commissioners will talk about it again in March, when "
    "the sheriff is due to report on the work and on the cost of the overtime that it caused."
)
REWRITE = (
    "Aster County deputies put questions to 1,214 jail inmates, newly released papers reveal! Thirty-seven of them "
    "took the class. Washington sent $412,655. More talks come next year."
)


def text(name: str, words: str, day: int = 1, title: str = "", address: str = "", month: int = 9) -> StoryText:
    address = address or f"https://{name}.example"
    return StoryText(name, address, title or name, datetime(2025, month, day, tzinfo=UTC), words)


def groups(*texts: StoryText, common: tuple[float, ...] = ()) -> list[list[tuple[str, str]]]:
    return [[(each.text_id, each.relation.value) for each in group] for group in group_stories(texts, common)]


def test_a_copy_with_a_note_and_another_title_is_the_same_story() -> None:
    copy = "Editor's note: this came from the wire. " + WIRE
    assert groups(text("a", WIRE), text("b", copy, 2, "Deputies at work - Station 6")) == [
        [("a", "first"), ("b", "copy")]
    ]


def test_a_trimmed_copy_is_the_same_story() -> None:
    trimmed = WIRE[: WIRE.index("Commissioners")] + "More on this at six."
    assert groups(text("a", WIRE), text("b", trimmed)) == [[("a", "first"), ("b", "copy")]]


def test_the_page_of_an_address_read_again_is_a_version() -> None:
    later = WIRE.replace("37", "35")
    same = "https://outlet.example/a"
    assert groups(text("a", WIRE, address=same), text("b", later, 2, address=same)) == [
        [("a", "first"), ("b", "version")]
    ]


def test_a_rewrite_is_known_by_the_uncommon_numbers() -> None:
    assert groups(text("a", WIRE), text("b", REWRITE, 3)) == [[("a", "first"), ("b", "rewrite")]]


def test_the_same_numbers_months_later_are_another_story() -> None:
    assert len(groups(text("a", WIRE), text("b", REWRITE, 3, month=12))) == 2


def test_reports_that_share_only_known_figures_are_two_stories() -> None:
    one = "Partnerships had grown by 609% to 958, the department said, with 8,501 officers. Nobody here has signed."
    two = "The union president shrugs at 958 partners, 8,501 officers and a rise of 609 percent; pay is the issue."
    assert len(groups(text("a", one), text("b", two), common=(609, 958, 8501))) == 2
    assert len(groups(text("a", one), text("b", two))) == 1


def test_figures_of_a_press_release_grow_common_by_themselves() -> None:
    frame = "{} writes of 958 partners, of 8,501 officers and a rise of 609 percent, as everybody does this week."
    texts = [text(name, frame.format(name) + f" {name}" * 9) for name in ("ann", "ben", "cleo", "dora", "emil")]
    assert len(groups(*texts)) == 5


def test_small_numbers_and_years_tie_nothing() -> None:
    one = "In 2025 the board voted 5-2 on item 7 of 9 under section 287(g)."
    two = "Since 2025 there were 7 fires in 9 districts, 5 of them on route 287, and 2 arrests."
    assert len(groups(text("a", one), text("b", two))) == 2


def test_the_earliest_page_is_the_first_whatever_the_order() -> None:
    pages = [text("c", WIRE, 3), text("a", REWRITE, 5), text("b", WIRE, 2)]
    expected = [[("b", "first"), ("c", "copy"), ("a", "rewrite")]]
    assert groups(*pages) == groups(*reversed(pages)) == expected


def test_the_outlet_leaves_the_title_and_other_parts_stay() -> None:
    assert title_key("UPDATE: New sheriff cancels it - WPKE 7", "WPKE 7") == "new sheriff cancels it"
    assert title_key("Ban signed - what it means", "WPKE 7") == "ban signed what it means"
    assert title_key("Ban signed by governor | WPKE 7", "WPKE 7") == title_key("Ban signed by governor", "")
    assert title_key("Ban signed today | WPKE 7", "WPKE 7") == ""


def test_the_numbers_that_changed_between_versions_are_told_as_printed() -> None:
    before = "Sixteen deputies were trained. Statewide, 39 agencies remain."
    after = "Fourteen deputies were trained, the office said. Statewide, 38 agencies remain."
    assert changed_numbers(before, after) == [("Sixteen", "Fourteen"), ("39", "38")]
    assert changed_numbers(before, before) == []


def test_numbers_are_read_in_digits_and_words() -> None:
    assert numbers_in("Thirty-seven of 1,214 and nine, 4.5 percent") == {37, 1214, 9, 4.5}


SHARED_NEWS = SHARED / "news"


@pytest.mark.skipif(not SHARED_NEWS.is_dir(), reason="the shared news texts are not here")
def test_the_labelled_groups_are_found_and_nothing_else_is_grouped() -> None:
    texts = []
    for path in sorted((SHARED_NEWS / "articles").glob("*.json")):
        page = json.loads(path.read_text())
        stamp = str(page["published"] or "")[:10]
        day = datetime.fromisoformat(stamp).replace(tzinfo=UTC) if len(stamp) == 10 else None
        texts.append(StoryText(page["id"], page["url"] or "", page["title"] or "", day, page["text"]))
    official = (135, 150, 609, 641, 958, 1001, 8501, 2000, 7500, 100000, 500, 750, 1000)
    found = {frozenset(each.text_id for each in group) for group in group_stories(texts, official) if len(group) > 1}
    labelled = json.loads((SHARED_NEWS / "groups.json").read_text()).values()
    # Reports that only cite one source, or one release, are stories of their own.
    due = {frozenset(group["members"]) for group in labelled if not group["type"].startswith("cites_same")}
    assert found == due
