"""Changing, pausing and leaving by the links of a digest: each does its one thing, once where it must be once."""

import socket
from datetime import timedelta
from itertools import permutations
from urllib.parse import urlencode, urlsplit

import pytest
import requests

from models.digests.subscriptions import Cadence, MailFormat
from models.links import Purpose, SignedLink, seal
from models.record.store import write_session
from tests.support.digest_record import days, new_agreements, publish_changes, subscribe
from tests.support.web_site import SECONDS, RunningSite, all_rows, hidden_form, link_in, one_click


@pytest.fixture
def told(running: RunningSite) -> RunningSite:
    """Jane has her first digest."""
    kinds, form = ["agreement_ended"], MailFormat.TEXT
    subscribe(running.engine, "jane@example.org", states=["TX"], kinds=kinds, mail_format=form)
    running.run_digests()
    return running


def test_one_click_in_a_mail_program_leaves_without_a_cookie_or_a_page(told: RunningSite) -> None:
    address = one_click(told.mail())
    assert told.get(address).status_code == 200
    assert len(told.subscribers()) == 1, "a scanner that follows the link changes nothing"
    sent = requests.post(address, data={"List-Unsubscribe": "One-Click"}, timeout=SECONDS, allow_redirects=False)
    assert (sent.status_code, "set-cookie" in sent.headers) == (200, False)
    assert told.subscribers() == []
    parts = [("List-Unsubscribe", (None, b"One-Click")), ("\u00e9", (None, b"\xff"))]
    again = requests.post(address, files=parts, timeout=SECONDS)
    assert (again.status_code, "has ended already" in again.text) == (200, True)


def test_a_second_click_does_not_wait_for_the_record(told: RunningSite) -> None:
    address = one_click(told.mail())
    told.post(address)
    with write_session(told.engine):
        again = told.post(address)
    assert (again.status_code, "already" in again.text.lower()) == (200, True)


def test_whoever_left_gets_no_more_and_nothing_is_kept_of_them(told: RunningSite) -> None:
    assert "You have left" in told.post(link_in(told.mail(), "leave")).text
    publish_changes(told.engine, new_agreements([9]), told.now + timedelta(hours=1))
    told.run_digests(later=days(1))
    assert len(told.relay.taken) == 1
    assert "jane" not in str(all_rows(told.engine))


def test_the_links_of_a_subscription_that_ended_do_nothing_to_the_next_one(told: RunningSite) -> None:
    mail = told.mail()
    told.post(link_in(mail, "leave"))
    subscribe(told.engine, "jane@example.org", states=["FL"])
    before = all_rows(told.engine)
    assert told.get(link_in(mail, "change")).status_code == 410
    assert told.get(link_in(mail, "digest")).status_code == 410
    assert "has ended already" in told.post(link_in(mail, "leave")).text
    assert all_rows(told.engine) == before


def test_wishes_are_changed_and_what_the_form_does_not_show_is_kept(told: RunningSite) -> None:
    address = link_in(told.mail(), "change")
    page = told.get(address).text
    assert "j...@example.org" in page
    assert "jane@" not in page
    assert 'value="TX" checked' in page
    saved = told.post(
        address, form=hidden_form(page), act="save", states="FL", cadence="weekly", weekday="sunday", mail_format="html"
    )
    assert (saved.status_code, "Florida" in saved.text) == (200, True)
    (row,) = told.subscribers()
    assert (row.states, row.cadence, row.weekday, row.mail_format) == (["FL"], Cadence.WEEKLY, 6, MailFormat.HTML)
    assert (row.kinds, row.news) == (["agreement_ended"], False)


def test_a_form_is_good_for_one_change(told: RunningSite) -> None:
    address = link_in(told.mail(), "change")
    form = hidden_form(told.get(address).text)
    told.post(address, form=form, act="save", states="FL")
    before = all_rows(told.engine)
    replayed = told.post(address, form=form, act="save", states="GA")
    assert (replayed.status_code, "this form was sent already" in replayed.text) == (410, True)
    assert all_rows(told.engine) == before


