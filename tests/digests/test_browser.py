"""The browser of the tests: a page is laid out at the width asked for, in the mode asked for, off the network."""

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser import Browser, running_browser

pytestmark = pytest.mark.browser

PAGE = """<!DOCTYPE html><html lang="en"><head><title>A page</title><style>
body { margin: 0; background: #fff } .wide { width: 700px; height: 1500px }
@media (prefers-color-scheme: dark) { .wide { height: 300px } }
@media (max-width: 400px) { .wide { width: auto } }
</style></head><body><div class="wide"></div>%s</body></html>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE % "", encoding="utf-8")
    return path


def test_a_narrow_page_is_laid_out_narrow(browser: Browser, page: Path, tmp_path: Path) -> None:
    shown = browser.show(page, tmp_path / "narrow.png", width=360)
    assert (shown.content_width, shown.content_height) == (360, 1500)
    assert struct.unpack(">II", shown.png.read_bytes()[16:24]) == (360, 1500)


def test_a_page_that_scrolls_sideways_says_so(browser: Browser, page: Path, tmp_path: Path) -> None:
    assert browser.show(page, tmp_path / "wide.png", width=500).content_width == 700


def test_dark_mode_is_asked_for(browser: Browser, page: Path, tmp_path: Path) -> None:
    assert browser.show(page, tmp_path / "dark.png", width=1200, dark=True).content_height == 800
    assert browser.show(page, tmp_path / "light.png", width=1200).content_height == 1500


def test_a_remote_image_is_noticed_and_not_fetched(browser: Browser, page: Path, tmp_path: Path) -> None:
    page.write_text(PAGE % '<img alt="" src="https://pixel.example/seen.gif">', encoding="utf-8")
    shown = browser.show(page, tmp_path / "remote.png", width=360)
    assert shown.requested == ("https://pixel.example/seen.gif",)
