"""A publisher of agreements, and a record whose list links them."""

import shutil
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from flows.demo.pdf import scanned_pdf
from flows.world import World
from tests.support.linked_moas import linked_world, moa, sheriff
from tests.support.publisher import FakePublisher


@pytest.fixture
def publisher(httpserver: HTTPServer) -> FakePublisher:
    """Of the four linked documents one fits its row, one is another county's, one is a scan, one is gone."""
    publisher = FakePublisher(httpserver)
    publisher.robots()
    publisher.serve("/moa/lamar.pdf", moa(sheriff("Lamar")), etag="lamar.pdf-1")
    publisher.serve("/moa/ellis.pdf", moa(sheriff("Matagorda")), etag="ellis.pdf-1")
    publisher.serve("/moa/scan.pdf", scanned_pdf(2), etag="scan-1")
    publisher.answer("/moa/gone.pdf", Response(status=404))
    return publisher


@pytest.fixture
def world(tmp_path: Path, publisher: FakePublisher, sqlite_template: Path) -> World:
    shutil.copy(sqlite_template, tmp_path / "record.db")
    return linked_world(tmp_path, publisher.url("/"))
