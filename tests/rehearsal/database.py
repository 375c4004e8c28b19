"""A real PostgreSQL of the rehearsal's own, from the system's packages.

The wheel that the tests use has no pg_trgm, without which Prefect's server does not make its tables.
"""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg

from tests.rehearsal.waiting import eventually, free_port

_INSTALLED = Path("/usr/lib/postgresql")
_USER = "postgres"


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs; None where it, or its additional modules, are not installed."""
    found = [
        folder / "bin"
        for folder in _INSTALLED.glob("[0-9]*")
        if Path("/usr/share/postgresql", folder.name, "extension/pg_trgm.control").exists()
    ]
    return max(found, key=lambda path: int(path.parent.name), default=None)


@contextmanager
def postgresql(bin_folder: Path, databases: tuple[str, ...]) -> Iterator[str]:
    """The server while it runs, on loopback; the address of a database is this one and the database's name."""
    folder, port = Path(mkdtemp(prefix="rehearsal-postgresql-")), free_port()
    # PostgreSQL refuses to run as root, which containers and this project's CI are.
    user = _USER if os.geteuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    made = subprocess.run(
        [bin_folder / "initdb", "-D", folder, "-U", _USER, "--auth=trust", "--encoding=UTF8", "--no-sync"],
        user=user, cwd=folder, capture_output=True, text=True,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    # What is thrown away afterwards need not be on the disk.
    quick = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=64MB")
    options = [word for each in quick for word in ("-c", each)]
    process = subprocess.Popen(
        [bin_folder / "postgres", "-D", folder, "-h", "127.0.0.1", "-p", str(port), "-k", folder, *options],
        user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=(folder / "log").open("w"),
    )  # fmt: skip
    address = f"postgresql://{_USER}@127.0.0.1:{port}/"
    try:
        with eventually("PostgreSQL answers", lambda: _connected(address)) as connection:
            for name in databases:
                connection.execute(f'CREATE DATABASE "{name}"')
        yield address
    finally:
        process.send_signal(signal.SIGINT)  # 'fast': a SIGTERM would wait for every connection to end
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _connected(address: str) -> "psycopg.Connection[tuple[object, ...]] | None":
    try:
        return psycopg.connect(f"{address}postgres", autocommit=True)
    except psycopg.OperationalError:
        return None
