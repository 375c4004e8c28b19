"""Texts that mean harm: bounded work, whatever is in them."""

import time
import tracemalloc

import pytest

from models.claims.claims import MAX_QUANTITIES, MAX_QUANTITIES_IN_SENTENCE
from models.claims.extraction import extract
from models.claims.stated import ArticleText
from models.claims.text import MAX_CHARACTERS, MAX_SENTENCES

OPENING = "The 287(g) program has 958 agreements with sheriffs. "
MILLION = 1_000_000

HOSTILE = {
    "digits": "1" * MILLION,
    "digits with commas": "123," * (MILLION // 4),
    "ten thousand numbers": " ".join(map(str, range(10_000))),
    "ten thousand counted agencies": " ".join(f"{number} agencies" for number in range(10_000)),
    "nested markup": "<div>" * (MILLION // 11) + "</div>" * (MILLION // 11),
    "spaces": " " * MILLION + "x",
    "blank lines": "\n" * MILLION,
    "number words": "one hundred " * (MILLION // 12),
    "hyphenated number words": "twenty-" * (MILLION // 7),
    "capitalised words": "County " * (MILLION // 7),
    "single capitals": "A B " * (MILLION // 4),
    "initials": "A. " * (MILLION // 3),
    "verbs of signing": "signed " * (MILLION // 7),
    "law words": "bill ban require " * (MILLION // 17),
    "states in a row": "Texas, Florida, " * (MILLION // 16),
    "sums of money": "$1 to $2 " * (MILLION // 9),
    "months": "Jan. " * (MILLION // 5),
    "open brackets": "287(" * (MILLION // 4),
    "quotes": "'\"" * (MILLION // 2),
    "hyphens": "a-" * (MILLION // 2),
    "dots": "." * MILLION,
    "marks of every kind": "?!." * (MILLION // 3),
    "numbered": "No. " * (MILLION // 4),
    "combining marks": "\u200b\u0301" * (MILLION // 2),
}


def _article(text: str) -> ArticleText:
    return ArticleText("", text, "2025-09-03", "", "")


def _seconds(text: str) -> float:
    started = time.process_time()
    extract(_article(text))
    return time.process_time() - started


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    extract(_article(OPENING))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_is_read_to_the_cap_and_no_further(name: str) -> None:
    text = OPENING + HOSTILE[name]
    found = extract(_article(text))
    assert any(claim.value == 958 for claim in found.claims) or name == "sums of money"
    if len(text) > MAX_CHARACTERS:
        assert f"only the first {MAX_CHARACTERS} of {len(text)} characters were read" in found.remarks


@pytest.mark.parametrize("name", HOSTILE)
def test_work_grows_no_faster_than_the_text(name: str) -> None:
    """Four times the text may take some six times as long (it is noisy), never sixteen times."""
    body = HOSTILE[name]
    small, large = OPENING + body[: MAX_CHARACTERS // 5], OPENING + body[: 4 * MAX_CHARACTERS // 5]
    fastest_small = min(_seconds(small) for _ in range(3))
    fastest_large = min(_seconds(large) for _ in range(2))
    assert fastest_large < 10 * fastest_small + 0.05


def test_a_stretch_of_numbers_is_left_out_with_a_remark() -> None:
    text = OPENING + " ".join(f"{number} agencies" for number in range(2, MAX_QUANTITIES_IN_SENTENCE + 10))
    found = extract(_article(text))
    assert [claim.value for claim in found.claims] == [958]
    assert any("was not read" in remark for remark in found.remarks)


def test_a_page_of_numbers_is_read_up_to_the_cap_with_a_remark() -> None:
    text = OPENING + " ".join(f"Then {number} agencies signed agreements." for number in range(2, MAX_QUANTITIES + 50))
    found = extract(_article(text))
    assert len(found.claims) <= MAX_QUANTITIES + 1
    assert f"only the first {MAX_QUANTITIES} numbers were read" in found.remarks


def test_a_page_of_fragments_is_read_up_to_the_cap_with_a_remark() -> None:
    found = extract(_article(OPENING + "Yes! " * (MAX_SENTENCES + 10)))
    assert f"only the first {MAX_SENTENCES} sentences were read" in found.remarks


def test_a_long_title_and_outlet_are_capped() -> None:
    found = extract(ArticleText("Police " * MILLION, OPENING, None, "Texas " * MILLION, "x" * MILLION))
    assert [claim.value for claim in found.claims] == [958]


def test_memory_stays_small() -> None:
    tracemalloc.start()
    try:
        extract(_article(OPENING + HOSTILE["ten thousand numbers"] + HOSTILE["digits"]))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100 * MILLION
