"""Whose fault a refusal is: the sender in the settings, the subscriber's mailbox, or neither."""

import pytest

from models.digests.blame import ALL_ALIKE, is_about_mailbox, is_about_sender, is_theirs


@pytest.mark.parametrize(
    ("said", "recipient", "message"),
    [
        ("550 no such mailbox", True, True),
        ("551 not local", True, True),
        ("553 name not allowed", True, True),
        ("552 storage exceeded", True, False),  # a full mailbox, or a message that is too large
        ("554 rejected", False, False),
        ("521 no mail here", False, False),
        ("550 5.1.1 unknown", True, True),
        ("554 5.1.1 unknown", True, True),
        ("554 5.2.1 disabled", True, True),
        ("550 5.4.1 access denied", True, True),
        ("552 5.2.3 too long", False, False),
        ("552 5.3.4 too big", False, False),
        ("550 5.6.1 no eight bits here", False, False),
        ("550 5.7.1 unable to relay", False, False),
        ("550 5.0.0 no", True, True),
        ("554 5.0.0 no", False, False),
    ],
)
def test_codes_and_statuses_about_a_mailbox(said: str, recipient: bool, message: bool) -> None:
    assert is_about_mailbox(int(said[:3]), said, of_message=False) is recipient
    assert is_about_mailbox(int(said[:3]), said, of_message=True) is message


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        ("530 5.7.0 Authentication required", True),
        ("535 login", True),
        ("550 5.1.8 no such domain", True),
        ("550 5.1.7 bad syntax", True),
        ("553 5.7.1 <a@b>: Sender address rejected: not owned by user x", True),
        ("550 Sender rejected", True),
        ("550 sender domain denied", True),
        ("550 5.1.1 unknown", False),
        ("550 <sender@example.org>: no such mailbox", False),
        ("550 the sender's message was fine, the mailbox is not", False),
    ],
)
def test_a_refusal_of_the_recipient_that_means_our_sender(said: str, ours: bool) -> None:
    assert is_about_sender(int(said[:3]), said) is ours


def test_what_the_others_got_decides() -> None:
    assert is_theirs(of_message=False, others_accepted=False, alike=1), "one mailbox that does not exist"
    assert not is_theirs(of_message=False, others_accepted=False, alike=ALL_ALIKE), "not all mailboxes at once"
    assert is_theirs(of_message=False, others_accepted=True, alike=ALL_ALIKE), "the relay works"
    assert not is_theirs(of_message=True, others_accepted=False, alike=1), "it may be the message"
    assert is_theirs(of_message=True, others_accepted=True, alike=1), "the message is fine for others"
