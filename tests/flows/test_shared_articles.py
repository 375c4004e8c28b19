"""No two workers of one run ask one host: of the articles on other hosts the run reads what is left at its end."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from pytest_httpserver import HTTPServer

from flows.run import PLAIN
from flows.workers import fan_out
from flows.world import World
from tests.support.publisher import FakePublisher
from tests.support.watched_sources import WatchedSources, rss, stanza


class TwoFeeds:
    """One feed links an article on its own host and one on the host of the other feed."""

    def __init__(self, folder: Path, server: HTTPServer) -> None:
        self.publisher = FakePublisher(server)
        sources = WatchedSources(folder, self.publisher)
        here, there = (f"http://{host}:{server.port}" for host in ("localhost", "127.0.0.1"))
        for path in ("/at-home", "/abroad"):
            self.publisher.serve(
                path, b"<article><p>" + path.encode() * 40 + b" agencies have agreements.</p></article>"
            )
        self.publisher.serve("/wide-feed", rss(f"{here}/at-home", f"{there}/abroad"))
        self.publisher.serve("/other-feed", rss())
        sources.good = ""
        sources.watch(stanza("wide", "feed", f"{here}/wide-feed") + stanza("other", "feed", f"{there}/other-feed"))
        self.world: World = sources.world()

    def gathered(self) -> list[tuple[str, int, int]]:
        """What two workers bring: source, new articles, failures."""
        found = fan_out.gather_shared(2, self.world, PLAIN, self.world.sources, lambda _: None)
        return [(one.source, one.new, len(one.failures)) for one in found]

    @property
    def asked(self) -> list[str]:
        return [request.path for request in self.publisher.requests]


@pytest.fixture
def feeds(tmp_path: Path, httpserver: HTTPServer, sqlite_template: Path) -> TwoFeeds:
    shutil.copy(sqlite_template, tmp_path / "record.db")
    return TwoFeeds(tmp_path, httpserver)


def test_an_article_on_another_shares_host_is_read_when_all_shares_have_ended(
    feeds: TwoFeeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fan_out, "_begin", lambda share: None)  # the run gathers each share itself
    assert feeds.gathered() == [("wide", 2, 0), ("other", 0, 0)]
    assert feeds.asked == ["/wide-feed", "/at-home", "/other-feed", "/abroad"]


def test_a_share_that_has_not_ended_keeps_its_host(feeds: TwoFeeds, monkeypatch: pytest.MonkeyPatch) -> None:
    running = SimpleNamespace(
        state_type="RUNNING",
        state_name="Running",
        name="gather",
        labels={},
        state=SimpleNamespace(is_final=lambda: False),
    )
    monkeypatch.setattr(fan_out, "_begin", lambda share: uuid4())
    monkeypatch.setattr(fan_out, "_is_taken_back", lambda run, by: False)
    monkeypatch.setattr(fan_out, "_ended", lambda run, sources: running)
    assert feeds.gathered() == [("wide", 2, 0), ("other", 0, 1)]
    assert feeds.asked == ["/wide-feed", "/at-home"], "its article waits for the next run"
