"""The table of acts: each row tells its own sentences, and keeps silent on the others."""

from collections import Counter

import pytest

from models.claims.act_table import ActRow, Mood, act_rows, moods
from models.claims.acts import Status, status_of, statuses
from models.claims.extraction import extract
from models.claims.stated import ArticleText, PolicyEvent


def told(text: str) -> tuple[PolicyEvent, ...]:
    return extract(ArticleText("Police and the 287(g) program", text, "2026-02-20", "", "")).events


def rows_of(text: str) -> set[str]:
    return {event.reasons[0].removeprefix("act: ") for event in told(text)}


FIRES = [pytest.param(row, text, id=f"{row.name}: {text[:60]}") for row in act_rows() for text in row.fires]
SILENT = [pytest.param(row, text, id=f"{row.name}: {text[:60]}") for row in act_rows() for text in row.silent]


@pytest.mark.parametrize(("row", "text"), FIRES)
def test_a_row_tells_its_sentence(row: ActRow, text: str) -> None:
    assert row.name in rows_of(text)


@pytest.mark.parametrize(("row", "text"), SILENT)
def test_a_row_is_silent_on_the_sentence_that_only_sounds_like_it(row: ActRow, text: str) -> None:
    events = told(text)
    assert row.name not in rows_of(text)
    assert row.kind is None or row.kind not in {event.kind for event in events}


def test_each_row_has_a_name_of_its_own_and_both_kinds_of_sentences() -> None:
    assert [name for name, count in Counter(row.name for row in act_rows()).items() if count > 1] == []
    assert [row.name for row in act_rows() if not row.fires or not row.silent] == []


@pytest.mark.parametrize("mood", moods(), ids=lambda mood: mood.name)
def test_a_mood_takes_the_act_back(mood: Mood) -> None:
    assert [told(text) for text in mood.stops] == [()] * len(mood.stops)
    assert all(told(text) for text in mood.passes)


@pytest.mark.parametrize("status", statuses(), ids=lambda status: status.name)
def test_a_status_is_told_by_its_words(status: Status) -> None:
    assert status_of(status.fires) == status
    assert status_of(status.silent) != status
    assert {event.proposed for event in told(status.fires)} == {status.proposed}
