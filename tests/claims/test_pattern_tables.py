"""The tables of patterns: each row is found in its own sentence and not in the one that only sounds like it."""

import pytest

from models.claims.inflection import forms, told_words, verb_lists
from models.claims.pattern_table import TABLES, PatternRow, pattern_rows
from models.claims.words import word_classes
from models.news.topics import Topic

ROWS = [pytest.param(row, id=f"{table}: {row.name}") for table in TABLES for row in pattern_rows(table).values()]
# The lists of acts/words.toml that tell of leaving and of saying no by themselves; 'dropped' and 'cut' also count less.
_LEAVING = ("leave", "say_no", "lapse")


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_found_in_its_sentence_and_not_in_the_other(row: PatternRow) -> None:
    assert row.pattern.search(row.fires)
    assert not row.pattern.search(row.silent)


def test_every_topic_has_a_row() -> None:
    assert list(pattern_rows("topics")) == list(Topic)


def test_no_verb_of_leaving_stands_in_a_second_table() -> None:
    written = {word for row in word_classes().values() for word in row.written}
    verbs = {form for name in _LEAVING for verb in verb_lists()[name] for form in forms(verb).values()}
    assert not written & (verbs | {told for name in _LEAVING for told in told_words(name)})
