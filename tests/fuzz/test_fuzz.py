"""A short fuzz, and proof that the fuzz would see what it looks for."""

from dataclasses import replace

import pytest

from flows.sources.cage.readers import read_document
from tests.fuzz import fuzzing
from tests.fuzz.fuzzing import fuzz
from tests.fuzz.independent import cells_not_in
from tests.fuzz.mutations import Kind
from tests.support.spoiled_workbooks import good

# Those that once made a reader raise something that is no error of ours, or print a control character.
ONCE_FAULTY: tuple[tuple[Kind, int], ...] = (
    # A line of a megabyte that the search for the headline began at every letter.
    ("page", 42536),
    ("feed", 126), ("feed", 315), ("feed", 331), ("feed", 426), ("workbook", 3198), ("article", 282),
    # Those whose unclosed cells once ran into each other.
    ("workbook", 2059), ("workbook", 600), ("workbook", 753), ("workbook", 1233), ("workbook", 1328),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "seed"), ONCE_FAULTY)
def test_what_was_once_a_fault_is_none(kind: Kind, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzing, "KINDS", (kind,))
    assert fuzz(seed, 1).faults == []


def test_some_hundred_mutated_documents_are_read_or_refused_in_bounds() -> None:
    found = fuzz(100_000, 400)
    assert found.faults == []
    assert sum(found.read.values()) > 200
    assert min(found.read[kind] for kind in fuzzing.KINDS) > 10


def test_a_cell_that_is_not_in_the_bytes_is_seen() -> None:
    published = read_document(good())
    assert list(cells_not_in(good(), published)) == []
    row, listing = next(iter(published.rows.items()))
    for false in (
        listing._replace(agency="Sheriff of Nowhere"),
        listing._replace(signed_text="2026-02-28"),
        listing._replace(moa_url="https://a.example/"),
    ):
        assert len(list(cells_not_in(good(), replace(published, rows={row: false})))) == 1
