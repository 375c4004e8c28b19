"""`moawatch web` as an operator runs it: what is missing is one line, links stand in no log, it ends cleanly."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa
from click.testing import CliRunner

from flows.cli import moawatch
from flows.settings import Settings
from models.errors import MoawatchError
from tests.support.web_site import SECONDS, SECRET


@contextmanager
def served(database: str, folder: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The command as a process of its own, and the address at which it answers."""
    settings = {"MOAWATCH_WEB_URL": "https://digests.example.org", "MOAWATCH_LINK_SECRET": SECRET}
    process = subprocess.Popen(
        [Path(sys.executable).parent / "moawatch", "--database", database, "web", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        env=os.environ | settings,
    )
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        found = re.fullmatch(r"Serving https://digests\.example\.org on (http://127\.0\.0\.1:\d+)/ .*\n", said)
        assert found, said  # whatever else it says, it serves on: its output does not end
        yield process, found[1]
    finally:
        process.kill()
        process.wait(SECONDS)
        process.stdout.close()


def test_it_serves_until_it_is_told_to_end_and_logs_no_link(watched: sa.Engine, tmp_path: Path) -> None:
    with served(str(watched.url), tmp_path) as (process, address), requests.Session() as web:
        web.trust_env = False
        assert web.get(f"{address}/health", timeout=SECONDS).json() == {"status": "ok"}
        page = web.get(f"{address}/leave/some-secret-token", timeout=SECONDS)
        assert (page.status_code, page.headers["Referrer-Policy"], "server" in page.headers) == (
            404,
            "no-referrer",
            False,
        )
        asked = web.post(f"{address}/", data={"address": "jane@example.org", "cadence": "daily"}, timeout=SECONDS)
        assert asked.status_code == 202
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert said == "Ended.\n"
    (written,) = (tmp_path / "outbox").glob("web.*.eml")  # where no mail relay is set
    assert "https://digests.example.org/confirm/" in written.read_text()


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "web: MOAWATCH_WEB_URL is not set"),
        ({"MOAWATCH_WEB_URL": "https://digests.example.org"}, "web: MOAWATCH_LINK_SECRET is not set"),
        ({"MOAWATCH_LINK_SECRET": "too short"}, "setting link_secret: shorter than 32 characters"),
        ({"MOAWATCH_WEB_URL": "http://digests.example.org"}, "setting web_url: write it as https://"),
        ({"MOAWATCH_WEB_URL": "https://user@example.org"}, "setting web_url: write it as https://"),
        ({"MOAWATCH_WEB_URL": "https://example.org/?a=1"}, "setting web_url: write it as https://"),
    ],
)
def test_what_is_missing_or_wrong_is_one_line(
    watched: sa.Engine, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(moawatch, ["--database", str(watched.url), "web"])
    assert isinstance(done.exception, MoawatchError)
    assert said in str(done.exception)
    assert "\n" not in str(done.exception)


def test_the_secret_is_shown_nowhere() -> None:
    settings = Settings(web_url="http://127.0.0.1:8287", link_secret=SECRET)
    assert SECRET not in repr(settings)
    assert SECRET not in settings.model_dump_json()
