"""Rules that have only some entries of the record at hand: they ask for the others, and the outcome is the same."""

import pytest

from models.identity.partial import NotAtHandError, Part, PartialMapping, altered, at_hand, working_copy
from models.identity.state import RecordState
from models.identity.touched import Touched, missing_of
from models.lists.rulings import Rulings
from tests.support.published_lists import background, fold, publish, row

NAMES = PartialMapping(Part.NAMES, {"TX|bee": "TX-bee"}, frozenset({"TX|cat"}))


def test_an_entry_at_hand_and_one_that_does_not_exist_are_told() -> None:
    assert NAMES["TX|bee"] == NAMES.get("TX|bee") == "TX-bee"
    assert "TX|bee" in NAMES
    assert "TX|cat" not in NAMES
    assert NAMES.get("TX|cat", "none") == "none"
    with pytest.raises(KeyError):
        NAMES["TX|cat"]


def test_asking_for_an_entry_that_is_not_at_hand_says_which() -> None:
    for ask in (NAMES.__getitem__, NAMES.get, NAMES.__contains__, NAMES.copy().setdefault, NAMES.copy().pop):
        with pytest.raises(NotAtHandError, match=r"names: TX\|dog"):
            ask("TX|dog")
    assert at_hand(NAMES, "TX|dog") is None


def test_nobody_can_ask_for_all_entries() -> None:
    for ask in (NAMES.keys, NAMES.values, NAMES.items, NAMES.__iter__):
        with pytest.raises(TypeError, match="only some entries are at hand"):
            ask()


def test_a_working_copy_leaves_the_state_alone() -> None:
    copy = working_copy(NAMES)
    copy["TX|dog"] = "TX-dog"
    del copy["TX|bee"]
    assert "TX|bee" not in copy
    assert copy.setdefault("TX|cat", "TX-cat") == "TX-cat"
    assert altered(NAMES, copy) == ({"TX|dog": "TX-dog", "TX|cat": "TX-cat"}, {"TX|bee"})
    assert NAMES["TX|bee"] == "TX-bee"
    with pytest.raises(NotAtHandError):
        NAMES["TX|dog"]


def test_what_was_looked_up_is_at_hand_be_it_nothing() -> None:
    more = NAMES.with_fetched({"TX|dog", "TX|eel"}, {"TX|dog": "TX-dog"})
    assert more["TX|dog"] == "TX-dog"
    assert more.get("TX|eel") is None
    assert more["TX|bee"] == "TX-bee"


def test_a_list_touches_what_its_new_rows_are_about() -> None:
    before = publish(background(), 0)
    partial = RecordState().with_entries({part: PartialMapping(part) for part in Part})
    touched = Touched(partial, before, Rulings())
    wanted = missing_of(partial, touched.wanted(partial))
    assert "GA|orulm county sheriff" in wanted[Part.NAMES]
    assert len(wanted[Part.NAMES]) == len(before.published.rows)
    assert missing_of(RecordState(), touched.wanted(RecordState())) == {}  # a whole state has everything at hand


def test_rows_that_stay_touch_nothing() -> None:
    rows = [*background(), row("Bee County Sheriff's Office")]
    first = publish(rows, 0)
    state = fold(first).state.with_entries({part: PartialMapping(part) for part in Part})
    touched = Touched(state, publish(rows[::-1], 1), Rulings())
    assert missing_of(state, touched.wanted(state)) == {}
