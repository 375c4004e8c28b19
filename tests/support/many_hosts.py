"""A publisher with as many hosts as asked for: every address of loopback has a feed with one article of its own."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ANSWER_SECONDS = 0.05
SPAWN = get_context("spawn")

WORDS = Path(__file__).read_text(encoding="utf-8").split()


def story(host: str) -> str:
    """An article that is no copy of another host's."""
    chance = random.Random(host)
    return f"{' '.join(chance.choices(WORDS, k=120))}. The sheriff said that 12 agencies have a 287(g) agreement."


class SlowPublisher(BaseHTTPRequestHandler):
    """A feed, its one article, and no robots.txt, for whatever host is asked for."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        time.sleep(ANSWER_SECONDS)
        host = self.headers["Host"]
        item = f"<item><title>Sheriff signs with ICE</title><link>http://{host}/story</link></item>"
        feed = f'<rss version="2.0"><channel><title>t</title>{item}</channel></rss>'
        page = f"<html><title>Sheriff signs with ICE</title><article><p>{escape(story(host))}</p></article></html>"
        status, body = {"/feed": (200, feed), "/story": (200, page)}.get(self.path, (404, ""))
        kind = "application/rss+xml" if self.path == "/feed" else "text/html"
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        # In one piece: a second one would wait 40 ms for the acknowledgment of the first.
        self.wfile.write(f"{head}{body}".encode())

    def log_message(self, *_: object) -> None:
        pass


def _publish(port: Any) -> None:
    server = ThreadingHTTPServer(("0.0.0.0", 0), SlowPublisher)
    port.value = server.server_port
    server.serve_forever()


@contextmanager
def many_hosts() -> Iterator[int]:
    """The port of a publisher in a process of its own."""
    port = SPAWN.Value("i", 0)
    process = SPAWN.Process(target=_publish, args=(port,), daemon=True)
    process.start()
    while not port.value:
        time.sleep(0.05)
    yield port.value
    process.kill()


def stanzas(port: int, count: int) -> str:
    """So many sources of a registry, each at an address of its own."""
    return "".join(
        f'[[source]]\nname = "s{number}"\nkind = "feed"\ntitle = "s{number}"\n'
        f'url = "http://127.0.{number // 200}.{number % 200 + 1}:{port}/feed"\n'
        "due_every_hours = 2\nmax_age_hours = 96\n\n"
        for number in range(count)
    )
