"""Short pages as papers, stations and offices print them (`short_pages.txt`): each with all its counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.claims.extraction import extract
from models.claims.stated import ArticleText

Counts = frozenset[tuple[str, float, str]]


def pages() -> Iterator[tuple[str, str, Counts]]:
    """A page is a title behind '#' (or none), a text, and its counts behind '=>'."""
    for block in Path(__file__).with_name("short_pages.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        page, _, told = block.partition("\n=> ")
        lines = page.split("\n")
        title = lines.pop(0).removeprefix("# ") if page.startswith("# ") else ""
        counts = (each.split(" ", 2) for each in told.split("; ") if told != "nothing")
        yield title, " ".join(lines), frozenset((metric, float(value), scope) for metric, value, scope in counts)


@pytest.mark.parametrize(("title", "text", "expected"), list(pages()))
def test_a_short_page_gives_its_counts_and_no_other(title: str, text: str, expected: Counts) -> None:
    found = extract(ArticleText(title, text, "2026-03-10", "", "")).claims
    assert {(claim.metric.value, claim.value, claim.scope) for claim in found} == expected
