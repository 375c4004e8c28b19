"""Which names a text finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.lists.searching import Wanted, name_words, nearest, plain, rank

FULL, BEGUN, RUN_TOGETHER = 0, 1, 2


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ("lake county", "Lake County Sheriff's Office", FULL),
        ("COUNTY lake", "Lake County Sheriff's Office", FULL),
        ("lake sheriffs office", "Lake County Sheriff", FULL),
        ("lake so", "Lake County Sheriff's Office", FULL),
        ("saint johns", "St. John's County Sheriff's Office", FULL),
        ("st johns", "Saint Johns County Sheriff’s Office", FULL),
        ("ft walton pd", "Fort Walton Beach Police Department", FULL),
        ("keller police department", "Keller PD", FULL),
        ("keller police dept", "Keller PD", FULL),
        ("doña ana", "Dona Ana County", FULL),
        ("dona ana", "Doña Ana County", FULL),
        ("obrien", "O'Brien County Sheriff", FULL),
        ("lak cou", "Lake County Sheriff's Office", BEGUN),
        ("co", "Collin County Sheriff's Office", FULL),
        ("desoto", "De Soto County Sheriff's Office", RUN_TOGETHER),
        ("de soto", "DeSoto County Sheriff's Office", RUN_TOGETHER),
        ("o'brien", "O Brien County", RUN_TOGETHER),
        ("lake county", "Lakeland Police Department", None),
        ("sheriff", "South Miami Police Department", None),
        ("soc", "Lake Sheriff's Office, Custer", None),
        ("", "Lake County", None),
        ("—", "Lake County", None),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, name: str, how: int | None) -> None:
    assert rank(Wanted.of(text), plain(name)) == how


def test_a_day_is_one_word() -> None:
    assert rank(Wanted.of("2025-08"), plain("ended 2025-08-14")) == BEGUN
    assert rank(Wanted.of("2025-08"), plain("ended 2025-09-08")) is None


WORDS = ("Lake", "Saint", "Johns", "County", "Sheriff's", "Office", "Police", "Dept.", "Fort", "Pct", "4")


@given(st.lists(st.sampled_from(WORDS), min_size=1))
def test_every_name_finds_itself_in_any_order_and_without_its_ends(words: list[str]) -> None:
    name = " ".join(words)
    assert rank(Wanted.of(name), plain(name)) == FULL
    assert rank(Wanted.of(" ".join(reversed(words))), plain(name)) == FULL
    assert rank(Wanted.of(plain(name)[:-1]), plain(name)) in (FULL, BEGUN, None if len(plain(name)) == 1 else BEGUN)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_breaks_it(text: str, name: str) -> None:
    assert rank(Wanted.of(text), plain(name)) in (None, FULL, BEGUN, RUN_TOGETHER)
    assert plain(plain(name)) == plain(name)


def test_an_index_has_the_abbreviations_of_a_name() -> None:
    words = name_words("FL", "St. Johns County Sheriff's Office").split()
    assert {"st", "saint", "johns", "county", "co", "sheriff", "sheriffs", "so", "office"} <= set(words)
    assert "pd" in name_words("TX", "Keller Police Department").split()


def test_the_nearest_names_are_near_in_what_tells_them_apart() -> None:
    names = {
        "a": "Okaloosa County Sheriff's Office",
        "b": "Osceola County Sheriff's Office",
        "c": "Okaloosa Corrections",
    }
    assert nearest("okalosa sheriff", names) == ["c", "a"]
    assert nearest("county sheriff", names) == []
    assert nearest("zzzz", names) == []
    assert nearest("okalosa", names, limit=1) == ["c"]
