"""A page as sentences with offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.claims.text import MAX_SENTENCE, fold, sentences, unwrapped


def texts(page: str) -> list[str]:
    return [sentence.text for sentence in sentences(fold(page))]


@given(st.text(max_size=500))
def test_folding_changes_no_offset(page: str) -> None:
    assert len(fold(page)) == len(page)


@given(st.text(alphabet="ABab. !?\n\"'(0123)", max_size=400))
def test_every_sentence_stands_where_its_offset_says(page: str) -> None:
    folded = fold(page)
    assert all(folded[sentence.start : sentence.end] == sentence.text for sentence in sentences(folded))


@given(st.text(alphabet="ABab. !?\n", max_size=400))
def test_no_letter_is_lost_between_sentences(page: str) -> None:
    assert "".join("".join(texts(page)).split()) == "".join(fold(page).split())


@pytest.mark.parametrize(
    "sentence",
    [
        "Gov. Lee signed it on Jan. 12 in Nashville, Tenn. for Sgt. Ruiz.",
        "The U.S. Department of Homeland Security said 3.5 percent.",
        "Bill No. 8 passed at 9 a.m. on Tuesday.",
    ],
)
def test_abbreviations_end_no_sentence(sentence: str) -> None:
    assert texts(sentence) == [sentence]


def test_an_abbreviation_ends_a_sentence_where_another_opens() -> None:
    assert texts("It began in the U.S. The program grew.") == ["It began in the U.S.", "The program grew."]


def test_no_with_a_full_stop_ends_a_sentence() -> None:
    assert texts("Half of them? No. Fifteen do.") == ["Half of them?", "No.", "Fifteen do."]


def test_a_list_knows_the_line_that_opened_it() -> None:
    page = "States with the most agreements:\n- Florida (342)\n- Texas (296)\nThe rest have fewer agreements than that."
    found = list(sentences(page))
    assert [sentence.bullet for sentence in found] == [False, True, True, False]
    assert found[2].lead_in == "States with the most agreements:"
    assert found[3].lead_in == ""


def test_a_table_without_bullets_belongs_to_its_heading() -> None:
    found = list(sentences("By state:\nFlorida 342\nTexas 296"))
    assert [sentence.lead_in for sentence in found] == ["", "By state:", "By state:"]


def test_an_endless_sentence_is_cut_in_bounded_pieces() -> None:
    page = "word " * 2_000
    assert max(len(sentence.text) for sentence in sentences(page)) <= MAX_SENTENCE
    assert "".join("".join(texts(page)).split()) == "word" * 2_000


def test_hard_wrapped_lines_read_like_the_same_text_on_one_line() -> None:
    page = "A law signed Tuesday by the\nDemocratic governor forbids sheriffs to\nsign. Nine\nsheriffs have one."
    assert unwrapped(page) == page.replace("\n", " ")


@pytest.mark.parametrize(
    "page",
    [
        "By state:\nFlorida 342\nTexas 296",
        "A heading\n\nA paragraph of the page.",
        "- one item\n- another item",
        "First sentence here.\nSecond sentence there.",
    ],
)
def test_lists_headings_and_paragraphs_keep_their_lines(page: str) -> None:
    assert unwrapped(page) == page


@given(st.text(alphabet="ab .\n-", max_size=200))
def test_unwrapping_changes_no_offset(page: str) -> None:
    assert len(unwrapped(page)) == len(page)
