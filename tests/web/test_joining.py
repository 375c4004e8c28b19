"""Subscribing: the mail with the link, the page with the button, and nothing stored before it is pressed."""

import re
from datetime import timedelta

from models.digests.subscriptions import Cadence, MailFormat
from models.places.tables import counties
from models.vocabulary import PLACE_NAMES
from tests.support.digest_record import new_agreements, publish_changes, subscribe
from tests.support.mail_relay import HANG_UP
from tests.support.web_site import RunningSite, all_rows, link_in

WISHES = {
    "states": ["TX", "FL"], "counties": "Lamar County, TX\nBay County, FL", "cadence": "weekly", "weekday": "friday",
    "hour": "6", "time_zone": "America/Chicago", "mail_format": "text", "news": "yes",
}  # fmt: skip


def test_a_person_subscribes_by_a_form_a_mail_and_a_button(running: RunningSite) -> None:
    before = all_rows(running.engine)
    asked = running.post("/", address="Jane@Example.org", **WISHES)
    assert (asked.status_code, asked.headers["Content-Type"]) == (202, "text/html; charset=utf-8")
    mail = running.mail()
    assert mail["To"] == "Jane@example.org"
    assert mail["List-Unsubscribe"] is None
    link = link_in(mail, "confirm")
    page = running.get(link)
    assert "Jane@example.org" in page.text
    assert "Texas" in page.text
    assert "How often: weekly on Friday at 6:00 (America/Chicago)." in page.text
    assert all_rows(running.engine) == before, "nothing is stored before the button"
    joined = running.post(link)
    assert "You are subscribed" in joined.text
    (row,) = running.subscribers()
    assert (row.address, row.states, len(row.counties)) == ("Jane@example.org", ["FL", "TX"], 2)
    assert (row.cadence, row.weekday, row.hour) == (Cadence.WEEKLY, 4, 6)
    assert (row.time_zone, row.mail_format, row.news, row.heartbeat) == (
        "America/Chicago", MailFormat.TEXT, True, False,
    )  # fmt: skip


def test_a_confirmation_works_once_even_after_leaving(running: RunningSite) -> None:
    running.post("/", address="jane@example.org", cadence="daily")
    link = link_in(running.mail(), "confirm")
    running.post(link)
    again = running.post(link)
    assert (again.status_code, "it was used already" in again.text) == (410, True)
    running.run_digests(timedelta(days=1))
    running.post(link_in(running.mail(2), "leave"))
    assert running.subscribers() == []
    for answer in (running.get(link), running.post(link)):
        assert answer.status_code == 410
    assert running.subscribers() == []


def test_a_confirmation_that_is_too_old_says_how_to_get_another(running: RunningSite) -> None:
    running.post("/", address="jane@example.org", cadence="daily")
    link = link_in(running.mail(), "confirm")
    running.now += timedelta(days=3, minutes=1)
    answer = running.post(link)
    assert (answer.status_code, "To get a new link" in answer.text) == (410, True)
    assert running.subscribers() == []


def test_an_address_that_is_there_gets_the_same_page_and_a_mail_that_says_so(running: RunningSite) -> None:
    subscribe(running.engine, "jane@example.org", states=["TX"])
    before = all_rows(running.engine)
    known = running.post("/", address="JANE@example.org", cadence="weekly")
    unknown = running.post("/", address="june@example.org", cadence="weekly")
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    mails = {mail["To"]: mail for mail in (running.mail(1), running.mail(2))}
    assert "This\r\naddress is subscribed." in mails["JANE@example.org"].get_content()
    assert "/change/" in mails["JANE@example.org"].get_content()
    assert "/confirm/" in mails["june@example.org"].get_content()
    assert all_rows(running.engine) == before


def test_two_confirmations_for_one_address_make_one_subscriber_and_change_nothing(running: RunningSite) -> None:
    running.post("/", address="jane@example.org", states="TX", cadence="daily")
    running.post("/", address="jane@example.org", states="FL", cadence="daily")
    first, second = link_in(running.mail(1), "confirm"), link_in(running.mail(2), "confirm")
    running.post(first)
    assert "This address is subscribed already" in running.post(second).text
    assert [row.states for row in running.subscribers()] in ([["TX"]], [["FL"]])


