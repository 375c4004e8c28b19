"""A record beside a web archive on loopback, and one made from the same captures as files."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from pytest_httpserver import HTTPServer

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.settings import load
from flows.world import World, open_world
from models.record.store import open_engine
from tests.support.captures import FromFiles, Opened
from tests.support.web_archive import Archived, FakeWebArchive


@pytest.fixture
def opened(tmp_path: Path, sqlite_template: Path, httpserver: HTTPServer) -> Opened:
    def open_(captures: Sequence[Archived]) -> tuple[World, FakeWebArchive]:
        archive = FakeWebArchive(httpserver, captures)
        shutil.copy(sqlite_template, tmp_path / "record.db")
        settings = load(
            database=f"sqlite:///{tmp_path}/record.db",
            archive=str(tmp_path / "archive"),
            web_archive=archive.url,
            web_archive_pause=0.002,
        )
        return open_world(settings), archive

    return open_


@pytest.fixture
def from_files(tmp_path: Path, sqlite_template: Path) -> FromFiles:
    """The record of the same captures, saved as files."""

    def record(captures: Sequence[Archived]) -> sa.Engine:
        folder = tmp_path / "files"
        folder.mkdir()
        for each in captures:
            name = each.address.rpartition("/")[2]
            (folder / (name if name.endswith("xlsx") else f"{each.stamp}_287g.html")).write_bytes(each.content)
        engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'files.db')}")
        backfill(engine, Archive(str(tmp_path / "other")), folder, datetime(2026, 2, 3, tzinfo=UTC))
        return engine

    return record
