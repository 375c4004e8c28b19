"""What the commands show of the documents behind the rows."""

import json
from pathlib import Path
from typing import Any

import click
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from sqlmodel import select
from werkzeug import Response

from flows.cli import moawatch
from flows.world import World
from models.documents.facts import MoaPages
from models.documents.reading import RULES, facts_of
from models.record.asking.moas.documents import misfits, pages_with
from models.record.store import read_session, write_session
from models.record.tables.moas.readings import HeldMoa
from models.record.writing.fetches import note_document
from models.record.writing.moas import keep_reading
from tests.support.linked_moas import SAVED, later, moa, run, sheriff
from tests.support.publisher import FakePublisher

ELLIS = "TX-ellis-county-sheriff/TFM/2025-03-10"


@pytest.fixture
def gathered(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    run(world)
    monkeypatch.setenv("MOAWATCH_DATABASE", world.settings.database)
    monkeypatch.setenv("MOAWATCH_ARCHIVE", world.settings.archive)
    monkeypatch.chdir(tmp_path)
    return world


def ask(*words: str) -> Result:
    return CliRunner().invoke(moawatch, words, catch_exceptions=False)


def asked_json(*words: str) -> Any:
    return json.loads(ask(*words, "--format", "json").output)


def test_an_agency_is_shown_with_what_its_documents_say(gathered: World) -> None:
    (one,) = asked_json("agency", "ellis county sheriff")
    (found,) = one["linked_documents"]
    assert (found["agency"], found["state"], found["fits"]) == (sheriff("Matagorda"), "TX", "disagrees")
    assert (found["what"], found["support_type"], found["revision"]) == ("agreement", "TFM", "2025-02-14")
    assert "Matagorda" in ask("agency", "ellis county sheriff").output
    (earlier,) = asked_json("agency", "ellis county sheriff", "--known-at", "2025-06-02T13:30")
    assert earlier["linked_documents"] == []


def test_a_narrow_terminal_still_shows_whether_a_document_fits(
    gathered: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = ask("agency", "ellis county sheriff").output.split("Linked documents")[1]
    assert "disagrees" in shown
    assert "List rows" in shown


def test_a_form_without_a_revision_is_told_from_one_that_cannot_be_read(gathered: World) -> None:
    pages = MoaPages(("Memorandum of Agreement, Task Force Model. " * 3,), 1)
    with write_session(gathered.engine) as session:
        (sha256,) = {one.document_sha256 for one in session.exec(select(HeldMoa)) if one.row_agency == sheriff("Lamar")}
        keep_reading(session, sha256, RULES, pages, facts_of(pages))
    forms = {row["form"]: row["agreements"] for row in asked_json("forms")}
    assert forms == {"2025-02-14": 1, "no revision printed": 1, "illegible": 1, "no document fetched": 1}


def test_a_document_that_is_gone_is_shown_as_such(gathered: World, publisher: FakePublisher) -> None:
    publisher.answer("/moa/ellis.pdf", Response(status=404))
    for _ in range(2):
        later(gathered, 1)
        run(gathered)
    (one,) = asked_json("agency", "ellis county sheriff")
    assert one["linked_documents"][0]["gone_on"] == "2025-06-03"
    assert "moa_gone" in {change["kind"] for change in one["history"]}
    assert "nothing any more" in ask("document", ELLIS, "--wide").output


def test_a_document_is_found_by_its_hash_its_agreement_or_its_question(gathered: World) -> None:
    (by_agreement,) = asked_json("document", ELLIS)
    (question,) = asked_json("review")[0]["documents"]
    assert asked_json("document", by_agreement["sha256"][:9]) == [by_agreement]
    assert asked_json("document", question["id"]) == [by_agreement]
    assert [page["page"] for page in by_agreement["text"]] == [1, 2, 3, 4]
    shown = ask("document", ELLIS, "--wide").output
    for said in ("4 pages, text", "Agency: Matagorda County Sheriff's Office (TX)", "Form: revised 2025-02-14"):
        assert said in shown


@pytest.mark.parametrize("text", ["nothing", "", "%", "ff" * 32])
def test_what_names_no_document_is_refused(gathered: World, text: str) -> None:
    with pytest.raises(click.BadParameter, match="no linked document"):
        moawatch.main(["document", text], standalone_mode=False)


def test_open_shows_the_bytes_as_they_were_fetched(gathered: World, monkeypatch: pytest.MonkeyPatch) -> None:
    launched: list[str] = []
    monkeypatch.setattr("click.launch", launched.append)
    ask("document", ELLIS, "--open")
    assert Path(launched[0]).read_bytes() == moa(sheriff("Matagorda"))
    assert launched[0].endswith(".pdf")


def test_agreements_are_counted_by_the_form_that_they_stand_on(gathered: World) -> None:
    rows = asked_json("forms")
    assert [(row["form"], row["revision"], row["agreements"]) for row in rows] == [
        ("2025-02-14", "2025-02-14", 2),
        ("illegible", None, 1),
        ("no document fetched", None, 1),
    ]
    shown = ask("forms").output
    assert "1 more agreement without a fetched document" in shown
    assert "illegible" in shown
    assert [row["agency"] for row in asked_json("forms", "--revision", "2025-02")] == [
        sheriff("Ellis"),
        sheriff("Lamar"),
    ]
    assert asked_json("forms", "--revision", "2025-03") == []


def test_pages_are_found_by_their_words(gathered: World) -> None:
    rows = asked_json("search", "--documents", "interrogate", "alien")
    assert {row["state"] for row in rows} == {"TX"}
    assert [(row["page"], row["agency"]) for row in rows] == [
        (1, sheriff("Ellis")),
        (1, sheriff("Lamar")),
    ]
    assert "[interrogate] any [alien]" in rows[0]["text"]
    assert asked_json("search", "--documents", "unheard", "of") == []
    assert asked_json("search", "--documents", '"', "*") == []


def test_a_misfit_is_a_question_until_a_person_rules_on_it(gathered: World) -> None:
    (question,) = asked_json("review")[0]["documents"]
    assert question["question"] == (
        "the document names Matagorda County Sheriff's Office, TX; the row is Ellis County Sheriff's Office, TX"
    )
    shown = ask("review").output
    assert "do not fit" in shown
    assert "Nothing is in doubt" not in shown
    assert "If the link or the row is wrong: moawatch review accept ID" in shown
    assert "If they do fit: moawatch review reject ID" in shown
    assert "the record stays as it is" in ask("review", "accept", question["id"], "--because", "ICE's link").output
    with read_session(gathered.engine) as session:
        assert misfits(session) == []
    assert "Nothing is in doubt." in ask("review").output


def test_documents_that_wait_for_a_person_are_counted_in_the_status(gathered: World) -> None:
    (question,) = asked_json("review")[0]["documents"]
    assert asked_json("status")["open_documents"] == 1
    assert "0 doubts, 1 document," in ask("status").output
    assert "moawatch_open_documents 1" in ask("status", "--format", "prometheus").output
    ask("review", "reject", question["id"], "--because", "one body under two names")
    assert asked_json("status")["open_documents"] == 0


def test_words_find_the_same_pages_on_both_databases(record: sa.Engine) -> None:
    pages = MoaPages(("The power to interrogate any alien.", "Training, and interrogation of aliens"), 2)
    with write_session(record) as session:
        note_document(session, "5f" * 32, 1, SAVED)
        keep_reading(session, "5f" * 32, RULES, pages, facts_of(pages))
        keep_reading(session, "5f" * 32, RULES, pages, facts_of(pages))
    with read_session(record) as session:
        found = [
            sorted(row["page"] for row in pages_with(session, words)) for words in (["interrog", "alien"], ["any"])
        ]
    assert found == [[1, 2], [1]]
