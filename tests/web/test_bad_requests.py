"""Requests that nobody should send: none changes the record, shows a link, or takes more than its share."""

import asyncio
import base64
import random
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import sqlalchemy as sa
from starlette.types import Message, Scope

from flows.settings import Settings
from flows.web import serving
from flows.web.app import web_app
from flows.web.guard import MAX_BODY
from flows.web.limits import MOST_KEYS, Limit, Rate, client_key, new_rates
from flows.web.serving import new_site
from flows.web.site import Site
from models.links import Purpose, SignedLink, seal
from models.record.store import write_session
from models.record.tables.digests import SubscriberRow
from tests.support.digest_record import subscribe
from tests.support.web_site import NOON, SECONDS, SECRET, RunningSite, all_rows

REQUESTS = 10_000
PURPOSES = [purpose.value for purpose in Purpose]


def test_ten_thousand_bad_requests_change_nothing(watched: sa.Engine, tmp_path: Path) -> None:
    subscriber_id = subscribe(watched, "jane@example.org", states=["TX"])
    settings = Settings(web_url="http://127.0.0.1:8287", link_secret=SECRET, outbox=tmp_path / "outbox")
    site = new_site(settings, watched)
    # Their limits apart: otherwise most would be refused for their number alone.
    site = replace(site, clock=lambda: NOON, rates=new_rates(lambda: 0.0, pages=Rate(10**9, 1)))
    with write_session(watched) as session:
        row = session.get_one(SubscriberRow, subscriber_id)
        good = [site.maker.token(site.link(row, purpose, "1-1")) for purpose in Purpose]
        forged = [site.maker.token(SignedLink(one, 7, seal("x", row.address), NOON)) for one in Purpose]
    before = all_rows(watched)
    chance = random.Random(287)
    answers = asyncio.run(_ask_all(site, islice(_bad_requests(chance, good, forged), REQUESTS)))
    assert all_rows(watched) == before
    assert sum(answers.values()) == REQUESTS
    assert set(answers) <= {400, 404, 405, 410, 413}, answers
    assert not list(tmp_path.rglob("*.eml"))


def _bad_requests(chance: random.Random, good: list[str], forged: list[str]) -> Iterator[tuple[str, str, bytes]]:
    """Methods, paths and bodies: links cut, bent, swapped, of nobody, of another purpose; forms of no browser."""
    while True:
        token = chance.choice((good, forged))[chance.randrange(len(PURPOSES))]
        kind = chance.randrange(6)
        if kind == 0:
            place = chance.randrange(len(token))
            token = token[:place] + chance.choice("AZaz09-_.~%") + token[place + 1 :]
            token = token if token not in good else token[:-2]
        elif kind == 1:
            token = token[: chance.randrange(len(token))]
        elif kind == 2:
            mac = token.partition(".")[2]
            token = f"{base64.urlsafe_b64encode(chance.randbytes(40)).decode()}.{mac}"
        elif kind == 3:
            token = quote(chance.randbytes(30))
        elif kind == 4:
            token = chance.choice(forged)
        elif kind == 5:
            token = f"{token}{token}"
        purpose = chance.choice(PURPOSES)
        # A forged link to leave is ours, of nobody: that nothing is left to do is no refusal, and tested elsewhere.
        if token in forged and purpose == "leave":
            continue
        fields = {"form": chance.choice(good + forged), "act": chance.choice(["save", "pause", "x"]), "states": "GA"}
        body = chance.choice([b"", urlencode(fields).encode(), chance.randbytes(200), b"a" * 20_000, b"&" * 500])
        yield chance.choice(["GET", "POST", "POST", "POST", "PUT"]), f"/{purpose}/{token}", body


async def _ask_all(site: Site, requests: Iterator[tuple[str, str, bytes]]) -> Counter[int]:
    app = web_app(site)
    answers: Counter[int] = Counter()
    for method, path, body in requests:
        scope: Scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": [],
            "client": ("203.0.113.9", 1), "server": ("127.0.0.1", 80),
        }  # fmt: skip

        async def receive(body: bytes = body) -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                answers[message["status"]] += 1

        await app(scope, receive, send)
    return answers


