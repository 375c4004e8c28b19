"""Pages that are pictures, read by OCR: what is read of them, when, and what that may disagree with."""

from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from flows.cli import moawatch
from flows.demo.agreement import agreement_pages
from flows.demo.pdf import scanned_pdf, text_pdf
from flows.moas import reading
from flows.moas.reading import read_and_hold
from flows.sources.cage.readers import has_ocr, read_moa, read_scan
from flows.world import World
from models.documents.facts import MoaFacts, MoaPages, TextLayer
from models.documents.held_against import Held, LinkingRow, held_against
from models.documents.letters import ILLEGIBLE_WORD
from models.documents.reading import RULES, RULES_WITH_OCR, facts_of
from models.errors import ReadError
from models.places.tables import County, counties
from models.record.store import read_session
from models.record.tables.moas.readings import HeldMoa, MoaReading
from models.vocabulary import SupportType
from tests.support.linked_moas import run, sheriff
from tests.support.publisher import FakePublisher
from tests.support.scans import noise, picture_bomb, scan_of

SIGNED, FEBRUARY = date(2025, 3, 10), date(2025, 2, 14)
HAYS = sheriff("Hays")


def lines(agency: str, support_type: SupportType = SupportType.TFM) -> list[list[str]]:
    return agreement_pages(agency, support_type, SIGNED, FEBRUARY, "1 Elm St, San Marcos, TX 78666")


def test_a_scan_says_what_the_typed_agreement_says_and_that_ocr_read_it() -> None:
    pages, read = read_scan(scan_of(lines(HAYS)))
    _, typed = read_moa(text_pdf(lines(HAYS)))
    assert pages.by_ocr == (1, 2, 3, 4)
    assert read.evidence[0] == "OCR read 4 pages that are pictures"
    assert replace(read, evidence=()) == replace(typed, evidence=(), layer=TextLayer.RECOGNIZED)


def test_a_page_with_text_of_its_own_is_read_as_ever() -> None:
    typed = text_pdf(lines(HAYS))
    assert read_scan(typed) == read_moa(typed)


@pytest.mark.parametrize("content", [noise(1), picture_bomb(60_000)], ids=["noise", "a picture of 3.6 gigabytes"])
def test_pictures_that_mean_harm_are_pictures_without_text(content: bytes) -> None:
    pages, read = read_scan(content)
    assert (pages.texts, read.layer) == (("",), TextLayer.PICTURE)


def test_a_name_with_a_word_that_ocr_is_not_sure_of_is_none() -> None:
    page = f"text\nSanta {ILLEGIBLE_WORD} County Sheriff's Office"
    assert facts_of(MoaPages((page,) * 4, 4, (1, 2, 3, 4))).agency is None


def test_a_name_by_ocr_needs_three_places_and_a_zip_code_the_states_name_beside_it() -> None:
    def read(times: int, address: str) -> MoaFacts:
        pages = (f"For the LEA:\n{HAYS}\n{address}", *[f"text\n{HAYS}"] * (times - 1))
        return facts_of(MoaPages(pages, times, tuple(range(1, times + 1))))

    assert read(2, "San Marcos, TX 78666").agency is None
    assert (read(3, "San Marcos, TX 78666").agency, read(3, "San Marcos, TX 78666").state) == (HAYS, "TX")
    assert read(3, "San Marcos, Tx. Z 78666").state is None


@pytest.mark.parametrize(
    ("agency", "state", "held"),
    [
        ("Hays County Sheriff's Office", "TX", Held.DISAGREES),
        ("Hays County Sheriff's Office", None, Held.DISAGREES),
        ("Hoys County Sheriff's Office", "TX", Held.ILLEGIBLE),  # no county of that name
        ("Hays Sheriff's Office", "TX", Held.DISAGREES),
        ("Hays County Sheriff's Office, San Marcos, TX", "TX", Held.DISAGREES),
        ("San Marcos Police Department", "TX", Held.DISAGREES),
        ("San Marcos Police Department", None, Held.ILLEGIBLE),
        ("Son Morcos Police Department", "TX", Held.ILLEGIBLE),
        ("Virginia Department of Corrections", "VA", Held.DISAGREES),
    ],
)
def test_what_ocr_reads_disagrees_only_beyond_doubt(agency: str, state: str | None, held: Held) -> None:
    row = LinkingRow("TX", "Lamar County Sheriff's Office", "", SupportType.TFM, SIGNED)
    facts = MoaFacts(4, TextLayer.RECOGNIZED, SupportType.TFM, agency, state, None, (), (), ())
    assert held_against(row, facts, ()).held is held
    assert held_against(row, replace(facts, layer=TextLayer.TEXT, agency="Hays County Sheriff's Office"), ()).held is (
        Held.DISAGREES
    )


