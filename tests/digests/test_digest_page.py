"""The digest in a real browser, on a phone, on a desk and in the dark. The pictures stay in build/pictures."""

import struct
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flows.digests.drawing.mail import render
from models.digests.content import DigestContent
from models.digests.owed import Owed
from models.digests.subscriptions import Subscriber
from models.digests.telling.composing import compose
from models.vocabulary import STATE_NAMES
from tests.support.axe import barriers
from tests.support.browser import Browser, running_browser
from tests.support.digest_samples import BEFORE, SITUATION, additions, full_digest
from tests.support.paths import PICTURES

pytestmark = pytest.mark.browser

SUBSCRIBER = Subscriber(id=1, address="subscriber@example.org")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with running_browser() as running:
        yield running


def big_day() -> DigestContent:
    due = [Owed(each, None) for state in STATE_NAMES for each in additions(8, state)]
    return compose(SUBSCRIBER, due, SITUATION, BEFORE, date(2026, 1, 26))


def page_of(content: DigestContent, folder: Path) -> Path:
    path = folder / "digest.html"
    path.write_text(render(content, SUBSCRIBER).html)
    return path


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("content", [full_digest(), big_day()], ids=["everything", "408 changes"])
def test_it_fits_the_screen_asks_for_nothing_and_has_no_barrier(
    browser: Browser, tmp_path: Path, content: DigestContent, width: int, dark: bool
) -> None:
    kind = "everything" if content.corrections else "400-changes"
    png = PICTURES / f"digest-{kind}-{width}-{'dark' if dark else 'light'}.png"
    shown = browser.show(page_of(content, tmp_path), png, width=width, dark=dark)
    assert shown.content_width == width, "it scrolls sideways"
    assert shown.requested == ()
    assert barriers(browser) == []
    red, green, blue = _first_pixel(png.read_bytes())
    assert max(red, green, blue) < 60 if dark else min(red, green, blue) > 240


def test_the_longest_words_do_not_push_the_page_apart(browser: Browser, tmp_path: Path) -> None:
    content = compose(
        SUBSCRIBER,
        [Owed(each, None) for each in additions(2, agency="W" * 300, county="W" * 300)],
        SITUATION,
        BEFORE,
        date(2026, 1, 26),
    )
    shown = browser.show(page_of(content, tmp_path), PICTURES / "digest-longest-words.png", width=360)
    assert shown.content_width == 360


def _first_pixel(png: bytes) -> tuple[int, int, int]:
    """Of its first row, the first pixel stands as it is, whichever filter the row has."""
    data, place = b"", 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        if kind == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += length + 12
    red, green, blue = zlib.decompress(data)[1:4]
    return red, green, blue
