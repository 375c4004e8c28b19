"""Signed links: ours are read back as they were, and nothing else is taken for one."""

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.links import (
    MAX_TOKEN,
    ExpiredLinkError,
    LinkError,
    Purpose,
    SignedLink,
    lasts,
    opened,
    seal,
    signed,
)

SECRET = "a secret of more than thirty-two characters"
NOW = datetime(2026, 1, 26, 12, tzinfo=UTC)
LINK = SignedLink(Purpose.CHANGE, 7, seal("key", "jane@example.org"), NOW)
TOKEN = signed(SECRET, LINK)
WORD = string.ascii_letters + string.digits + "-_"

links = st.builds(
    SignedLink,
    purpose=st.sampled_from(Purpose),
    subscriber_id=st.integers(0, 10**9),
    seal=st.text("0123456789abcdef", max_size=16),
    issued=st.integers(0, 2**33).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    about=st.text(max_size=200),
)


@given(links)
def test_a_link_is_read_back_as_it_was(link: SignedLink) -> None:
    token = signed(SECRET, link)
    assert set(token) <= set(WORD + ".")
    assert opened(SECRET, token, link.purpose, link.issued) == link


@given(st.integers(0, len(TOKEN) - 1), st.sampled_from(WORD + "."))
def test_a_link_with_one_letter_changed_is_none(place: int, letter: str) -> None:
    assume(TOKEN[place] != letter)
    with pytest.raises(LinkError):
        opened(SECRET, TOKEN[:place] + letter + TOKEN[place + 1 :], Purpose.CHANGE, NOW)


cut_short = st.integers(0, len(TOKEN) - 1).map(lambda length: TOKEN[:length])


@given(st.text(max_size=300) | st.text(WORD + ".", max_size=300) | cut_short)
def test_whatever_else_is_no_link(text: str) -> None:
    with pytest.raises(LinkError):
        opened(SECRET, text, Purpose.CHANGE, NOW)


@pytest.mark.parametrize("text", [TOKEN + "=", TOKEN + "A", f" {TOKEN}", TOKEN.upper(), "A" * (MAX_TOKEN + 1), ".", ""])
def test_another_way_to_write_a_link_is_no_link(text: str) -> None:
    with pytest.raises(LinkError):
        opened(SECRET, text, Purpose.CHANGE, NOW)


@given(links, st.sampled_from(Purpose))
def test_a_link_for_one_purpose_serves_no_other(link: SignedLink, purpose: Purpose) -> None:
    assume(link.purpose != purpose)
    with pytest.raises(LinkError, match="made for something else"):
        opened(SECRET, signed(SECRET, link), purpose, link.issued)


def test_a_link_signed_with_another_secret_is_no_link() -> None:
    with pytest.raises(LinkError, match="not one of our links"):
        opened(SECRET + "!", TOKEN, Purpose.CHANGE, NOW)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_is_good_until_its_time_is_over(purpose: Purpose) -> None:
    token = signed(SECRET, SignedLink(purpose, 1, "", NOW))
    assert opened(SECRET, token, purpose, NOW + lasts(purpose))
    with pytest.raises(ExpiredLinkError):
        opened(SECRET, token, purpose, NOW + lasts(purpose) + timedelta(seconds=1))


def test_the_seal_tells_subscriptions_of_one_address_apart_and_says_nothing_of_it() -> None:
    assert seal("first", "jane@example.org") != seal("second", "jane@example.org") != seal("second", "june@example.org")
    assert "jane" not in TOKEN
