"""The mail: valid, under 100 kB, without remote resources, readable as text, and complete with its table."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from email.message import EmailMessage

import html5lib
import pytest
from bs4 import BeautifulSoup

from flows.digests.drawing.exports import COLUMNS, changes_csv
from flows.digests.drawing.mail import render
from flows.digests.drawing.page import lay_out
from flows.digests.drawing.plain import quote, short, visible, web_link
from models.digests.addresses import AddressError
from models.digests.content import DigestContent
from models.digests.owed import Owed
from models.digests.subscriptions import Cadence, Channel, MailFormat, Subscriber
from models.digests.telling.composing import compose
from models.vocabulary import STATE_NAMES, ChangeKind, ChangeStatus
from tests.support.digest_samples import (
    ACT,
    BEFORE,
    ENDING,
    SITUATION,
    TOLD_BEFORE,
    additions,
    entry,
    full_digest,
    owed,
    told_as,
)
from tests.support.strict_mail import checked, sent_mail

SUBSCRIBER = Subscriber(id=7, address="subscriber@example.org")


def big_day(**fields: object) -> DigestContent:
    """A day with 408 changes in every state."""
    due = [Owed(each, None) for state in STATE_NAMES for each in additions(8, state, **fields)]
    return compose(SUBSCRIBER, due, SITUATION, BEFORE, date(2026, 1, 26))


def mail_of(content: DigestContent, subscriber: Subscriber = SUBSCRIBER) -> EmailMessage:
    return checked(sent_mail(content, subscriber))


def parts(mail: EmailMessage) -> dict[str, str]:
    return {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}


class TestPage:
    def test_it_is_valid_html(self) -> None:
        for content in (full_digest(), big_day(), compose(SUBSCRIBER, [], SITUATION, None, date(2026, 1, 26))):
            html5lib.HTMLParser(strict=True).parse(render(content, SUBSCRIBER).html)

    def test_a_day_with_400_changes_stays_under_100_kilobytes_and_says_where_the_rest_is(self) -> None:
        rendered = render(big_day(), SUBSCRIBER)
        assert len(rendered.html) < 100_000
        assert len(rendered.text.encode()) < 100_000
        assert "of 408 changes are told in brief; the attached table, changes.csv, has all of them" in rendered.html
        assert len(list(csv.DictReader(io.StringIO(rendered.table)))) == 408

    def test_every_date_is_written_the_same_way(self) -> None:
        rendered = render(full_digest(), SUBSCRIBER)
        assert "The list of Jan 24, 2026 counts 1,147." in " ".join(rendered.text.split())
        for text in (rendered.text, BeautifulSoup(rendered.html, "lxml").get_text(" ")):
            assert re.findall(r"\d{4}-\d{2}-\d{2}", text) == []

    def test_names_as_long_as_a_cell_do_not_swell_it(self) -> None:
        rendered = render(
            big_day(agency="X" * 32_000, county="Y" * 32_000, moa_url="https://x.example/" + "z" * 280), SUBSCRIBER
        )
        assert len(rendered.html) < 100_000

    def test_every_state_that_changed_is_named_however_many_there_are(self) -> None:
        (section,) = lay_out(big_day(), most_rows=60).sections
        *leading, others = section.groups
        assert {group.summary for group in leading} == {"8 new agreements of 8 sheriffs"}
        assert others.heading == f"{len(STATE_NAMES) - len(leading)} other states"
        for state in STATE_NAMES.values():
            assert state in [group.heading for group in leading] or any(state in line for line in others.names)

    def test_a_busy_day_is_told_largest_place_first_and_endings_before_additions(self) -> None:
        ended = owed(*(entry(ENDING, id=f"e{number}", state="GA", agency_id=f"e{number}") for number in range(50)))
        many = [
            Owed(each, None)
            for state, number in (("AL", 3), ("TX", 60), ("FL", 9))
            for each in additions(number, state)
        ]
        page = lay_out(compose(SUBSCRIBER, [*many, *ended], SITUATION, BEFORE, date(2026, 1, 26)))
        assert [section.heading for section in page.sections] == ["Confirmed endings", "What changed"]
        texas, florida, alabama = page.sections[1].groups
        assert (texas.heading, florida.heading, alabama.heading) == ("Texas", "Florida", "Alabama")
        assert texas.summary == "60 new agreements of 60 sheriffs"
        assert texas.names[0].startswith("New: TX County")

    def test_of_a_place_asked_for_every_name_is_on_the_page(self) -> None:
        texan = replace(SUBSCRIBER, states=frozenset({"TX"}))
        content = compose(texan, owed(*additions(200)), SITUATION, BEFORE, date(2026, 1, 26))
        rendered = render(content, texan)
        assert all(f"TX County {number} Sheriff" in rendered.html for number in range(200))
        assert len(rendered.html) < 100_000

    def test_corrections_and_endings_are_never_crowded_out(self) -> None:
        due = [Owed(each, None) for state in STATE_NAMES for each in additions(8, state)]
        withdrawn = owed(entry(ENDING, id="w", dropped=True), told=told_as(entry(ENDING)))
        content = compose(SUBSCRIBER, [*due, *withdrawn, *owed(entry(ENDING))], SITUATION, BEFORE, date(2026, 1, 26))
        page = lay_out(content)
        assert len(page.corrections) == 1
        (endings,) = (section for section in page.sections if section.heading == "Confirmed endings")
        assert [len(group.rows) + group.left_out for group in endings.groups] == [1]
        assert endings.groups[0].rows

    def test_a_signed_application_is_not_told_beside_its_new_agreement(self) -> None:
        (new,) = additions(1)
        signed = entry(new.change, id="signed", kind=ChangeKind.PENDING_SIGNED)
        other = entry(new.change, id="other", kind=ChangeKind.PENDING_SIGNED, agency="Another Office")
        content = compose(SUBSCRIBER, owed(new, signed, other), SITUATION, BEFORE, date(2026, 1, 26))
        pending = next(section for section in lay_out(content).sections if section.heading == "Pending applications")
        assert pending.note == "1 pending application was signed (see above)."
        assert [row.agency for group in pending.groups for row in group.rows] == ["Another Office"]
        alone = compose(SUBSCRIBER, owed(new, signed), SITUATION, BEFORE, date(2026, 1, 26))
        assert [section.heading for section in lay_out(alone).sections] == [
            "What changed",
            "Pending applications",
        ]
        html5lib.HTMLParser(strict=True).parse(render(alone, SUBSCRIBER).html)

    def test_another_apostrophe_makes_no_other_agency_of_an_application(self) -> None:
        (new,) = additions(1, agency="Craig County Sheriff\u2019s Office")
        signed = entry(new.change, id="s", kind=ChangeKind.PENDING_SIGNED, agency="Craig County Sheriff's Office")
        page = lay_out(compose(SUBSCRIBER, owed(new, signed), SITUATION, BEFORE, date(2026, 1, 26)))
        assert [section.groups for section in page.sections if section.heading == "Pending applications"] == [()]

    def test_the_parts_of_a_digest_stand_in_their_order(self) -> None:
        rendered = render(full_digest(), SUBSCRIBER)
        order = [
            "Corrections to what we told you", "Confirmed endings", "What changed",
            "Possibly ended, not confirmed", "Pending applications", "In the news", "On Jan 25, 2026, Gazette",
            "Milton council, Milton, Florida, decided against", "Walker County Sheriff's Office (GA) was reported",
            "Held for review", "The sources", "How this was made",
        ]  # fmt: skip
        for page in (rendered.html, rendered.text):
            places = [page.casefold().find(words.casefold()) for words in order]
            assert -1 not in places
            assert places == sorted(places)

    def test_news_is_a_sentence_of_ours_with_the_quote_behind_it(self) -> None:
        rendered = render(full_digest(), SUBSCRIBER)
        text = " ".join(rendered.text.split())
        assert f"{ACT.sentence} “The council voted against it.” https://news.example/2" in text
        assert 'href="https://news.example/1"' in rendered.html
        assert "Gazette and 2 other outlets" in rendered.html
        assert TOLD_BEFORE.sentence not in rendered.text

    def test_nothing_is_fetched_when_it_is_opened(self) -> None:
        html = render(full_digest(), SUBSCRIBER).html
        assert not re.search(r"<(img|script|link|iframe|object|video|audio|form)\b|url\(|@import|src=|<base", html)

    def test_a_screen_reader_finds_language_headings_and_table_headers(self) -> None:
        html = render(full_digest(), SUBSCRIBER).html
        assert '<html lang="en"' in html
        assert html.count("<h1") == 1
        for table in re.findall(r"<table.*?>", html):
            assert 'role="presentation"' in table or 'role="img" aria-label=' in table or 'class="' in table
        rows = re.search(r'<table class="rows".*?</table>', html, re.DOTALL)
        assert rows is not None
        assert rows.group().count('scope="col"') == 4
        assert 'scope="rowgroup"' in rows.group()

    def test_dark_mode_and_small_screens_survive_the_inlining(self) -> None:
        html = render(full_digest(), SUBSCRIBER).html
        assert "@media (prefers-color-scheme: dark)" in html
        assert "@media (max-width: 480px)" in html

    def test_corrections_stand_before_every_figure(self) -> None:
        rendered = render(full_digest(), SUBSCRIBER)
        assert rendered.html.index("Corrections to what we told you") < rendered.html.index('class="figures"')
        assert rendered.text.index("CORRECTIONS TO WHAT WE TOLD YOU") < rendered.text.index("agreements  ")

    def test_the_footer_names_every_list_with_its_hash(self) -> None:
        rendered = render(full_digest(), SUBSCRIBER)
        for used in SITUATION.lists:
            assert used.sha256 in rendered.html
            assert used.sha256 in rendered.text

    @pytest.mark.parametrize(
        ("subscriber", "words"),
        [
            (SUBSCRIBER, "daily at 7:00 (America/New_York)"),
            (replace(SUBSCRIBER, cadence=Cadence.AS_IT_HAPPENS), "as it happens"),
            (replace(SUBSCRIBER, cadence=Cadence.WEEKLY, weekday=1), "weekly on Tuesday at 7:00 (America/New_York)"),
            (replace(SUBSCRIBER, cadence=Cadence.MONTHLY), "monthly on the first Monday at 7:00 (America/New_York)"),
            (replace(SUBSCRIBER, threshold=5, at_endings=True), "once 5 agreements changed in one of your places or"),
            (replace(SUBSCRIBER, channel=Channel.OUTBOX), "moawatch subscribers add"),
        ],
    )
    def test_it_says_how_to_stop(self, subscriber: Subscriber, words: str) -> None:
        assert words in " ".join(render(full_digest(), subscriber).text.split())


class TestText:
    def test_it_is_written_for_reading(self) -> None:
        text = render(full_digest(), SUBSCRIBER).text
        assert not re.search(r"</?[a-z]|&[a-z]+;|\{|\n\n\n\n", text)
        assert all(len(line) <= 72 for line in text.splitlines() if "http" not in line)
        assert "* TX County 0 Sheriff's Office: New agreement" in text
        assert "Florida 341, Texas 287" in text


class TestMessage:
    def test_it_has_both_parts_and_the_headers_of_a_list(self) -> None:
        mail = mail_of(full_digest())
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
        assert mail["Message-ID"] == "<d1@moawatch.example>"
        assert mail["List-Id"] == "moawatch digests <digests.moawatch.example>"
        assert mail["List-Unsubscribe"] == "<mailto:digest@moawatch.example?subject=stop%207>"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Date"] == "Mon, 26 Jan 2026 12:00:00 +0000"
        assert mail["To"] == "subscriber@example.org"

    def test_the_same_content_makes_the_same_parts_again(self) -> None:
        assert parts(mail_of(full_digest())) == parts(mail_of(full_digest()))

    def test_a_subscriber_of_text_gets_no_html(self) -> None:
        mail = mail_of(full_digest(), replace(SUBSCRIBER, mail_format=MailFormat.TEXT))
        assert mail.get_content_type() == "text/plain"

    def test_what_does_not_fit_is_attached(self) -> None:
        attached = [part.get_filename() for part in mail_of(big_day()).iter_attachments()]
        assert attached == ["changes.csv"]
        assert list(mail_of(full_digest()).iter_attachments()) == []

    def test_no_line_is_longer_than_a_relay_takes(self) -> None:
        sent = sent_mail(big_day(), SUBSCRIBER)
        assert max(map(len, sent.split(b"\r\n"))) <= 998

    def test_a_header_cannot_be_injected_by_a_bad_recipient(self) -> None:
        hostile = replace(SUBSCRIBER, address="a@example.org\r\nBcc: all@example.org")
        with pytest.raises(AddressError, match="it contains a line break"):
            sent_mail(full_digest(), hostile)


class TestTable:
    def test_it_has_one_row_for_each_change_and_all_columns(self) -> None:
        rows = list(csv.DictReader(io.StringIO(changes_csv(full_digest()))))
        assert [row["change_id"] for row in rows] == [item.change_id for item in full_digest().items]
        assert tuple(rows[0]) == COLUMNS

    def test_without_changes_it_is_its_header(self) -> None:
        nothing = compose(SUBSCRIBER, [], SITUATION, BEFORE, date(2026, 1, 26))
        assert changes_csv(nothing) == ",".join(COLUMNS) + "\n"


class TestPlain:
    def test_invisible_characters_are_shown(self) -> None:
        assert visible("a\x00b\u202ec\u200bd") == "a\ufffdb\ufffdc\ufffdd"
        assert visible(" a\n b\u00a0c ") == "a b c"
        assert short("x" * 200) == "x" * 119 + "…"

    @pytest.mark.parametrize(
        "url",
        ["javascript:alert(1)", "data:text/html,x", "https:/one.slash", "//x.example", "", "https://[bad", "ftp://x.example",
         "http://localhost/a", "http://127.0.0.1:8080/a", "http://10.0.0.4/a", "http://desk-7/a", "http://printer.local/a",
         "https://x.example/\u202egpj", "https://x.example/" + "a" * 300],
    )  # fmt: skip
    def test_only_web_addresses_are_linked(self, url: str) -> None:
        assert web_link(url) == ""

    @pytest.mark.parametrize(
        ("sentence", "quoted"),
        [
            ("There are 958 of them.", "\u201cThere are 958 of them.\u201d"),
            ("which has 14 agreements with ICE.", ""),
            ("Signed on Monday.", ""),
            ("The sheriff signed the agreement on", ""),
            (
                "\u201cWe signed it last week,\u201d he said.",
                "\u201c\u201cWe signed it last week,\u201d he said.\u201d",
            ),
        ],
    )
    def test_a_fragment_of_a_sentence_is_not_quoted(self, sentence: str, quoted: str) -> None:
        assert quote(sentence, 240) == quoted

    def test_a_web_address_is_linked_as_it_is(self) -> None:
        assert web_link("https://www.ice.gov/doclib/a.pdf?x=1&y=2") == "https://www.ice.gov/doclib/a.pdf?x=1&y=2"


def test_all_kinds_and_statuses_can_be_put_on_a_page() -> None:
    due = [
        Owed(entry(id=f"{kind}{status}", kind=kind, status=status), told)
        for kind in ChangeKind
        for status in ChangeStatus
        for told in (None, told_as(entry()))
    ]
    content = compose(SUBSCRIBER, due, SITUATION, BEFORE, date(2026, 1, 26))
    assert render(content, SUBSCRIBER).html
