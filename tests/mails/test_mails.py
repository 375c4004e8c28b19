"""The mails of the small lists, day by day, hold every number against the record; and the checker can fail."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.mails.checking import Fault, What, check, check_apart, check_row, check_statement, seen
from tests.mails.eye import Eye
from tests.mails.grammar import DAY
from tests.mails.parts import Part, Statement, TakenApart, take_apart
from tests.replay.replaying import SentMail, open_replay, play
from tests.replay.schedule import run_days
from tests.replay.wishes import SMALL_REFUSALS, SMALL_WISHES
from tests.support import histories


@pytest.fixture(scope="module")
def mails(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[SentMail]:
    folder = tmp_path_factory.mktemp("replay")
    days = run_days(histories.save(folder / "lists"))
    return play(open_replay(folder, days[0].at, SMALL_REFUSALS, sqlite_template), days, SMALL_WISHES)


@pytest.fixture(scope="module")
def read(mails: list[SentMail]) -> list[tuple[TakenApart, Eye]]:
    """Each mail taken apart, as its reader sees it."""
    return [(take_apart(mail.content), eye) for mail, eye in seen(mails)]


def test_every_number_of_every_mail_is_what_the_record_says(mails: list[SentMail]) -> None:
    assert "\n".join(map(str, check(mails))) == ""


def test_every_reader_gets_mails_and_the_first_says_where_things_stand(mails: list[SentMail]) -> None:
    first = {mail.wish.name: take_apart(mail.content) for mail in reversed(mails) if mail.number == 1}
    assert set(first) >= {wish.name for wish in SMALL_WISHES if wish.asks.get("cadence") != "monthly"}
    for name, mail in first.items():
        words = " ".join(each.text for each in mail.of(Part.TEXT))
        assert re.search(r"first digest", words), name
        assert re.search(r"(?i)where things stand", words), name


@given(data=st.data())
@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_digit_that_is_changed_is_noticed(read: list[tuple[TakenApart, Eye]], data: st.DataObject) -> None:
    apart, eye = read[data.draw(st.integers(0, len(read) - 1))]
    statement = data.draw(st.sampled_from([each for each in apart.statements if re.search(r"\d", each.text)]))
    at = data.draw(st.sampled_from([match.start() for match in re.finditer(r"\d", statement.text)]))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(digit != statement.text[at])
    # A chart says what was listed on its first day; on the day before it was often the same, so that is no less true.
    chart = "Each bar is" in statement.text
    assume(not chart or not any(day.start() <= at < day.end() for day in re.finditer(DAY, statement.text)))
    text = statement.text[:at] + digit + statement.text[at + 1 :]
    assert faults_of(eye, apart, text, statement), text


def test_any_cell_of_the_table_that_is_changed_is_noticed(read: list[tuple[TakenApart, Eye]]) -> None:
    names = ("kind", "status", "agency", "state", "support_type", "signed", "list_date", "list_sha256", "row")
    checked = 0
    for _, eye in read:
        for fresh in eye.fresh:
            right = {name: str(fresh.change[name] or "") for name in names} | {"change_id": fresh.entry.change_id}
            assert check_row(eye, right) == []
            for name in right.keys() - {"state"}:
                assert check_row(eye, right | {name: right[name] + "1"}), name
            checked += 1
    assert checked > 20


def test_a_number_that_no_reading_explains_is_unread(read: list[tuple[TakenApart, Eye]]) -> None:
    apart, eye = read[0]
    assert faults_of(eye, apart, "287(g): 7 mayors were asked") == {What.UNREAD}


def test_a_place_that_was_not_asked_for_must_be_named_as_context(read: list[tuple[TakenApart, Eye]]) -> None:
    apart, eye = next(each for each in read if each[1].wish.name == "county")
    number = eye.count("agreements", "FL")
    said = f"Florida has {number} agreements."
    assert What.FOREIGN in faults_of(eye, apart, said)
    assert not faults_of(eye, apart, f"For comparison: {said}")
    assert not faults_of(eye, apart, f"Dallas County, Texas has {eye.count('agreements', '48113')} agreement.")


def test_days_and_blanks_have_one_form(read: list[tuple[TakenApart, Eye]]) -> None:
    apart, eye = read[0]
    for text in ("Listed on 2025-06-02", "Listed on 6/2/2025", "Listed on June 2, 2025", "Elm Police Department, #NA"):
        assert What.FORM in faults_of(eye, apart, text), text


def test_a_change_that_no_row_tells_is_untold(read: list[tuple[TakenApart, Eye]]) -> None:
    told = 0
    for apart, eye in read:
        silent = replace(apart, statements=tuple(each for each in apart.statements if not each.item), tables=())
        if eye.number > 1 and any(each.kind == "agreement_added" for each in eye.fresh):
            told += 1
            assert What.UNTOLD in what(check_apart(silent, eye))
    assert told > 1


def test_a_change_that_is_told_again_is_noticed(mails: list[SentMail], read: list[tuple[TakenApart, Eye]]) -> None:
    """The same mail once more, with nothing new on record."""
    for apart, eye in read:
        if eye.number > 1 and eye.news("agreement_added"):
            known = {each.entry.change_id: each for each in eye.fresh}
            later = replace(eye, before=eye.facts, known={**eye.known, **known})
            assert What.WRONG in what(check_apart(apart, later))


def faults_of(eye: Eye, apart: TakenApart, text: str, like: Statement | None = None) -> set[What]:
    """What is wrong with a statement, by default one that stands alone, where it says this."""
    statement = replace(like, text=text) if like else Statement(Part.TEXT, text)
    return {what for what, _ in check_statement(eye, apart, statement)[0]}


def what(faults: list[Fault]) -> set[What]:
    return {each.what for each in faults}


def test_the_text_part_is_taken_apart_as_it_is_read() -> None:
    lines = (
        "WHAT CHANGED\n------------\n\nTexas (3 agreements)\n"
        "* Elm Police Department: New agreement; TFM; signed Mar 4,\n  2025\n2 more in the attached table.\n\n"
        "Nobody else\nsigned."
    )
    said = take_apart(f"Subject: s\nContent-Type: text/plain\n\n{lines}".encode()).statements
    assert [(each.section, each.group, each.item, each.text) for each in said[1:]] == [
        ("WHAT CHANGED", "", False, "WHAT CHANGED"),
        ("WHAT CHANGED", "Texas (3 agreements)", False, "Texas (3 agreements)"),
        (
            "WHAT CHANGED", "Texas (3 agreements)", True,
            "Elm Police Department: New agreement; TFM; signed Mar 4, 2025",
        ),
        ("WHAT CHANGED", "Texas (3 agreements)", False, "2 more in the attached table."),
        ("WHAT CHANGED", "", False, "Nobody else signed."),
    ]  # fmt: skip
    assert said[0] == Statement(Part.SUBJECT, "s")
