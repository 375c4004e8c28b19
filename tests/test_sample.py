"""The bundled sample: the numbers it must show, the quirks it must have, and the server that shows it."""

import hashlib
import io
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from urllib.parse import urljoin

import feedparser
import pytest
import requests
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from rapidfuzz.distance import Levenshtein

from flows.sample.agreements import agreements_on
from flows.sample.description import SAMPLE, SampleDay, read
from flows.sample.page import page
from flows.sample.publisher import SamplePublisher
from flows.sample.truth import expected
from flows.sample.workbook import participating_workbook, pending_workbook
from flows.sources.ice_page import read_page
from flows.sources.reading import read_document
from models.vocabulary import ChangeKind, ListKind, SupportType

JEM, TFM, WSO = SupportType.JEM, SupportType.TFM, SupportType.WSO
DAYS = read().days
WORKBOOK_DAYS = [day for day in DAYS if day.saved]

DIGESTS = """
import hashlib
from flows.sample.description import read
from flows.sample.page import page
from flows.sample.workbook import participating_workbook, pending_workbook
for day in read().days[::3]:
    digest = hashlib.sha256(page(day, day.now).encode())
    if day.saved:
        digest.update(participating_workbook(day))
        digest.update(pending_workbook(day))
    print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def publisher() -> Iterator[SamplePublisher]:
    with SamplePublisher() as running:
        yield running


@cache
def sheet_of(number: int) -> Worksheet:
    day = DAYS[number - 1]
    sheet = load_workbook(io.BytesIO(participating_workbook(day))).active
    assert isinstance(sheet, Worksheet)
    return sheet


def linked_lists(publisher: SamplePublisher) -> list[str]:
    page = BeautifulSoup(requests.get(publisher.url, timeout=5).text, "lxml")
    return [urljoin(publisher.url, str(link["href"])) for link in page.select('main a[href$=".xlsx"]')]


@pytest.mark.parametrize(
    ("day", "agreements", "agencies", "states", "territories"),
    [
        (1, 150, 147, 26, 0),
        (2, 135, 133, 21, 0),
        (3, 957, 796, 40, 0),
        (4, 1372, 1168, 39, 2),
        (10, 1412, 1207, 39, 2),
    ],
)
def test_the_known_totals(day: int, agreements: int, agencies: int, states: int, territories: int) -> None:
    truth = expected(day)
    assert (truth.agreements, truth.agencies, truth.states, truth.territories) == (
        agreements,
        agencies,
        states,
        territories,
    )


def test_september_2025_by_support_type() -> None:
    assert expected(3).by_support_type == {TFM: 473, WSO: 357, JEM: 127}
    assert expected(3).headline == 958


@pytest.mark.parametrize(
    ("day", "figures"),
    [
        (4, {"FL": 341, "TX": 287, "TN": 63, "PA": 54, "AL": 49}),
        # What the stories of that day say, so that a claim can be right on one day and off on another.
        (10, {"FL": 342, "TX": 296, "TN": 63, "PA": 58, "AL": 52}),
    ],
)
def test_the_states_that_the_stories_name(day: int, figures: dict[str, int]) -> None:
    assert {state: expected(day).by_state[state] for state in figures} == figures


def test_every_kind_of_scripted_change_is_on_a_day_of_its_own() -> None:
    days_by_kind = {kind: [day.number for day in DAYS[4:] if kind in kinds_on(day.number)] for kind in ChangeKind}
    assert days_by_kind[ChangeKind.AGENCY_RESPELLED] == [5]
    assert days_by_kind[ChangeKind.AGREEMENT_ENDED] == [6]
    assert days_by_kind[ChangeKind.AGENCY_RENAMED] == [8]
    assert days_by_kind[ChangeKind.SIGNING_DATE_CORRECTED] == [9]
    assert days_by_kind[ChangeKind.AGREEMENT_SWITCHED] == [9]
    assert days_by_kind[ChangeKind.PENDING_SIGNED] == [5, 6, 8, 9, 10]


def kinds_on(number: int) -> set[ChangeKind]:
    return {change[0] for change in expected(number).changes}


def test_one_suspected_ending_is_withdrawn_and_one_is_confirmed() -> None:
    missing = ChangeKind.AGREEMENT_ENDED, "IN", "Nappanee Police Department", TFM
    ended = ChangeKind.AGREEMENT_ENDED, "NH", "Kingston Police Department", TFM
    assert {missing, ended} <= expected(6).changes
    assert expected(8).withdrawn == {missing}
    assert expected(8).confirmed == set()
    assert expected(9).confirmed == {ended}


def test_the_scripted_changes_of_the_last_days() -> None:
    respelled = ChangeKind.AGENCY_RESPELLED, "TX", "Somervell County Sheriff's Office", WSO
    renamed = ChangeKind.AGENCY_RENAMED, "SD", "South Dakota Highway Patrol Division", TFM
    redated = ChangeKind.SIGNING_DATE_CORRECTED, "OK", "Craig County Sheriff's Office", WSO
    switched = ChangeKind.AGREEMENT_SWITCHED, "MO", "Pulaski County Sheriff's Office", TFM
    assert respelled in expected(5).changes
    assert renamed in expected(8).changes
    assert {redated, switched} <= expected(9).changes
    assert not expected(7).changes


def test_the_real_ending_stays_away_for_four_good_lists() -> None:
    ending = ("NH", "Kingston Police Department", TFM)
    listed = [ending in {agreement.slot for agreement in agreements_on(day.number)} for day in DAYS[4:]]
    assert listed == [True, False, False, False, False, False]
    assert [expected(day.number).held for day in DAYS[5:]] == [False, True, False, False, False]


def test_only_one_list_is_wrong_and_it_disagrees_with_its_headline() -> None:
    assert [day.number for day in DAYS if expected(day.number).held] == [7]
    assert expected(7).rows == 290
    assert expected(7).headline == expected(7).agreements == 1382


def test_most_of_a_list_persists_into_the_next() -> None:
    for number in range(2, len(DAYS) + 1):
        before = {agreement.slot for agreement in agreements_on(number - 1)}
        after = {agreement.slot for agreement in agreements_on(number)}
        assert len(before & after) >= 0.9 * len(before)


def test_each_slot_stands_once_on_a_list() -> None:
    for day in DAYS:
        slots = Counter(agreement.slot for agreement in agreements_on(day.number))
        assert slots.most_common(1)[0][1] == 1


def test_nothing_that_leaves_looks_like_something_that_comes_unless_it_is_scripted() -> None:
    scripted = {change.agency for change in read().changes if change.becomes}
    for number in range(2, len(DAYS) + 1):
        before, after = agreements_on(number - 1), agreements_on(number)
        left = {agreement.slot for agreement in before} - {agreement.slot for agreement in after}
        came = {agreement.slot for agreement in after} - {agreement.slot for agreement in before}
        for state, agency, support_type in left:
            for other_state, other, other_type in came:
                if agency not in scripted and (other_state, other_type) == (state, support_type):
                    assert Levenshtein.distance(agency, other) > 3, (agency, other)
                assert (other_state, other) != (state, agency) or agency in scripted


def test_each_agreement_has_an_moa_file_of_its_own() -> None:
    for day in DAYS:
        files = Counter(agreement.file for agreement in agreements_on(day.number))
        assert files.most_common(1)[0][1] == 1


def test_the_days_have_the_same_bytes_in_another_process() -> None:
    environment = os.environ | {"PYTHONHASHSEED": "12", "TZ": "Pacific/Kiritimati"}
    output = subprocess.run(
        [sys.executable, "-c", DIGESTS], env=environment, check=True, capture_output=True, text=True
    ).stdout
    assert output.split() == [digest_of(day) for day in DAYS[::3]]


def digest_of(day: SampleDay) -> str:
    digest = hashlib.sha256(page(day, day.now).encode())
    if day.saved:
        digest.update(participating_workbook(day))
        digest.update(pending_workbook(day))
    return digest.hexdigest()


def test_the_description_is_compact() -> None:
    assert sum(file.stat().st_size for file in SAMPLE.iterdir()) < 60_000


def test_the_workbook_carries_the_time_of_its_day() -> None:
    workbook = load_workbook(io.BytesIO(participating_workbook(DAYS[3])))
    assert workbook.properties.modified.isoformat() == "2026-01-26T13:55:00"


def test_the_quirks_of_the_cells() -> None:
    rows = list(sheet_of(4).iter_rows(min_row=2, max_col=8))
    texts = [[str(cell.value) if cell.value is not None else "" for cell in row] for row in rows]
    states, agencies, types, counties, support_types = (
        Counter(column) for column in list(zip(*texts, strict=True))[:5]
    )
    assert states["TEXAS "] > 10
    assert states["PENNSLYVANIA"] == 1
    assert {"Guam", "Northern Mariana Islands"} <= states.keys()
    assert any("’" in agency for agency in agencies)
    assert any("\xa0" in agency for agency in agencies)
    assert 0.1 < sum(agency != agency.strip() for agency in agencies) / len(agencies) < 0.16
    assert {"County ", "Muncipality", "#NA", "State"} <= types.keys()
    assert {"#N/A", "N/A", "#NA", ""} <= counties.keys()
    assert any(county.startswith("\n") for county in counties)
    assert {"Task Force Model ", "Warrant Services Officer"} <= support_types.keys()


def test_every_link_cell_has_a_hyperlink_and_one_in_five_is_a_safe_link() -> None:
    cells = [row[0] for row in sheet_of(4).iter_rows(min_row=2, min_col=7, max_col=7)]
    targets = [str(cell.hyperlink.target) for cell in cells if cell.value == "link" and cell.hyperlink]
    assert len(targets) == sum(cell.value == "link" for cell in cells) > 1000
    assert all(cell.hyperlink is None for cell in cells if cell.value != "link")
    wrapped = [target for target in targets if "safelinks.protection.outlook.com" in target]
    assert 0.17 < len(wrapped) / len(targets) < 0.23
    assert all("%40ice.example" in target for target in wrapped)


def test_the_quirks_of_the_sheet() -> None:
    sheet = sheet_of(4)
    assert [cell.value for cell in sheet[1]][8:] == [None] * 6
    last = max(cell.row for cell in sheet["B"] if cell.value)
    assert sheet.max_row == last + 12
    blank = [row for row in range(2, last) if sheet.cell(row, 2).value is None]
    assert len(blank) == 1
    assert sum(dimension.hidden for dimension in sheet_of(9).row_dimensions.values()) > 1200


def test_the_pending_workbook_has_no_signing_dates() -> None:
    sheet = load_workbook(io.BytesIO(pending_workbook(DAYS[3]))).active
    assert isinstance(sheet, Worksheet)
    assert [cell.value for cell in sheet[1]] == ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE"]


@pytest.mark.parametrize("number", [1, 2])
def test_the_table_is_read_back_over_http(publisher: SamplePublisher, number: int) -> None:
    publisher.publish(DAYS[number - 1])
    published = read_document(requests.get(publisher.url, timeout=5).content)
    assert published.kind is ListKind.PARTICIPATING
    assert len(published.listings) == expected(number).rows
    assert all(listing.signed and listing.moa_url for listing in published.listings)


@pytest.mark.parametrize("day", WORKBOOK_DAYS, ids=lambda day: day.title)
def test_the_workbooks_are_read_back_over_http(publisher: SamplePublisher, day: SampleDay) -> None:
    publisher.publish(day)
    participating, pending = (
        read_document(requests.get(url, timeout=5).content, url.rpartition("/")[2]) for url in linked_lists(publisher)
    )
    assert participating.kind is ListKind.PARTICIPATING
    assert len(participating.listings) == expected(day.number).rows
    assert all(listing.signed for listing in participating.listings)
    assert not any("@" in listing.moa_url or "safelinks" in listing.moa_url for listing in participating.listings)
    assert pending.kind is ListKind.PENDING
    assert len(pending.listings) == expected(day.number).pending


@pytest.mark.parametrize("day", WORKBOOK_DAYS, ids=lambda day: day.title)
def test_the_page_is_read_back_with_its_headline_and_both_links(publisher: SamplePublisher, day: SampleDay) -> None:
    publisher.publish(day)
    read_back = read_page(requests.get(publisher.url, timeout=5).content, publisher.url)
    truth = expected(day.number)
    assert read_back.headline is not None
    assert read_back.headline.agreements == truth.headline
    assert read_back.headline.states == truth.states
    assert dict(read_back.headline.by_support_type) == truth.by_support_type
    assert [link.url for link in read_back.links] == linked_lists(publisher)


def test_what_the_client_has_is_answered_with_304(publisher: SamplePublisher) -> None:
    publisher.publish(DAYS[3])
    for url in [publisher.url, *linked_lists(publisher), *publisher.feed_urls.values()]:
        first = requests.get(url, timeout=5)
        by_etag = requests.get(url, headers={"If-None-Match": first.headers["ETag"]}, timeout=5)
        by_time = requests.get(url, headers={"If-Modified-Since": first.headers["Last-Modified"]}, timeout=5)
        assert (first.status_code, by_etag.status_code, by_time.status_code) == (200, 304, 304)
        assert by_etag.content == b""


def test_another_day_is_another_page_for_a_client_that_has_the_old_one(publisher: SamplePublisher) -> None:
    publisher.publish(DAYS[3])
    validators = {"If-None-Match": requests.get(publisher.url, timeout=5).headers["ETag"]}
    publisher.publish(DAYS[4])
    assert requests.get(publisher.url, headers=validators, timeout=5).status_code == 200


def test_an_unchanged_pending_list_keeps_its_address_and_bytes(publisher: SamplePublisher) -> None:
    publisher.publish(DAYS[5])
    url = linked_lists(publisher)[1]
    validators = {"If-None-Match": requests.get(url, timeout=5).headers["ETag"]}
    publisher.publish(DAYS[6])
    assert linked_lists(publisher)[1] == url
    assert requests.get(url, headers=validators, timeout=5).status_code == 304


def test_robots_and_unknown_paths(publisher: SamplePublisher) -> None:
    publisher.publish(DAYS[0])
    assert "User-agent: *" in requests.get(f"{publisher.base}/robots.txt", timeout=5).text
    assert requests.get(f"{publisher.base}/nowhere", timeout=5).status_code == 404


def test_each_outlet_has_a_feed_and_pages_behind_it(publisher: SamplePublisher) -> None:
    publisher.publish(DAYS[-1])
    versions = set()
    for name, url in publisher.feed_urls.items():
        feed = feedparser.parse(requests.get(url, timeout=5).content)
        versions.add(feed.version)
        assert not feed.bozo
        assert feed.feed.title == name
        for entry in feed.entries:
            page = requests.get(entry.link, timeout=5)
            assert page.status_code == 200
            assert '"@type": "NewsArticle"' in page.text
    assert versions == {"rss20", "atom10"}


def test_stories_appear_on_their_days(publisher: SamplePublisher) -> None:
    seen = []
    for day in DAYS:
        publisher.publish(day)
        feeds = [feedparser.parse(requests.get(url, timeout=5).content) for url in publisher.feed_urls.values()]
        seen.append(sum(len(feed.entries) for feed in feeds))
    assert seen == [0, 0, 2, 2, 4, 5, 5, 6, 7, 9]
