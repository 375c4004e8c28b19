"""What a letter says: a wish to stop, a bounce, or nothing that concerns us; and what no parser is asked to read."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.inbox.reading import MAX_BYTES, read_letter
from models.digests.inbox.letters import Stop, bounce_words, hard_bounces, is_of_the_mailbox, stop_of
from models.errors import ReadError
from tests.support.letters import bounce, reply

JANE = "jane@example.org"
ID = "<1-1.20260126120000.0123456789ab@moawatch.example>"


def stop(**how: str) -> Stop | None:
    return stop_of(read_letter(reply(**({"sender": JANE} | how))))


@pytest.mark.parametrize(
    "how",
    [
        {"subject": "stop"},
        {"subject": "STOP."},
        {"subject": "Unsubscribe"},
        {"subject": "Re: stop"},
        {"subject": "AW: RE: unsubscribe"},
        {"text": "stop"},
        {"text": "\n\nPlease unsubscribe me!\n\nJane\n\n> 287(g): 1 new agreement"},
        {"html": "<div>Stop</div><blockquote>287(g): 1 new agreement</blockquote>"},
        {"sender": "Jane Doe <Jane@EXAMPLE.org>", "subject": "stop"},
    ],
)
def test_a_letter_that_says_nothing_but_stop_asks_to_stop(how: dict[str, str]) -> None:
    asked = stop(**how)
    assert asked is not None
    assert (asked.address.casefold(), asked.subscriber_id) == (JANE, None)


def test_the_link_in_a_mail_writes_the_number_of_the_subscriber() -> None:
    assert stop(subject="stop 7") == Stop(JANE, 7)


def test_a_mail_program_may_press_our_link_by_itself() -> None:
    assert stop(subject="stop 7", Auto_Submitted="auto-generated") == Stop(JANE, 7)
    assert stop(subject="Re: stop 7", Auto_Submitted="auto-replied") is None


@pytest.mark.parametrize(
    "how",
    [
        {"subject": "Re: 287(g): Lamar County stops its agreement", "text": "Thanks!"},
        {"subject": "Stop the agreements now"},
        {"subject": "stop 7 and 8"},
        {"subject": "stop 99999999999999999999"},
        {"text": "I cannot stop reading these"},
        {"text": "> stop\nwhat does this link do?"},
        {"subject": "stop", "Auto_Submitted": "auto-replied"},
        {"subject": "Re: stop", "X_Autoreply": "yes"},
        {"subject": "stop", "Precedence": "bulk"},
        {"subject": "stop", "List_Id": "<talk.example.org>"},
        {"sender": "jane@example.org, joe@example.org", "subject": "stop"},
        {"sender": "MAILER-DAEMON", "subject": "stop"},
    ],
)
def test_anything_else_does_not(how: dict[str, str]) -> None:
    assert stop(**how) is None


def test_two_senders_are_nobody() -> None:
    assert stop_of(read_letter(b"From: joe@example.org\n" + reply(JANE, "stop"))) is None


@pytest.mark.parametrize("headers_only", [False, True])
def test_a_bounce_names_the_message_the_recipient_and_the_reason(headers_only: bool) -> None:
    letter = read_letter(bounce(ID, JANE, original="Jane.Doe@example.org", headers_only=headers_only))
    assert letter.returned_ids == (ID,)
    (failed,) = hard_bounces(letter)
    assert failed.addresses == {JANE, "jane.doe@example.org"}
    assert (failed.status, bounce_words(failed)) == ("5.1.1", "5.1.1 no such user")
    assert stop_of(letter) is None


@pytest.mark.parametrize(
    ("status", "action"), [("4.4.7", "delayed"), ("4.4.7", "failed"), ("2.0.0", "delivered"), ("5.1.1", "relayed"),
                           ("5.1.1", "delayed"), ("", "failed")],
)  # fmt: skip
def test_what_is_not_final_is_no_hard_bounce(status: str, action: str) -> None:
    assert not hard_bounces(read_letter(bounce(ID, JANE, status, action)))


@pytest.mark.parametrize(
    ("status", "of_the_mailbox"),
    [
        ("5.1.1", True), ("5.1.10", True), ("5.2.1", True), ("5.4.4", True),
        ("5.2.2", False), ("5.2.3", False), ("5.1.8", False), ("5.7.1", False), ("5.0.0", False), ("5.3.4", False),
        ("5.1", False), ("5.1.x", False),
    ],
)  # fmt: skip
def test_only_what_is_about_the_mailbox_says_that_it_takes_no_mail(status: str, of_the_mailbox: bool) -> None:
    (failed,) = hard_bounces(read_letter(bounce(ID, JANE, status)))
    assert is_of_the_mailbox(failed) is of_the_mailbox


def nested(depth: int) -> bytes:
    part = b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n'
    return b"From: a@example.org\nSubject: hello\n" + b"".join(part % (level, level) for level in range(depth))


BOMBS = {
    "two megabytes": b"Subject: stop\n\n" + b"x" * MAX_BYTES,
    "endless headers": b"X-A: b\n" * 20_000 + b"\nstop",
    "one endless header": b"Subject: " + b"a " * 100_000 + b"\n\nstop",
    "a thousand parts": b'Content-Type: multipart/mixed; boundary="B"\n\n' + b"--B\n\n" * 1_200,
    "a hundred thousand parts": b'Content-Type: multipart/mixed; boundary="B"\n\n' + b"--B\n\n" * 100_000,
    "parts within parts": nested(30),
    "a million lines": b"\n" * 1_000_000,
    "messages within messages": b"Content-Type: message/rfc822\n\n" * 300,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_left_alone_before_it_is_parsed(bomb: str) -> None:
    began = time.process_time()
    with pytest.raises(ReadError, match="left alone"):
        read_letter(BOMBS[bomb])
    assert time.process_time() - began < 0.2


def test_a_header_that_cannot_be_decoded_hides_neither_a_stop_nor_a_bounce() -> None:
    broken = "=?utf-8?b?a?="
    letter = read_letter(f"From: {JANE}\nSubject: {broken}\n\nstop\n".encode())
    assert stop_of(letter) == Stop(JANE, None)
    (failed,) = hard_bounces(read_letter(bounce(ID, JANE, said=broken)))
    assert (failed.status, failed.said) == ("5.1.1", broken)


ODD = {
    "nothing": b"",
    "no head": b"\n\nstop\n",
    "an unknown encoding": b"From: a@example.org\nContent-Type: text/plain; charset=martian\n\nstop \xff\n",
    "a broken encoded word": b"From: a@example.org\nSubject: =?utf-8?b?%%%?= =?x?q?=FF?=\n\nhello",
    "broken base64": b"From: a@example.org\nContent-Transfer-Encoding: base64\n\n!!!!",
    "zero bytes": b"From: a\x00b@example.org\nSubject: st\x00op\n\n\x00\x00",
    "a report without parts": b"Content-Type: message/delivery-status\n\nnothing",
    "a report in a report": bounce(ID, JANE).replace(b"A digest.", bounce(ID, JANE)),
    "not closed": bounce(ID, JANE)[:700],
    "parts within parts, as deep as allowed": nested(20) + b"x\n" * 49_000,
    "messages within messages, as deep as allowed": b"Content-Type: message/rfc822\n\n" * 200,
    "a long list of senders": b"From: " + b"a@example.org, " * 300 + b"\nSubject: stop\n\n",
}


@pytest.mark.parametrize("odd", ODD)
def test_broken_mail_is_read_as_far_as_it_goes(odd: str) -> None:
    began = time.process_time()
    letter = read_letter(ODD[odd])
    assert time.process_time() - began < 1
    assert all(text.isprintable() for text in (letter.sender, letter.subject))
    assert stop_of(letter) is None or odd in ("an unknown encoding",)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 1200))
def test_no_bytes_break_the_reader(noise: bytes, at: int) -> None:
    mail = bounce(ID, JANE)
    letter = read_letter(mail[:at] + noise + mail[at:])
    assert len(letter.subject) <= 200