def test_links_go_only_to_an_address_that_is_subscribed(running: RunningSite) -> None:
    subscribe(running.engine, "jane@example.org")
    unknown = running.post("/links", known_address="june@example.org")
    known = running.post("/links", known_address="jane@example.org")
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert running.mail()["To"] == "jane@example.org"
    assert running.get(link_in(running.mail(), "change")).status_code == 200
    assert len(running.relay.taken) == 1


def test_every_field_that_is_wrong_is_told_with_what_was_typed(running: RunningSite) -> None:
    answer = running.post(
        "/", address="jane@", states="TX", counties="Lamarr County, TX", agencies="No Such Agency", cadence="hourly"
    )
    assert answer.status_code == 400
    told = re.findall(r'<li><a href="#(\w+)"', answer.text)
    assert told == ["address", "counties", "agencies", "cadence"]
    assert "Lamarr County, TX</textarea>" in answer.text
    assert 'value="TX" checked' in answer.text
    assert running.relay.taken == []


def test_a_threshold_that_no_record_holds_is_told_before_a_mail_goes_out(running: RunningSite) -> None:
    for typed in ("0000009999999999999999", "9" * 60, "10001", "-1"):
        answer = running.post("/", address="jane@example.org", cadence="weekly", threshold=typed)
        assert answer.status_code == 400
        assert "write a number of agreements up to 10,000, or none" in answer.text
    assert running.post("/", address="jane@example.org", cadence="weekly", threshold="00").status_code == 202
    assert running.post(link_in(running.mail(), "confirm")).status_code == 200
    assert running.subscribers()[0].threshold is None


def test_so_many_places_as_fit_into_a_link_can_be_asked_for(running: RunningSite) -> None:
    codes = [county.fips for county in counties().values() if county.state == "TX"]
    most = {"states": list(PLACE_NAMES), "counties": "\n".join(codes[:20]), "cadence": "weekly"}
    assert running.post("/", address="jane@example.org", **most).status_code == 202
    assert running.post(link_in(running.mail(), "confirm")).status_code == 200
    (row,) = running.subscribers()
    assert (len(row.states), len(row.counties)) == (len(PLACE_NAMES), 20)
    too_many = running.post("/", address="june@example.org", counties="\n".join(codes[:21]), cadence="weekly")
    assert "21 counties: give up to 20, or the whole state" in too_many.text


def test_places_that_do_not_fit_into_a_link_are_told_before_a_mail_goes_out(running: RunningSite) -> None:
    ids = [f"TX-{'long-name-' * 12}{number}" for number in range(20)]
    publish_changes(running.engine, [new_agreements([50 + n], agency_id=id_)[0] for n, id_ in enumerate(ids)])
    asked = running.post("/", address="jane@example.org", agencies="\n".join(ids), cadence="daily")
    assert (asked.status_code, "do not fit into one link" in asked.text) == (400, True)
    few = running.post("/", address="jane@example.org", agencies="\n".join(ids[:5]), cadence="daily")
    assert few.status_code == 202
    assert running.get(link_in(running.mail(), "confirm")).status_code == 200


def test_a_relay_that_asks_to_wait_is_asked_again(running: RunningSite) -> None:
    moods = iter(["450 greylisted", HANG_UP])
    running.relay.answers = lambda command, address: next(moods, None) if command == "RCPT" else None
    running.post("/", address="jane@example.org", cadence="daily")
    assert running.mail()["To"] == "jane@example.org"


def test_one_address_and_one_client_can_ask_for_so_many_mails(running: RunningSite) -> None:
    answers = [running.post("/links", known_address="jane@example.org").status_code for _ in range(4)]
    assert answers == [202, 202, 202, 429]
    others = [running.post("/links", known_address=f"r{one}@example.org").status_code for one in range(8)]
    assert others == [202] * 6 + [429] * 2
