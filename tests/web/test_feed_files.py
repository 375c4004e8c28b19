"""Feeds as feed programs fetch them: by stable addresses, and cheaply when nothing changed."""

import os

from flows.digests.feeds.folder import FOLDER, write_feeds
from models.record.store import read_session
from tests.support.digest_record import days, new_agreements, publish_changes
from tests.support.web_site import NOON, RunningSite


def write(running: RunningSite) -> None:
    with read_session(running.engine) as session:
        write_feeds(session, running.site.settings)


def test_a_feed_is_sent_again_only_when_it_changed(running: RunningSite) -> None:
    write(running)
    first = running.get("/feeds/states/TX.atom")
    assert (first.status_code, first.headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    for name, value in (
        ("If-None-Match", first.headers["ETag"]),
        ("If-Modified-Since", first.headers["Last-Modified"]),
    ):
        assert running.get("/feeds/states/TX.atom", **{name: value}).status_code == 304
    publish_changes(running.engine, new_agreements([8], "FL"), NOON + days(1))
    write(running)
    same = running.get("/feeds/states/TX.atom", **{"If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304, "Florida is another feed"
    publish_changes(running.engine, new_agreements([9]), NOON + days(2))
    write(running)
    new = running.get("/feeds/states/TX.atom", **{"If-None-Match": first.headers["ETag"]})
    assert (new.status_code, "TX County 9" in new.text) == (200, True)


def test_the_index_leads_to_them_and_other_sites_may_read_them(running: RunningSite) -> None:
    write(running)
    page = running.get("/feeds/")
    assert (page.status_code, "states/TX.html" in page.text) == (200, True)
    for path in ("states/TX.html", "states/TX.json", "us.json", "counties/48001.json", "style.css"):
        answer = running.get(f"/feeds/{path}")
        assert answer.status_code == 200
        assert "Cross-Origin-Resource-Policy" not in answer.headers
        assert answer.headers["Cache-Control"].startswith("public")


def test_nothing_of_the_outbox_but_feeds_is_served(running: RunningSite) -> None:
    write(running)
    outbox = running.site.settings.outbox
    (outbox / "2026-01-05-1-1.html").write_text("private")
    (outbox / FOLDER / "private.html").write_text("private")
    for name in ("us.json", "states/TX.atom"):
        (outbox / FOLDER / name).unlink()
    (outbox / FOLDER / "us.json").symlink_to(outbox / "2026-01-05-1-1.html")
    os.mkfifo(outbox / FOLDER / "states" / "TX.atom")
    for path in (
        "../2026-01-05-1-1.html",
        "%2e%2e/2026-01-05-1-1.html",
        "private.html",
        "..%2f.feeds.json",
        "/etc/passwd",
        "us.json",
        "states/TX.atom",
    ):
        answer = running.get(f"/feeds/{path}")
        assert (answer.status_code, "private" in answer.text) == (404, False), path
