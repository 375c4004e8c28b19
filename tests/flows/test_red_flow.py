"""In Prefect a failure that the program states is a Failed run with its lines, and never a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.support.hostile_contents import content
from tests.support.paths import ROOT
from tests.support.publisher import FakePublisher
from tests.support.watched_sources import AGREEMENTS, WatchedSources, stanza

pytestmark = pytest.mark.prefect

# Runs of the real flow under a temporary server, one for each set of settings; prints how each ended.
FLOWS = """
import json, sys
from datetime import datetime
from pathlib import Path
from flows.demo.play import prepare_prefect
home, now, *settings = sys.argv[1:]
prepare_prefect(Path(home))
from flows.track import track
ends = [track(now=datetime.fromisoformat(now), settings=json.loads(each), return_state=True) for each in settings]
print(json.dumps([[state.type.value, state.message] for state in ends]))
"""


@pytest.fixture
def sources(tmp_path: Path, httpserver: HTTPServer) -> WatchedSources:
    return WatchedSources(tmp_path, FakePublisher(httpserver))


def test_what_fails_turns_the_flow_red_in_words(sources: WatchedSources) -> None:
    sources.publisher.serve("/spoiled", content("feed_html"))
    sources.watch(stanza("bad", "feed", sources.publisher.url("/spoiled")))
    settings = sources.settings
    ours = {"database": settings.database, "archive": settings.archive}
    ours |= {"outbox": str(settings.outbox), "sources": str(settings.sources)}
    no_database = ours | {"database": f"sqlite:///{settings.sources}"}
    done = subprocess.run(
        [sys.executable, "-c", FLOWS, str(sources.folder / "prefect"), sources.now.isoformat()]
        + [json.dumps(each) for each in (ours, no_database)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert "Traceback" not in done.stdout + done.stderr
    (first, second) = json.loads(done.stdout.splitlines()[-1])
    assert first[0] == second[0] == "FAILED"
    assert first[1].startswith("bad: feed http")
    assert sources.taken_in() == (AGREEMENTS, 1, 1)
    assert "file is not a database" in second[1]
