"""The tables of patterns: each row is found in its own sentence and not in the one that only sounds like it."""

from pathlib import Path

import pytest

from models.claims import act_table, table_files
from models.claims.inflection import forms, verb_lists, verb_words
from models.claims.pattern_table import TABLES, PatternRow, pattern_rows
from models.claims.words import word_classes
from models.errors import TableError
from models.news.topics import Topic

ROWS = [pytest.param(row, id=f"{table}: {row.name}") for table in TABLES for row in pattern_rows(table).values()]
# The lists of acts/words.toml whose verbs tell of leaving, of saying no, of a loss or a gain by themselves.
_TELLING = ("leave", "say_no", "lapse", "lose", "gain")


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_found_in_its_sentence_and_not_in_the_other(row: PatternRow) -> None:
    assert row.pattern.search(row.fires)
    assert not row.pattern.search(row.silent)


def test_every_topic_has_a_row() -> None:
    assert list(pattern_rows("topics")) == list(Topic)


def test_no_verb_of_leaving_losing_or_gaining_stands_in_a_second_table() -> None:
    written = {word for row in word_classes().values() for word in row.written}
    verbs = {form for name in _TELLING for verb in verb_lists()[name] for form in forms(verb).values()}
    assert not written & (verbs | {told for name in _TELLING for told in verb_words(name)})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[[row", r"data/claims/money.toml: cannot be read \(.*\); correct the file"),
        ('[[row]]\nname = "pay"\n', "money.toml: row 'pay' has no 'pattern'; correct the row"),
        ('[[row]]\nname = "pay"\npattern = "("\n', r"row 'pay' has a pattern that is none \(missing \)"),
        ('[[row]]\nname = "pay"\npatern = "x"\n', "row 'pay' has the unknown field 'patern'"),
        ('[[row]]\nname = "pay"\npattern = "{nothing.any}"\n', "row 'pay' "),
    ],
)
def test_a_broken_row_is_one_line_that_names_it(
    content: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "money.toml").write_text(content)
    monkeypatch.setattr(table_files, "DATA", tmp_path)
    monkeypatch.setattr(act_table, "_macros", lambda: {})
    with pytest.raises(TableError, match=said) as raised:
        pattern_rows.__wrapped__("money")
    assert "\n" not in str(raised.value)
