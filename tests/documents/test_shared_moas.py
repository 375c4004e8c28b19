"""The reading of ICE's own PDFs, scored against labels made by hand. They stand beside the checkout, where this project
is developed; a user does not have them."""

import csv
from datetime import date

import pytest

from flows.sources.cage.readers import read_moa
from models.documents.facts import MoaFacts, MoaPages
from models.documents.held_against import Held, LinkingRow, held_against
from models.documents.states import without_state
from models.lists.agency_names import NameRelation, compare_names
from models.lists.folding import fold_agency
from models.vocabulary import SupportType
from tests.support.paths import SHARED

MOAS = SHARED / "moa"

pytestmark = pytest.mark.skipif(not MOAS.is_dir(), reason=f"the published agreements are not at {MOAS}")

Label = dict[str, str]


@pytest.fixture(scope="module")
def labels() -> list[Label]:
    with (MOAS / "labels.csv").open(newline="") as table:
        return list(csv.DictReader(table))


@pytest.fixture(scope="module")
def read(labels: list[Label]) -> dict[str, tuple[MoaPages, MoaFacts]]:
    return {label["file"]: read_moa((MOAS / label["file"]).read_bytes()) for label in labels}


def row(label: Label) -> LinkingRow:
    return LinkingRow(
        label["listed_state"],
        label["listed_agency"],
        "",
        SupportType(label["listed_support_type"]),
        date.fromisoformat(label["listed_signed"]),
    )


def test_the_support_type_is_right_wherever_the_first_page_has_text(
    labels: list[Label], read: dict[str, tuple[MoaPages, MoaFacts]]
) -> None:
    wrong = [
        label["file"]
        for label in labels
        if read[label["file"]][0].texts[0].strip()
        and read[label["file"]][1].support_type != label["document_support_type"]
    ]
    assert not wrong


def test_no_document_is_read_with_a_wrong_name(labels: list[Label], read: dict[str, tuple[MoaPages, MoaFacts]]) -> None:
    wrong, legible = [], 0
    for label in labels:
        named = read[label["file"]][1].agency
        legible += named is not None
        meant = {fold_agency(label["listed_state"], label[cell]) for cell in ("document_agency", "listed_agency")}
        said = fold_agency(label["listed_state"], without_state(named or ""))
        if named and not any(compare_names(said, each).relation <= NameRelation.REWORDED for each in meant):
            parts = {named.split(",")[0], named.replace(", Oshkosh, WI", "")}
            if not any(label["document_agency"].startswith(part) for part in parts if part):
                wrong.append((label["file"], named))
    assert not wrong
    assert legible >= 42


def test_no_document_disagrees_with_its_own_row(
    labels: list[Label], read: dict[str, tuple[MoaPages, MoaFacts]]
) -> None:
    found = {
        label["file"]: held_against(row(label), read[label["file"]][1], read[label["file"]][0].texts)
        for label in labels
    }
    assert not {file: each.evidence for file, each in found.items() if each.held is Held.DISAGREES}
    assert sum(each.held is Held.AGREES for each in found.values()) >= 34


def test_a_document_disagrees_with_the_rows_of_others(
    labels: list[Label], read: dict[str, tuple[MoaPages, MoaFacts]]
) -> None:
    found = []
    for label in labels:
        pages, facts = read[label["file"]]
        for other in labels:
            if row(other)[:4] != row(label)[:4]:
                found.append((facts.agency is not None, held_against(row(other), facts, pages.texts).held))
    assert not [legible for legible, held in found if held is Held.AGREES]
    of_legible = [held is Held.DISAGREES for legible, held in found if legible]
    assert sum(of_legible) >= 0.95 * len(of_legible)