def test_a_mistake_in_the_form_saves_nothing_and_can_be_corrected(told: RunningSite) -> None:
    address = link_in(told.mail(), "change")
    form = hidden_form(told.get(address).text)
    before = all_rows(told.engine)
    wrong = told.post(address, form=form, act="save", agencies="Nobody's Office")
    assert (wrong.status_code, 'href="#agencies"' in wrong.text) == (400, True)
    assert all_rows(told.engine) == before
    assert told.post(address, form=hidden_form(wrong.text), act="save", states="GA").status_code == 200


def test_a_form_is_read_without_keeping_others_from_writing(told: RunningSite) -> None:
    address = link_in(told.mail(), "change")
    form = hidden_form(told.get(address).text)
    with write_session(told.engine):
        wrong = told.post(address, form=form, act="save", agencies="Nobody's Office")
    assert wrong.status_code == 400


def test_pausing_sends_nothing_until_resumed(told: RunningSite) -> None:
    address = link_in(told.mail(), "change")
    told.post(address, form=hidden_form(told.get(address).text), act="pause")
    publish_changes(told.engine, new_agreements([7], kind="agreement_ended"), told.now + timedelta(hours=1))
    told.run_digests(later=days(1))
    assert len(told.relay.taken) == 1
    told.post(address, form=hidden_form(told.get(address).text), act="resume")
    told.run_digests(later=days(1))
    assert len(told.relay.taken) == 2


def test_a_link_is_good_for_its_own_purpose_alone(told: RunningSite) -> None:
    (row,) = told.subscribers()
    before = all_rows(told.engine)
    stands_for = seal(row.link_key, row.address)
    for purpose, other in permutations(Purpose, 2):
        token = told.site.maker.token(SignedLink(other, row.id or 0, stands_for, told.now, "1-1"))
        assert told.get(f"/{purpose}/{token}").status_code == 404
        assert told.post(f"/{purpose}/{token}", form=token, act="save").status_code in (404, 405)
    assert all_rows(told.engine) == before


def test_half_a_form_is_no_form(told: RunningSite) -> None:
    address = link_in(told.mail(), "change")
    body = urlencode({"form": hidden_form(told.get(address).text), "act": "save", "states": "GA"}).encode()
    head = (
        f"POST {urlsplit(address).path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body) + 1}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    before = all_rows(told.engine)
    with socket.create_connection(("127.0.0.1", urlsplit(address).port or 0), timeout=SECONDS) as connection:
        connection.sendall(head.encode() + body)
        connection.shutdown(socket.SHUT_RDWR)
    assert told.get("/health").status_code == 200
    assert all_rows(told.engine) == before


def test_the_form_of_one_subscriber_changes_no_other(told: RunningSite) -> None:
    other = subscribe(told.engine, "mallory@example.org", states=["TX"])
    row = next(row for row in told.subscribers() if row.id == other)
    link = told.site.link(row, Purpose.SAVE, "0")
    before = all_rows(told.engine)
    refused = told.post(link_in(told.mail(), "change"), form=told.site.maker.token(link), act="pause")
    assert refused.status_code == 410
    assert all_rows(told.engine) == before


def test_an_old_link_to_change_is_refused_and_one_to_leave_still_works(told: RunningSite) -> None:
    mail = told.mail()
    told.now += days(400)
    answer = told.get(link_in(mail, "change"))
    assert (answer.status_code, "To get a new link" in answer.text) == (410, True)
    told.post(one_click(mail))
    assert told.subscribers() == []


def test_every_attempt_at_a_digest_has_the_same_links(running: RunningSite) -> None:
    running.relay.answers = lambda command, address: "451 later" if command == "DATA" else None
    subscribe(running.engine, "jane@example.org", states=["TX"])
    running.run_digests()
    running.relay.answers = lambda command, address: None
    running.run_digests(later=timedelta(hours=7))
    mail = running.mail()
    assert one_click(mail) == link_in(mail, "leave")