def test_a_disagreement_says_that_ocr_read_it() -> None:
    row = LinkingRow("TX", sheriff("Lamar"), "", SupportType.TFM, SIGNED)
    facts = MoaFacts(4, TextLayer.RECOGNIZED, SupportType.TFM, HAYS, "TX", None, (), (), ())
    said = f"the document (read by OCR) names {HAYS}, TX; the row is {sheriff('Lamar')}, TX"
    assert held_against(row, facts, ()).evidence == (said,)


@given(st.sampled_from(list(counties().values())), st.data())
def test_a_name_that_ocr_spoiled_never_disagrees_with_its_own_row(county: County, data: st.DataObject) -> None:
    spoiled = list(county.bare_name)
    for _ in range(data.draw(st.integers(0, 2))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.sampled_from("abcdefghilmnorstuvy1l0"))
    row = LinkingRow(county.state, f"{county.bare_name} County Sheriff's Office", "", SupportType.TFM, SIGNED)
    state = data.draw(st.sampled_from([county.state, None]))
    named = f"{''.join(spoiled)} County Sheriff's Office"
    facts = MoaFacts(4, TextLayer.RECOGNIZED, SupportType.TFM, named, state, None, (), (), ())
    assert held_against(row, facts, ()).held is not Held.DISAGREES


def test_days_that_ocr_read_disagree_with_nothing() -> None:
    far = (date(2020, 6, 8), date(2020, 6, 9))
    row = LinkingRow("TX", HAYS, "", SupportType.TFM, SIGNED)
    facts = MoaFacts(4, TextLayer.RECOGNIZED, SupportType.TFM, HAYS, "TX", None, (), far, ())
    assert held_against(row, facts, ()).held is Held.AGREES


def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.sources.cage.readers.has_ocr", lambda: False)
    monkeypatch.setattr(reading, "has_ocr", lambda: False)


def hays(world: World) -> tuple[MoaReading, Held]:
    with read_session(world.engine) as session:
        held = session.exec(select(HeldMoa).where(HeldMoa.row_agency == HAYS)).one()
        return session.get_one(MoaReading, held.document_sha256), held.held


def shown(world: World, monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setenv("MOAWATCH_DATABASE", world.settings.database)
    monkeypatch.setenv("MOAWATCH_ARCHIVE", world.settings.archive)
    return " ".join(CliRunner().invoke(moawatch, words, catch_exceptions=False).output.split())


def test_a_scan_read_without_the_extra_is_read_again_and_held_again_once_it_is_there(
    world: World, publisher: FakePublisher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    publisher.serve("/moa/scan.pdf", scan_of(lines(HAYS)))
    with monkeypatch.context() as absent:
        without_ocr(absent)
        run(world)
        one, held = hays(world)
        assert (one.rules, one.layer, one.agency, held) == (RULES, TextLayer.PICTURE, None, Held.ILLEGIBLE)
        said = shown(world, absent, "document", one.document_sha256)
        assert "The pictures were not read: with the extra `ocr` installed, the next runs read them." in said
        assert "Not read: 1 document whose pages are pictures; with the extra `ocr`" in shown(world, absent, "status")
    assert has_ocr()
    run(world)
    one, held = hays(world)
    assert (one.rules, one.layer, one.agency, held) == (RULES_WITH_OCR, TextLayer.RECOGNIZED, HAYS, Held.AGREES)
    said = shown(world, monkeypatch, "document", one.document_sha256)
    assert "4 pages, pictures that OCR read" in said
    assert "extra" not in said + shown(world, monkeypatch, "status")


def test_a_scan_on_which_ocr_fails_keeps_what_was_read_and_is_not_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []

    def fails(content: bytes) -> None:
        asked.append(content)
        raise ReadError("reading it takes more than 60 s")

    monkeypatch.setattr(reading, "read_scan", fails)
    run(world)
    run(world)
    assert len(asked) == 1
    one, _ = hays(world)
    assert (one.rules, one.failure, one.pages) == (RULES_WITH_OCR, "", 2)
    assert one.evidence == ["OCR failed: reading it takes more than 60 s"]


def test_no_scan_is_begun_after_the_time_for_them_and_the_next_run_goes_on(
    world: World, publisher: FakePublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.serve("/moa/lamar.pdf", scanned_pdf(3))
    with monkeypatch.context() as absent:
        without_ocr(absent)
        run(world)
    asked: list[bytes] = []

    def fails(content: bytes) -> None:
        asked.append(content)
        raise ReadError("nothing but noise")

    monkeypatch.setattr(reading, "read_scan", fails)
    monkeypatch.setattr(reading, "monotonic", count(step=reading.SECONDS_OF_SCANS).__next__)
    for so_far in (1, 2, 2):
        assert read_and_hold(world.engine, world.archive, world.clock) == []
        assert len(asked) == so_far
