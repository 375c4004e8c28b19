"""Whatever a PDF holds, it is read or refused in one line, in bounds, and nothing in it is ever run."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from flows.sources.cage.readers import read_moa, read_scan
from flows.sources.moa_pages import MAX_CHARACTERS, MAX_PAGES
from models.documents.facts import MoaFacts, MoaPages
from models.errors import ReadError
from tests.support.hostile_pdfs import HOSTILE_PDFS, running_scripts

Reading = Callable[[bytes], tuple[MoaPages, MoaFacts]]

# These two take seconds each: pdfium draws what is drawn again and again, until it has had enough.
SLOW = ("a drawing of itself", "drawings of drawings")


@pytest.mark.parametrize("read", [read_moa, read_scan])
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.hostile if name in SLOW else ()) for name in HOSTILE_PDFS]
)
def test_a_hostile_pdf_is_read_or_refused_in_one_line(name: str, read: Reading) -> None:
    content = HOSTILE_PDFS[name]()
    started = time.monotonic()
    outcome = read_or_refused(read, content)
    assert time.monotonic() - started < 40  # ten seconds of processor time, on a busy machine
    if isinstance(outcome, str):
        assert outcome.isprintable()
        assert len(outcome) < 300
        assert "a fault of its reader" not in outcome
        return
    assert len(outcome.texts) <= MAX_PAGES
    assert sum(map(len, outcome.texts)) <= MAX_CHARACTERS


def read_or_refused(read: Reading, content: bytes) -> MoaPages | str:
    try:
        return read(content)[0]
    except ReadError as error:
        return str(error)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("an error page", "expected a PDF"),
        ("encrypted", "the PDF needs a password"),
        ("a mark alone", "the PDF is damaged"),
    ],
)
def test_what_is_wrong_with_it_is_said(name: str, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        read_moa(HOSTILE_PDFS[name]())


def test_of_ten_thousand_pages_the_first_hundred_are_read_and_all_are_counted() -> None:
    pages, facts = read_moa(HOSTILE_PDFS["ten thousand pages"]())
    assert (len(pages.texts), pages.pages, facts.pages) == (MAX_PAGES, 10_000, 10_000)


def test_no_script_program_or_address_in_it_is_ever_run(httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/").respond_with_response(Response())
    ran = tmp_path / "ran"
    pages, _ = read_moa(running_scripts(f"touch {ran}", httpserver.url_for("/")))
    assert pages.texts[0].startswith("Aster County Sheriff")
    assert not ran.exists()
    assert httpserver.log == []
