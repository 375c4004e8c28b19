"""The pages as people meet them: on a phone, in the dark, by keyboard, with a screen reader, in a real browser."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.digests.feeds.folder import write_feeds
from models.record.store import read_session
from tests.support.axe import barriers
from tests.support.browser import Browser, running_browser
from tests.support.digest_record import days, new_agreements, publish_changes, subscribe
from tests.support.paths import PICTURES
from tests.support.web_site import RunningSite, link_in

pytestmark = pytest.mark.browser

PHONE, DESKTOP = 360, 1_280

FOCUSED = "document.activeElement.id || document.activeElement.textContent.trim()"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as chromium:
        yield chromium


def look(browser: Browser, address: str, name: str) -> None:
    """The page on a phone, in light and dark, and on a desk: it fits, asks nobody else for anything, has no barrier."""
    PICTURES.mkdir(exist_ok=True, parents=True)
    for width, dark in ((PHONE, False), (PHONE, True), (DESKTOP, False)):
        picture = PICTURES / f"web-{name}-{width}{'-dark' if dark else ''}.png"
        shown = browser.show(address, picture, width=width, dark=dark)
        assert shown.content_width <= width, f"{name} is wider than {width} pixels"
        assert {url for url in shown.requested if not url.startswith(address.split("/", 3)[0])} == set()
        assert width == DESKTOP or barriers(browser) == [], name


def test_every_page_fits_a_phone_and_has_no_barrier(running: RunningSite, browser: Browser) -> None:
    subscribe(running.engine, "jane@example.org", states=["TX"], counties=["48277"])
    running.run_digests()
    mail = running.mail()
    running.post("/", address="june@example.org", states=["TX", "GA"], cadence="weekly")
    pages = {
        "join": f"{running.url}/",
        "confirm": link_in(running.mail(2), "confirm"),
        "change": link_in(mail, "change"),
        "leave": link_in(mail, "leave"),
        "bad-link": f"{running.url}/leave/no-link",
        "not-there": f"{running.url}/nothing",
    }
    for name, address in pages.items():
        look(browser, address, name)


def test_a_barrier_is_found_where_there_is_one(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<!DOCTYPE html><html><body><p style="color:#ccc">pale</p><input></body></html>')
    browser.show(page, tmp_path / "page.png", width=PHONE)
    found = {each.partition(":")[0] for each in barriers(browser)}
    assert {"label", "color-contrast", "html-has-lang", "document-title"} <= found


def test_the_feeds_pages_and_a_digest_with_its_whole_table_fit(running: RunningSite, browser: Browser) -> None:
    subscribe(running.engine, "jane@example.org", states=["TX"])
    running.run_digests()
    running.now += days(1)
    publish_changes(running.engine, new_agreements(range(100, 215)), running.now)
    running.run_digests()
    with read_session(running.engine) as session:
        write_feeds(session, running.site.settings)
    look(browser, f"{running.url}/feeds/", "feeds")
    look(browser, f"{running.url}/feeds/states/TX.html", "feeds-texas")
    address = link_in(running.mail(2), "digest")
    shown = browser.show(address, PICTURES / "web-digest-360.png", width=PHONE)
    assert shown.content_width <= PHONE
    assert barriers(browser, ".told") == []


def test_a_person_joins_and_leaves_by_keyboard_alone(running: RunningSite, browser: Browser) -> None:
    browser.show(f"{running.url}/", PICTURES / "web-keyboard.png", width=DESKTOP)
    go_to(browser, "address")
    browser.type("jane@example.org")
    go_to(browser, "counties")
    browser.type("Lamar County, TX")
    go_to(browser, "cadence-daily")
    go_to(browser, "Send me a link to confirm")
    browser.press_and_wait("Enter")
    assert browser.evaluate("document.querySelector('h1').textContent") == "Now check your mail"
    browser.show(link_in(running.mail(), "confirm"), PICTURES / "web-keyboard.png", width=DESKTOP)
    go_to(browser, "Yes, start it")
    browser.press_and_wait("Enter")
    (row,) = running.subscribers()
    assert row.counties == ["48277"]
    running.run_digests(later=timedelta(days=1))
    browser.show(link_in(running.mail(2), "leave"), PICTURES / "web-keyboard.png", width=DESKTOP)
    go_to(browser, "Yes, leave")
    browser.press_and_wait(" ")
    assert browser.evaluate("document.querySelector('h1').textContent") == "You have left"
    assert running.subscribers() == []


def test_what_is_wrong_is_said_first_and_beside_its_field(running: RunningSite, browser: Browser) -> None:
    browser.show(f"{running.url}/", PICTURES / "web-wrong-360.png", width=PHONE)
    browser.evaluate(
        "document.querySelector('#address').type = 'text'; document.querySelector('#address').value = 'jane@'"
    )
    browser.evaluate("document.querySelector('#counties').value = 'Lamarr County, TX'")
    go_to(browser, "Send me a link to confirm")
    browser.press_and_wait("Enter")
    assert browser.evaluate("document.querySelector('[role=alert] li').textContent.trim()")
    described = (
        "document.getElementById(document.querySelector('#counties').getAttribute('aria-describedby').split(' ')[1])"
    )
    assert "Lamar County, TX" in browser.evaluate(f"{described}.textContent")
    assert barriers(browser) == []
    browser.picture(PICTURES / "web-wrong-360.png")


def go_to(browser: Browser, name: str) -> None:
    """Press Tab until the element with this id or text has the focus."""
    for _ in range(60):
        browser.press("Tab")
        if browser.evaluate(FOCUSED) == name:
            return
    pytest.fail(f"{name} cannot be reached by keyboard")
