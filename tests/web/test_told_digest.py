"""A digest as a page: what the mail told then, with every row, for whoever has its link."""

import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from models.digests.subscriptions import MailFormat
from tests.support.digest_record import days, new_agreements, publish_changes, subscribe
from tests.support.web_site import RunningSite, link_in

MANY = 130


def told_page(running: RunningSite, mail: EmailMessage) -> str:
    page = running.get(link_in(mail, "digest"))
    assert page.status_code == 200
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert "script" not in page.headers["Content-Security-Policy"]
    return page.text


def test_the_table_says_what_each_row_of_the_mail_s_table_says(running: RunningSite) -> None:
    subscriber_of_a_busy_day(running)
    page = told_page(running, running.mail(2)).partition('id="every-row"')[2]
    first = page.partition("</tr>")[2].partition("</tr>")[0]
    words = " ".join(re.sub(r"<[^>]+>", " ", first).split())
    agreement = "TX County 100 Sheriff&#39;s Office New agreement · Lamar County, TX TFM 2025-03-03"
    assert words == f"{agreement} 2026-01-07 row 17"


def subscriber_of_a_busy_day(running: RunningSite, **preferences: Any) -> None:
    subscribe(running.engine, "jane@example.org", states=["TX"], **preferences)
    running.run_digests()
    running.now += days(1)
    publish_changes(running.engine, new_agreements(range(100, 100 + MANY)), running.now)
    running.run_digests()


def test_the_page_has_every_row_of_a_busy_day(running: RunningSite) -> None:
    subscriber_of_a_busy_day(running)
    page = told_page(running, running.mail(2))
    assert f"All {MANY} changes that this digest tells" in page
    assert len(re.findall(r"<bdi>TX County \d+ Sheriff", page.partition('id="every-row"')[2])) == MANY
    assert page.count("</body>") == page.count("</html>") == 1


def test_the_page_stays_as_it_was_told(running: RunningSite) -> None:
    subscriber_of_a_busy_day(running)
    mail = running.mail(2)
    before = told_page(running, mail)
    publish_changes(running.engine, new_agreements([900]), running.now + timedelta(hours=1), agreements=4_321)
    running.run_digests(later=days(2))
    assert told_page(running, mail) == before


def test_a_reader_of_text_gets_text(running: RunningSite) -> None:
    subscriber_of_a_busy_day(running, mail_format=MailFormat.TEXT)
    page = told_page(running, running.mail(2))
    assert "<pre>MOAWATCH" in page
    assert f"All {MANY} changes that this digest tells" in page


def test_a_quiet_digest_is_its_own_page(running: RunningSite) -> None:
    subscribe(running.engine, "jane@example.org", states=["TX"])
    running.run_digests()
    mail = running.mail()
    html = mail.get_body(("html",))
    assert html is not None
    page = told_page(running, mail)
    assert "cid:" not in page, "its pictures are in it"
    assert _without_pictures(page) == _without_pictures(html.get_content())


def test_nobody_reads_the_digest_of_another(running: RunningSite) -> None:
    subscriber_of_a_busy_day(running)
    other = subscribe(running.engine, "mallory@example.org", states=["TX"])
    row = next(row for row in running.subscribers() if row.id == other)
    links = running.site.maker.of_mail(other, row.link_key, row.address, "2-2", running.now)
    assert running.get(links.digest).status_code == 410


def _without_pictures(page: str) -> list[str]:
    return re.sub(r'src="[^"]+"', "", page).splitlines()
