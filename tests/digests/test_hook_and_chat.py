"""The digest for programs and for chats."""

import json
from dataclasses import fields, replace

from flows.digests.drawing import chat, exports
from models.digests.content import DigestContent
from models.digests.subscriptions import Subscriber
from models.digests.telling.composing import compose
from tests.support.digest_samples import BEFORE, LIST_DATE, SITUATION, additions, full_digest, owed


def test_the_web_hook_carries_the_whole_content_with_its_id_and_version() -> None:
    content = full_digest()
    body = json.loads(exports.as_json("7-12", content))
    assert (body["digest"], body["version"]) == ("7-12", exports.JSON_VERSION)
    assert body.keys() - {"digest", "version"} == {field.name for field in fields(DigestContent)}
    item = body["corrections"][0]
    assert (item["kind"], item["status"], item["told_on"]) == ("agreement_ended", "withdrawn", "2026-01-20")


def test_a_chat_message_begins_with_the_subject_and_ends_with_the_lists() -> None:
    lines = chat.text(full_digest()).splitlines()
    assert lines[0] == full_digest().subject
    assert lines[2].startswith("Correction: Lamar County Sheriff's Office, Louisiana. On Jan 20, 2026 we told you")
    assert "New problem: Pending: last fetched Jan 17, 2026" in lines
    assert "Resolved: ICE 287(g) page: no answer" in lines
    assert lines[-1].startswith("From the participating list of Jan 26, 2026, sha256 ")


def test_news_alone_is_told_in_a_chat_too() -> None:
    news = full_digest()
    situation = replace(SITUATION, news=news.news)
    lines = chat.text(compose(Subscriber(id=1, address="room"), [], situation, BEFORE, LIST_DATE)).splitlines()
    assert [each.sentence[:60] for each in news.news] == [line[:60] for line in lines[-1 - len(news.news) : -1]]


def test_a_chat_message_is_short_whatever_the_day_brought() -> None:
    subscriber = Subscriber(id=1, address="desk")
    content = compose(subscriber, owed(*additions(300, agency="W" * 300)), SITUATION, BEFORE, LIST_DATE)
    text = chat.text(content)
    assert len(text) <= chat.MAX_CHARACTERS
    assert "sha256" in text.splitlines()[-1]
