"""Names from a hostile list stay text, wherever they leave the program."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import html5lib
import pytest
from lxml import etree

from flows.digests.drawing import chat, exports
from flows.digests.drawing.exports import changes_csv
from flows.digests.drawing.mail import render
from flows.digests.feeds.entries import shown_entry
from flows.digests.feeds.folder import title_of
from flows.digests.feeds.formats import Feed, atom
from flows.settings import Settings
from models.digests.content import DigestContent
from models.digests.health import HeldList, SourceHealth
from models.digests.subscriptions import Subscriber
from models.digests.telling.composing import compose
from models.record.asking.digests.feed import FeedEntry, FeedPlace
from models.vocabulary import ChangeKind, ListKind
from tests.support.digest_samples import BEFORE, LIST_SHA256, SITUATION, entry, full_digest, owed
from tests.support.strict_mail import checked, sent_mail

HOSTILE = {
    "script": '<script>alert(1)</script>" onmouseover="alert(2)',
    "image": "<img src=https://tracker.example/x.png>",
    "closes the cell": "</td></tr></table><h1>Seized</h1>",
    "entity": "&lt;b&gt; &amp; &#x3c;",
    "template": "{{ 7 * 7 }} {% include 'x' %}",
    "formula": '=HYPERLINK("https://evil.example","click")',
    "formula with plus": "+1+cmd|' /C calc'!A0",
    "formula at": "@SUM(1+1)",
    "formula behind a tab": "\t=1+1",
    "right to left": "Sheriff \u202egnp.exe",
    "isolates": "\u2066Office\u2069",
    "zero width": "Sher\u200biff",
    "control": "Bell\x07 and escape\x1b[31m red",
    "null": "nul\x00byte",
    "header injection": "Office\r\nBcc: all@example.org\r\n\r\nbody",
    "no character": "Sher\ufffeiff\uffff",
    "CDATA": "]]><evil/>",
    "long": "W" * 40_000,
}

SUBSCRIBER = Subscriber(id=1, address="subscriber@example.org", operator=True)


def content(name: str) -> DigestContent:
    """A digest in which the list's and the news' every text is `name`."""
    hostile = {
        "agency": name, "agency_before": name, "county": name, "state_before": name, "moa_url": f"javascript:{name}",
    }  # fmt: skip
    kinds = [
        ChangeKind.AGENCY_RENAMED,
        ChangeKind.AGREEMENT_ADDED,
        ChangeKind.AGREEMENT_ENDED,
        ChangeKind.PENDING_ADDED,
    ]
    due = owed(*(entry(id=f"h{place}", kind=kind, **hostile) for place, kind in enumerate(kinds)))
    news = full_digest()
    situation = replace(
        SITUATION,
        held=(HeldList("h", ListKind.PENDING, date(2026, 1, 25), LIST_SHA256, (name,)),),
        health=(SourceHealth(name, False, name),),
        news=tuple(replace(one, sentence=name, quote=name, outlet=name, url=name) for one in news.news),
    )  # fmt: skip
    return compose(SUBSCRIBER, due, situation, BEFORE, date(2026, 1, 26))


@pytest.fixture(params=[*HOSTILE])
def name(request: pytest.FixtureRequest) -> str:
    return HOSTILE[request.param]


def test_the_page_is_valid_and_has_no_more_elements_than_with_plain_names(name: str) -> None:
    hostile, plain = (
        html5lib.HTMLParser(strict=True).parse(render(content(each), SUBSCRIBER).html) for each in (name, "Plain")
    )
    assert _elements(hostile) == _elements(plain)


def test_the_page_links_nowhere_but_to_the_web_and_loads_nothing(name: str) -> None:
    html = render(content(name), SUBSCRIBER).html
    assert not re.search(r'href="(?!https?://)', html)
    assert not re.search(r"<(img|script|iframe|object|form)\b", html)
    assert len(html) < 100_000


def test_nothing_invisible_is_left_in_page_text_chat_and_table(name: str) -> None:
    rendered = render(content(name), SUBSCRIBER)
    for text in (rendered.html, rendered.text, chat.text(content(name)), changes_csv(content(name))):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\u202a-\u202e\u2066-\u2069]", text)


def test_the_mail_has_the_headers_it_should_have_and_no_others(name: str) -> None:
    digest = content(name)
    mail = checked(sent_mail(digest, SUBSCRIBER))
    assert set(mail.keys()) == {
        "Subject", "From", "To", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "Auto-Submitted", "MIME-Version",
        "Content-Type",
    }  # fmt: skip
    assert mail["To"] == "subscriber@example.org"


def test_no_cell_of_the_table_is_a_formula(name: str) -> None:
    rows = list(csv.reader(io.StringIO(changes_csv(content(name)))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_web_hook_carries_the_name_as_it_is_in_plain_ascii(name: str) -> None:
    body = exports.as_json("1-1", content(name))
    assert body.isascii()
    assert json.loads(body)["changed"][0]["agency"] == name


def test_the_feed_is_well_formed_and_has_no_more_elements(name: str) -> None:
    hostile, plain = (
        [element.tag for element in etree.fromstring(_feed_about(each)).iter()] for each in (name, "Plain")
    )
    assert hostile == plain


def _elements(tree: etree._Element) -> list[str]:
    return list(_tags(tree))


def _tags(tree: etree._Element) -> Iterator[str]:
    for element in tree.iter():
        if isinstance(element.tag, str) and not element.tag.endswith("a"):  # a link that is none is left out
            yield element.tag


def _feed_about(name: str) -> bytes:
    at = datetime(2026, 1, 26, tzinfo=UTC)
    change = entry(agency=name, agency_before=name, county=name, moa_url=name)
    title = title_of("TX-x", {"TX-x": FeedPlace(name, "TX", name, None)})
    return atom(Feed("agencies/TX-x", title, [shown_entry(FeedEntry(change, at, at))]), Settings())