def test_every_page_keeps_to_itself(running: RunningSite) -> None:
    for path in ("/", "/leave/x", "/health", "/nothing", "/feeds/nothing"):
        page = running.get(path)
        headers = page.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert headers["Referrer-Policy"] == "no-referrer"
        assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
        assert not {"Set-Cookie", "Server"} & headers.keys()
        if not path.startswith("/feeds"):
            assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("no-store", "noindex")


def test_a_body_that_is_too_long_is_refused_before_it_is_read(running: RunningSite) -> None:
    assert running.post("/", address="a" * MAX_BODY).status_code == 413


def test_a_form_of_no_browser_is_refused(running: RunningSite) -> None:
    bodies = (b"\xff\xfe", b"&".join(b"a=%d" % number for number in range(500)), b"address=%ff%fe")
    answers = [running.web.post(f"{running.url}/", data=body, timeout=30).status_code for body in bodies]
    assert answers == [400, 400, 400]


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 9_000 + b"\r\n",
        b"\0\1\2\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    ],
    ids=["a long head", "no request", "a long address"],
)
def test_what_is_no_request_ends_the_connection_and_nothing_else(running: RunningSite, sent: bytes) -> None:
    port = int(running.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        try:
            connection.sendall(sent)
            answer = connection.recv(1_000)
        except ConnectionError:
            answer = b""
    assert answer[:12] in (b"", b"HTTP/1.1 400", b"HTTP/1.1 404")
    assert running.get("/health").status_code == 200


def test_clients_that_never_end_their_request_keep_nobody_out(
    running: RunningSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.5)
    host, _, port = running.url.removeprefix("http://").rpartition(":")
    with ExitStack() as stack:
        silent = [
            stack.enter_context(socket.create_connection((host, int(port)), SECONDS))
            for _ in range(serving.MOST_AT_ONCE)
        ]
        for each in silent[::2]:
            each.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        assert running.get("/health").status_code == 503
        assert [each.recv(1) for each in silent] == [b""] * len(silent)
    assert running.get("/health").status_code == 200


def test_a_failure_that_nobody_foresaw_is_a_page_and_a_line_without_the_link(
    running: RunningSite, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: object, token: str, purpose: Purpose) -> SignedLink:
        raise ValueError(f"cannot read {token}")

    monkeypatch.setattr("flows.web.site.Site.open", broken)
    page = running.get("/leave/a-token-of-somebody")
    assert (page.status_code, "try again later" in page.text) == (500, True)
    assert "cannot read ..." in caplog.text
    assert "a-token-of-somebody" not in caplog.text


def test_a_client_that_asks_too_often_waits_and_another_does_not(running: RunningSite) -> None:
    answers = Counter(running.get("/change/x").status_code for _ in range(260))
    assert answers[429] >= 5
    assert running.get("/change/x").headers["Retry-After"] == "60"
    assert running.get("/change/x", **{"X-Forwarded-For": "198.51.100.7"}).status_code == 404
    assert running.get("/health").status_code == 200


class TestLimits:
    def test_so_many_at_once_and_as_many_again_in_each_period(self) -> None:
        now = 0.0
        limit = Limit(Rate(2, 10), lambda: now)
        assert [limit.allows("a") for _ in range(3)] == [True, True, False]
        assert limit.allows("b")
        now = 5.0
        assert [limit.allows("a") for _ in range(2)] == [True, False]
        now = 1_000.0
        assert [limit.allows("a") for _ in range(3)] == [True, True, False]

    def test_memory_is_bounded_whoever_comes(self) -> None:
        limit = Limit(Rate(2, 10), lambda: 0.0)
        for number in range(MOST_KEYS + 100):
            limit.allows(str(number))
        assert len(limit._left) == MOST_KEYS

    def test_a_network_of_ipv6_is_one_client(self) -> None:
        assert client_key("2001:db8:1:2:3:4:5:6") == client_key("2001:db8:1:2::9") != client_key("2001:db8:1:3::9")
        assert client_key("::ffff:203.0.113.9") == client_key("203.0.113.9") != client_key("203.0.113.10")
        assert client_key("not an address") == client_key("")
