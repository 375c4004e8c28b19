"""An addendum is held against the row that links it by its agency alone: its form, day and model are its own."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from flows.demo.pdf import scanned_pdf, text_pdf
from flows.world import World
from models.documents.facts import MoaPages
from models.documents.held_against import Held, LinkedAs, LinkingRow, held_against
from models.documents.reading import facts_of
from models.record.asking.moas.documents import misfits
from models.record.store import read_session
from models.record.tables.moas.readings import HeldMoa
from models.vocabulary import SupportType
from tests.support.linked_moas import SIGNED, later, list_with, run, sheriff
from tests.support.publisher import FakePublisher


def addendum_pages(agency: str) -> list[list[str]]:
    return [
        [
            "ADDENDUM TO THE MEMORANDUM OF AGREEMENT",
            f"The memorandum of agreement between ICE and the {agency}, a party to it,",
            f"signed on {SIGNED:%B %d, %Y}, is amended as follows. It stays in force until June 30, 2027.",
            "Its officers may also serve warrants under the Warrant Service Officer Program, as trained by ICE.",
        ],
        ["For the LEA: For ICE:", "Date: 02/01/2027 Date: 02/03/2027", "Jo Aspen", "Sheriff", agency],
        ["POINTS OF CONTACT", "For the LEA:", agency, "1 Elm St, Paris, TX 75460"],
    ]


def row_of(county: str) -> LinkingRow:
    return LinkingRow("TX", sheriff(county), "County", SupportType.TFM, SIGNED)


@pytest.mark.parametrize(("listed", "held"), [("Lamar", Held.AGREES), ("Ellis", Held.DISAGREES)])
def test_only_its_agency_counts(listed: str, held: Held) -> None:
    pages = MoaPages(tuple("\n".join(lines) for lines in addendum_pages(sheriff("Lamar"))), 2)
    facts = facts_of(pages)
    assert (facts.agency, facts.support_type) == (sheriff("Lamar"), SupportType.WSO)
    assert min(facts.signed, default=date.max) > date(2027, 1, 1)
    assert held_against(row_of(listed), facts, pages.texts, LinkedAs.ADDENDUM).held is held


@pytest.mark.parametrize("said", [0, 1])
def test_an_agency_that_is_named_once_is_left_open(said: int) -> None:
    pages = addendum_pages(sheriff("Matagorda"))
    texts = ("\n".join(pages[0][: 2 * said]),)
    found = held_against(row_of("Lamar"), facts_of(MoaPages(texts, 1)), texts, LinkedAs.ADDENDUM)
    assert found.held is Held.ILLEGIBLE


def test_one_of_another_agency_is_a_question_with_both_readings(
    world: World, publisher: FakePublisher, tmp_path: Path
) -> None:
    publisher.serve("/moa/own.pdf", text_pdf(addendum_pages(sheriff("Lamar"))))
    publisher.serve("/moa/other.pdf", text_pdf(addendum_pages(sheriff("Matagorda"))))
    publisher.serve("/moa/picture.pdf", scanned_pdf(2))
    found = []
    for day, file in enumerate(("own.pdf", "picture.pdf", "other.pdf"), 2):
        later(world, 1)
        list_with(world, tmp_path, day - 0.5, "lamar.pdf", addendum=file)
        run(world)
        with read_session(world.engine) as session:
            held = {one.what: one for one in session.exec(select(HeldMoa)) if one.row_agency == sheriff("Lamar")}
        found.append(held[LinkedAs.ADDENDUM].held)
        assert held[LinkedAs.AGREEMENT].held is Held.AGREES
    assert found == [Held.AGREES, Held.ILLEGIBLE, Held.DISAGREES]
    with read_session(world.engine) as session:
        (question,) = [each for each in misfits(session) if each["what"] == "addendum"]
    assert question["question"] == (f"the addendum names {sheriff('Matagorda')}, TX; the row is {sheriff('Lamar')}, TX")
