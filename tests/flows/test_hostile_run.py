"""Sixty hostile servers, one at a time beside two good sources: none of them stops the watch.

The good ones are taken in, told and mailed; the run ends within its time; `status` names the bad one; and the next run
after its repair is clean.
"""

import time
from collections.abc import Sequence

import pytest
from _pytest.mark import ParameterSet

from tests.support.hostile_contents import CONTENTS, content
from tests.support.hostile_server import HostileServer
from tests.support.news_desk import STATEWIDE
from tests.support.watched_sources import AGREEMENTS, SOURCE_SECONDS, WatchedSources, rss, stanza

# What the two good sources and the digest take on a busy machine, beside the time that the bad one may use up.
OTHERS_SECONDS = 15.0

BEHAVIORS = (
    "drip_headers", "endless_headers", "endless_continue", "endless_trailers", "endless_body", "chunk_size_drip",
    "one_byte_chunks", "endless_empty_gzip_members", "drip_body", "silent_accept", "reset_on_accept",
    "closed_on_accept", "reset_midway", "cut_gzip", "cut_chunked", "cut_head", "short_body", "content_length_huge",
    "chunk_size_garbage", "gzip_bomb", "gzip_in_gzip_bomb", "unasked_brotli", "gzip_label_only", "encoding_chain",
    "huge_header", "many_headers", "charset_undefined_codec", "last_modified_9999_west", "last_modified_huge_zone",
    "retry_after_digits", "retry_after_9999", "status_garbage", "status_reason_escapes", "status_304_unasked",
    "http_0_9", "binary_greeting", "redirect_loop", "redirect_chain", "location_surrogate", "location_double_dots",
    "location_long_label", "location_port_out_of_range", "bad_location", "robots_endless", "robots_silent",
    "robots_500",
)  # fmt: skip

STORY = f"<html><body><article><p>{STATEWIDE}</p></article></body></html>".encode()

# Served well, and spoiled inside: each is due as another kind of document.
SPOILED = (
    "feed_link_double_dots", "feed_link_surrogate", "feed_link_long_label", "feed_link_port_text", "feed_day_year_1",
    "feed_day_year_9999", "feed_surrogate_entities", "feed_entities_beyond_unicode", "feed_ten_thousand_entries",
    "feed_huge_title", "feed_html", "feed_empty", "feed_billion_laughs", "gdelt_garbage", "gdelt_huge_integer",
    "gdelt_surrogate_escapes", "gdelt_link_double_dots", "page_five_hundred_workbooks", "page_blocked",
    "page_link_surrogate", "page_empty", "article_day_year_1", "article_day_year_9999",
    "article_surrogate_in_linked_data", "article_huge_title", "workbook_bomb", "workbook_encrypted", "workbook_cut",
    "workbook_far_cell", "workbook_shared_string_a_thousand_times", "workbook_two_thousand_sheets",
    "workbook_two_visible_lists", "workbook_part_utf16", "workbook_empty",
)  # fmt: skip


def run_beside(sources: WatchedSources, *, fails: bool) -> None:
    """A run with the bad source first; the good ones do not notice."""
    started = time.monotonic()
    run = sources.run()
    assert time.monotonic() - started < SOURCE_SECONDS + OTHERS_SECONDS
    assert sources.taken_in() == (AGREEMENTS, 1, 1)
    assert all("\n" not in failure and len(failure) < 1_000 for failure in run.failures)
    status = sources.status()
    assert (status["ice"]["state"], status["paper"]["state"]) == ("ok", "ok")
    assert (status["bad"]["state"] != "ok") == bool(run.failures)
    assert run.failures if fails else True
    assert all(failure.startswith("bad: ") for failure in run.failures)


def run_after_repair(sources: WatchedSources) -> None:
    assert sources.run().failures == []
    assert {row["state"] for row in sources.status().values()} == {"ok"}


def mostly_marked(names: Sequence[str]) -> list[ParameterSet]:
    """Every sixth is played in the ordinary tests; all of them take minutes: pytest -m ''."""
    return [pytest.param(name, marks=[pytest.mark.hostile] if number % 6 else []) for number, name in enumerate(names)]


@pytest.mark.parametrize("behavior", mostly_marked(BEHAVIORS))
def test_a_hostile_server_stops_nothing(sources: WatchedSources, behavior: str) -> None:
    with HostileServer(behavior) as server:
        sources.watch(stanza("bad", "feed", server.url("/feed")))
        run_beside(sources, fails=True)
        server.behavior, server.body = "last_modified_garbage", rss(sources.publisher.url("/story"))
        run_after_repair(sources)


@pytest.mark.parametrize("name", mostly_marked(SPOILED))
def test_a_spoiled_document_stops_nothing(sources: WatchedSources, name: str) -> None:
    kind = CONTENTS[name][0]
    with HostileServer("last_modified_garbage", body=content(name), content_type="text/html") as server:
        publisher = sources.publisher
        if kind == "article":
            publisher.serve("/other-feed", rss(server.url("/story")))
            bad = stanza("bad", "feed", publisher.url("/other-feed"))
        elif kind == "workbook":
            link = f'<a href="{server.url("/doclib/participatingAgencies06022025am.xlsx")}">Participating Agencies</a>'
            publisher.serve("/other-page", f"<html><body><h1>287(g)</h1><p>{link}</p></body></html>".encode())
            bad = stanza("bad", "ice_page", publisher.url("/other-page"))
        elif kind == "gdelt":
            bad = stanza("bad", "gdelt", server.url("/doc"), query="287(g)")
        else:
            bad = stanza("bad", "feed" if kind == "feed" else "ice_page", server.url("/"))
        sources.watch(bad)
        run_beside(sources, fails=False)
        server.body = STORY
        sources.watch(stanza("bad", "feed", publisher.url("/feed")))
        run_after_repair(sources)
