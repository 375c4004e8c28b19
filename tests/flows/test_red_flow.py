"""In Prefect what fails is red, in the words that state it, and never a traceback: the source's task, or the run."""

import json
import subprocess
import sys

import pytest

from tests.support.hostile_contents import content
from tests.support.paths import ROOT
from tests.support.watched_sources import AGREEMENTS, WatchedSources, stanza

pytestmark = pytest.mark.prefect

# Runs of the real flow under a temporary server, one for each set of settings; prints how each ended, and its tasks.
FLOWS = """
import json, sys
from datetime import datetime
from pathlib import Path
from flows.demo.play import prepare_prefect
home, now, *settings = sys.argv[1:]
prepare_prefect(Path(home))
from flows.track import track
ends = [track(now=datetime.fromisoformat(now), settings=json.loads(each), return_state=True) for each in settings]
from prefect import get_client
with get_client(sync_client=True) as client:
    tasks = {one.name: one.state for one in client.read_task_runs()}
print(json.dumps([[[state.type.value, state.name, state.message] for state in ends],
    {name: [state.type.value, state.message] for name, state in tasks.items()}]))
"""


def test_what_fails_turns_the_flow_red_in_words(sources: WatchedSources) -> None:
    sources.publisher.serve("/spoiled", content("feed_html"))
    sources.watch(stanza("bad", "feed", sources.publisher.url("/spoiled")))
    settings = sources.settings
    ours = {"database": settings.database, "archive": settings.archive}
    ours |= {"outbox": str(settings.outbox), "sources": str(settings.sources)}
    sources.publisher.serve("/moved", b"<html><title>Moved</title><p>This page has moved.</p></html>")
    registry = sources.folder / "moved.toml"
    registry.write_text(stanza("gone", "ice_page", sources.publisher.url("/moved")))
    no_list = ours | {"sources": str(registry), "database": f"sqlite:///{sources.folder}/another.db"}
    no_database = ours | {"database": f"sqlite:///{settings.sources}"}
    done = subprocess.run(
        [sys.executable, "-c", FLOWS, str(sources.folder / "prefect"), sources.now.isoformat()]
        + [json.dumps(each) for each in (ours, no_list, no_database)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    (partly, nothing, unusable), tasks = json.loads(done.stdout.splitlines()[-1])
    assert partly[:2] == ["COMPLETED", "Partly failed"]
    assert "FAILED: bad: feed http" in partly[2]
    assert sources.taken_in() == (AGREEMENTS, 1, 1)
    assert nothing[:2] == unusable[:2] == ["FAILED", "Failed"]
    assert "FAILED: gone: " in nothing[2]
    assert "file is not a database" in unusable[2]
    red = {name for name, (kind, _) in tasks.items() if kind == "FAILED"}
    assert red == {"news of bad", "page of gone"}
    assert tasks["news of bad"][1].startswith("feed http")
