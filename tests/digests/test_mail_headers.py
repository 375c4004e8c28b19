"""The head of a mail: plain ASCII, folded where the standard allows, for any sender that the settings accept."""

import pytest

from flows.digests.drawing.headers import LINE_WIDTH, addressed, fixed_head, letter
from flows.digests.drawing.mail import message
from models.digests.addresses import AddressError, Mailbox, mailbox
from models.digests.subscriptions import Channel, MailFormat, Subscriber
from models.links import LinkMaker
from tests.support.digest_samples import full_digest
from tests.support.strict_mail import SENT_AT, checked, sent_mail

LONG_LOCAL_PART = "redaction." + "d" * 50
LONG_DOMAIN = f"{'x' * 30}.{'y' * 29}.example"  # 68 characters
SENDERS = {
    "bare": "digest@paper.example",
    "localhost": "moawatch@localhost",
    "long local part": f"{LONG_LOCAL_PART}@paper.example",
    "long domain": f"digest@{LONG_DOMAIN}",
    "longest of both": f"{'d' * 64}@{'.'.join(['x' * 60, 'y' * 60, 'z' * 55])}.example",
    "name": "The County Desk <digest@paper.example>",
    "quoted name": '"Desk, The \\"287(g)\\" \\\\" <digest@paper.example>',
    "name with a stop": "Dr. Desk <digest@paper.example>",
    "name that looks encoded": "=?utf-8?q?x?= <digest@paper.example>",
    "name outside ASCII": "Rédaction du Comté <digest@paper.example>",
    "long name outside ASCII": f"{'Rédaction für Ärzte ' * 10}<{LONG_LOCAL_PART}@{LONG_DOMAIN}>",
    "long name": f"{'The County Desk ' * 10}<digest@{LONG_DOMAIN}>",
    "international domain": "Redaktion <digest@zeitung-köln.example>",
    "signs of links": "d+i=g/e?s%t&x#y'z@paper.example",
}


@pytest.mark.parametrize("sender", SENDERS.values(), ids=SENDERS)
@pytest.mark.parametrize("mail_format", MailFormat)
def test_the_whole_mail_keeps_to_every_rule_for_any_sender(sender: str, mail_format: MailFormat) -> None:
    subscriber = Subscriber(id=12345, address="a" * 60 + "@" + LONG_DOMAIN, mail_format=mail_format)
    parsed = checked(sent_mail(full_digest(), subscriber, mailbox(sender)))
    (one,) = parsed["From"].addresses
    assert one.addr_spec == mailbox(sender).address
    # Spaces aside: the email package leaves one between two encoded words, which RFC 2047, 6.2 drops.
    assert one.display_name.replace(" ", "") == (mailbox(sender).name or "moawatch").replace(" ", "")
    assert parsed["To"] == subscriber.address


def test_the_mail_in_the_outbox_is_addressed_to_nobody() -> None:
    parsed = checked(sent_mail(full_digest(), Subscriber(id=1, address="outbox", channel=Channel.OUTBOX)))
    assert parsed["To"].addresses == ()


def test_a_long_subject_is_folded_at_its_spaces() -> None:
    head = fixed_head("a correction " * 20, "<d1@x.example>", SENT_AT)
    lines = head.partition(b"\r\nDate")[0].split(b"\r\n")
    assert len(lines) > 3
    assert all(len(line) <= LINE_WIDTH and line.strip() for line in lines)
    assert b"".join(lines) == b"Subject: " + b"a correction " * 19 + b"a correction"


def test_a_subject_outside_ascii_becomes_encoded_words() -> None:
    mail = addressed(fixed_head("Doña Ana – " * 12, "<d@x.example>", SENT_AT), Mailbox("", "a@x.example"), None, 1)
    parsed = checked(mail + b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx\r\n")
    assert parsed["Subject"] == ("Doña Ana – " * 12).strip()


def test_a_subject_that_looks_encoded_is_shown_as_it_is() -> None:
    """A list may print any name for an agency: no mail program may show another one in its place."""
    name = "=?utf-8?b?QWxsIGFncmVlbWVudHMgZW5kZWQ=?="
    mail = addressed(fixed_head(f"287(g): {name}", "<d@x.example>", SENT_AT), Mailbox("", "a@x.example"), None, 1)
    parsed = checked(mail + b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx\r\n")
    assert parsed["Subject"] == f"287(g): {name}"


@pytest.mark.parametrize(
    "address", ["josé@example.org", "a@example.org\r\nBcc: b@example.org", "a b@example.org", "", "a@ex\udcffample.org"]
)
def test_an_address_that_no_relay_takes_is_refused_before_it_is_in_a_header(address: str) -> None:
    with pytest.raises(AddressError):
        addressed(b"", Mailbox("", "digest@paper.example"), address, 1)


def test_a_link_to_leave_the_list_survives_the_signs_of_an_address() -> None:
    head = addressed(b"", mailbox(SENDERS["signs of links"]), "a@example.org", 7)
    assert b"<mailto:d+i%3Dg%2Fe%3Fs%25t%26x%23y'z@paper.example?subject=stop%207>" in head


@pytest.mark.parametrize("mail_format", MailFormat)
def test_the_way_to_leave_on_the_web_stands_first_with_its_one_click(mail_format: MailFormat) -> None:
    subscriber = Subscriber(id=7, address="jane@example.org", mail_format=mail_format)
    links = LinkMaker("https://digests.example.org", "s" * 32).of_mail(7, "key", subscriber.address, "7-1", SENT_AT)
    stored = message(full_digest(), subscriber, "<d1@x.example>", SENT_AT, links)
    mail = checked(addressed(stored, Mailbox("", "digest@x.example"), subscriber.address, 7, links.leave))
    stop = "<mailto:digest@x.example?subject=stop%207>"
    assert "".join(mail["List-Unsubscribe"].split()) == f"<{links.leave}>,{stop}"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("plain", *(["html"] if mail_format is MailFormat.HTML else [])):
        part = mail.get_body((kind,))
        assert part is not None
        assert all(link in part.get_content() for link in (links.digest, links.change, links.leave))


def test_without_a_web_part_a_mail_says_nothing_of_links() -> None:
    parsed = checked(sent_mail(full_digest(), Subscriber(id=7, address="jane@example.org")))
    assert parsed["List-Unsubscribe-Post"] is None
    part = parsed.get_body(("plain",))
    assert part is not None
    assert "On the web" not in part.get_content()


def test_a_letter_that_answers_a_request_is_on_no_list() -> None:
    head = letter(b"", Mailbox("", "digest@x.example"), "jane@example.org")
    assert head == b"From: moawatch <digest@x.example>\r\nTo: jane@example.org\r\n"
