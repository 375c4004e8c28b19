"""The county map in a digest: beside the page of a mail, inside a page that stands alone, in words in a text."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageColor

from flows.digests.channels import OutboxSender
from flows.digests.drawing.county_map import LISTED, NEW, PALETTE
from flows.digests.drawing.exports import as_json
from flows.digests.drawing.mail import message, render
from models.digests.content import DigestContent
from models.digests.mapped import MappedAgreements
from models.digests.subscriptions import MailFormat, Subscriber
from models.digests.telling.composing import compose
from models.places.tables import counties
from tests.support.browser import Browser, running_browser
from tests.support.digest_samples import BEFORE, LIST_DATE, SITUATION, additions, owed
from tests.support.strict_mail import MESSAGE_ID, SENT_AT, checked, sent_mail

TEXAN = Subscriber(id=7, address="subscriber@example.org", states=frozenset({"TX"}))
THREE_STATES = replace(TEXAN, states=frozenset({"TX", "GA", "VA"}))

# Every second county in the nation has an agreement, every tenth a new one.
MAPPED = MappedAgreements(
    {
        fips: LIST_DATE if place % 10 == 0 else date(2025, 3, 3)
        for place, fips in enumerate(counties())
        if place % 2 == 0
    },
    {"TX": 2},
)
WORDS = "127 of 254 counties in Texas have an agency with an agreement on the list of Jan 26, 2026"


def digest_of(subscriber: Subscriber = TEXAN, changes: int = 3) -> DigestContent:
    before = replace(BEFORE, list_date=BEFORE.on)
    return compose(subscriber, owed(*additions(changes)), replace(SITUATION, mapped=MAPPED), before, LIST_DATE)


def mail_of(content: DigestContent, subscriber: Subscriber = TEXAN) -> EmailMessage:
    return checked(sent_mail(content, subscriber))


def test_the_picture_stands_beside_the_page_that_names_it() -> None:
    mail = mail_of(digest_of())
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]
    page, picture = mail.get_body(("html",)), [*mail.walk()][-1]
    assert page is not None
    image = BeautifulSoup(page.get_content(), "lxml").img
    assert image is not None
    assert picture["Content-ID"] == f"<{str(image['src']).removeprefix('cid:')}>"
    assert (picture.get_content_disposition(), picture.get_filename()) == ("inline", "Texas by county.png")
    png = Image.open(BytesIO(picture.get_content()))
    assert png.size == (2 * int(str(image["width"])), 2 * int(str(image["height"])))
    assert str(image["alt"]).startswith(WORDS)
    assert "max-width:100%" in str(image["style"])


def test_a_mail_with_its_table_attached_keeps_its_pictures() -> None:
    mail = mail_of(digest_of(THREE_STATES, changes=400), THREE_STATES)
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds[0] == "multipart/mixed"
    assert kinds.count("image/png") == 3
    assert kinds[-1] == "text/csv"
    assert len({part["Content-ID"] for part in mail.walk() if part["Content-ID"]}) == 3


def test_a_page_of_400_changes_and_three_maps_is_not_clipped() -> None:
    rendered = render(digest_of(THREE_STATES, changes=400), THREE_STATES)
    assert len(rendered.html) < 100_000
    html5lib.HTMLParser(strict=True).parse(rendered.html)


def test_a_text_mail_has_the_words_and_no_picture() -> None:
    subscriber = replace(TEXAN, mail_format=MailFormat.TEXT)
    mail = mail_of(digest_of(subscriber), subscriber)
    assert [part.get_content_type() for part in mail.walk()] == ["text/plain"]
    text = " ".join(mail.get_content().split())
    assert f"WHERE IN TEXAS -------------- {WORDS}: " in text
    assert (
        "Not on the map: 2 agreements of agencies that work in more than one county, or whose county is not known."
        in text
    )


def test_the_file_in_the_outbox_holds_its_picture(tmp_path: Path) -> None:
    payload = message(digest_of(), TEXAN, MESSAGE_ID, SENT_AT)
    OutboxSender(tmp_path).offer("", "one", payload).hand_over()
    page = (tmp_path / "one.html").read_text("utf-8")
    assert "cid:" not in page
    assert page.rstrip() == render(digest_of(), TEXAN).page.rstrip()
    assert page.count("data:image/png;base64,") == 1


def test_a_web_hook_gets_the_counties() -> None:
    (texas,) = json.loads(as_json("1-1", digest_of()))["maps"]
    assert (texas["state"], texas["as_of"], len(texas["listed"])) == ("TX", "2026-01-26", 127)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(360, False), (360, True), (800, False), (800, True)])
def test_the_map_is_seen_in_light_and_dark(browser: Browser, tmp_path: Path, width: int, dark: bool) -> None:
    page = tmp_path / "digest.html"
    page.write_text(render(digest_of(), TEXAN).page, "utf-8")
    shown = browser.show(page, tmp_path / "digest.png", width=width, dark=dark)
    assert (shown.content_width, shown.requested) == (width, ())
    image = Image.open(shown.png).convert("RGB")
    seen = {color: count for count, color in image.getcolors(1 << 24) or ()}
    assert all(seen.get(ImageColor.getrgb(PALETTE[color]), 0) > 400 for color in (LISTED, NEW))
