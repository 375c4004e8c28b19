"""Who is due when, which changes concern whom, what has been told already, and which addresses are refused."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.digests.addresses import AddressError, mail_address
from models.digests.owed import owes
from models.digests.subscriptions import Cadence, Subscriber, concerns, concerns_scope, is_due
from models.places.bodies import Body
from models.vocabulary import ChangeKind, ChangeStatus, SupportType
from tests.support.digest_samples import ADDITION, ENDING, entry, told_as

SUBSCRIBER = Subscriber(id=1, address="subscriber@example.org")
LAMAR, BOWIE, LAMAR_GEORGIA = "48277", "48037", "13171"
MONDAY_NOON = datetime(2026, 1, 26, 17, tzinfo=UTC)  # 12:00 in New York


class TestDue:
    def test_daily_subscriber_is_due_once_after_the_hour_asked_for(self) -> None:
        before_seven = datetime(2026, 1, 26, 11, 59, tzinfo=UTC)
        assert not is_due(SUBSCRIBER, MONDAY_NOON - timedelta(days=1), before_seven)
        assert is_due(SUBSCRIBER, MONDAY_NOON - timedelta(days=1), datetime(2026, 1, 26, 12, tzinfo=UTC))
        assert not is_due(SUBSCRIBER, datetime(2026, 1, 26, 12, tzinfo=UTC), MONDAY_NOON)

    def test_ten_missed_days_are_one_digest(self) -> None:
        assert is_due(SUBSCRIBER, MONDAY_NOON - timedelta(days=10), MONDAY_NOON)
        assert not is_due(SUBSCRIBER, MONDAY_NOON, MONDAY_NOON + timedelta(hours=1))

    def test_weekly_subscriber_is_due_on_the_weekday_asked_for(self) -> None:
        weekly = replace(SUBSCRIBER, cadence=Cadence.WEEKLY, weekday=2)
        served = datetime(2026, 1, 21, 13, tzinfo=UTC)  # the Wednesday before
        due = [day for day in range(1, 9) if is_due(weekly, served, served + timedelta(days=day))]
        assert due == [7, 8]

    @given(st.integers(0, 6), st.integers(0, 700))
    def test_a_monthly_subscriber_is_served_once_on_the_first_of_the_weekdays(self, weekday: int, start: int) -> None:
        monthly = replace(SUBSCRIBER, cadence=Cadence.MONTHLY, weekday=weekday, time_zone="UTC")
        began = datetime(2026, 1, 1, 8, tzinfo=UTC) + timedelta(days=start)
        days: list[datetime] = []
        for number in range(1, 120):
            now = began + timedelta(days=number)
            if is_due(monthly, (days or [began])[-1], now):
                days.append(now)
        assert {day.weekday() for day in days} == {weekday}
        assert all(day.day <= 7 for day in days)
        assert len({(day.year, day.month) for day in days}) == len(days) >= 3

    def test_the_hour_is_the_subscribers_own(self) -> None:
        honolulu = replace(SUBSCRIBER, time_zone="Pacific/Honolulu")
        assert not is_due(honolulu, MONDAY_NOON - timedelta(hours=12), MONDAY_NOON - timedelta(minutes=1))
        assert is_due(honolulu, MONDAY_NOON - timedelta(hours=12), MONDAY_NOON)

    def test_an_hour_skipped_by_summer_time_still_comes(self) -> None:
        at_two = replace(SUBSCRIBER, hour=2)
        eve = datetime(2026, 3, 7, 12, tzinfo=UTC)
        zone = ZoneInfo("America/New_York")
        assert is_due(at_two, eve, datetime(2026, 3, 8, 4, tzinfo=zone))
        assert not is_due(at_two, datetime(2026, 3, 8, 4, tzinfo=zone), datetime(2026, 3, 8, 23, tzinfo=zone))

    def test_a_paused_subscriber_is_never_due(self) -> None:
        assert not is_due(replace(SUBSCRIBER, paused=True, cadence=Cadence.AS_IT_HAPPENS), MONDAY_NOON, MONDAY_NOON)

    @given(st.integers(0, 23), st.integers(0, 400), st.sampled_from(["Asia/Kolkata", "America/New_York", "UTC"]))
    def test_a_daily_subscriber_checked_every_hour_is_served_once_a_day(self, hour: int, start: int, zone: str) -> None:
        subscriber = replace(SUBSCRIBER, hour=hour, time_zone=zone)
        began = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=start)
        served, digests = began, 0
        for hours in range(1, 24 * 10 + 1):
            now = began + timedelta(hours=hours)
            if is_due(subscriber, served, now):
                served, digests = now, digests + 1
        # Ten days of 24 hours hold the subscriber's hour 9 or 11 times where the clocks change.
        days = (began.date() + timedelta(days=day) for day in range(-1, 12))
        hours_of_subscribers = (datetime.combine(day, time(hour), ZoneInfo(zone)) for day in days)
        assert digests == sum(began < moment <= now for moment in hours_of_subscribers)


class TestWants:
    def test_a_subscriber_without_restriction_wants_everything(self) -> None:
        assert concerns(SUBSCRIBER, ADDITION)

    def test_places_add_up(self) -> None:
        subscriber = replace(SUBSCRIBER, states=frozenset({"GA"}), counties=frozenset({LAMAR}))
        assert concerns(subscriber, ADDITION, {LAMAR})
        assert not concerns(subscriber, ADDITION, {BOWIE})
        assert not concerns(subscriber, ADDITION)
        assert concerns(subscriber, replace(ADDITION, state="GA"), {BOWIE})

    def test_a_county_of_the_same_name_in_another_state_is_another_county(self) -> None:
        assert not concerns(replace(SUBSCRIBER, counties=frozenset({LAMAR_GEORGIA})), ADDITION, {LAMAR})

    def test_a_change_whose_agency_moved_concerns_both_counties(self) -> None:
        moved = entry(kind=ChangeKind.COUNTY_CORRECTED, county_fips=LAMAR, other_counties=frozenset({BOWIE}))
        for county in (LAMAR, BOWIE):
            assert owes(replace(SUBSCRIBER, counties=frozenset({county})), moved, None)
        assert not owes(replace(SUBSCRIBER, counties=frozenset({LAMAR_GEORGIA})), moved, None)

    def test_a_county_that_is_not_in_the_table_still_restricts(self) -> None:
        lost = replace(SUBSCRIBER, counties=frozenset({"TX:nowhere", LAMAR}))
        assert not concerns(lost, ADDITION, {BOWIE})
        assert concerns(lost, ADDITION, {LAMAR})
        assert lost.unknown_counties == ("TX:nowhere",)
        assert not replace(SUBSCRIBER, counties=frozenset({"TX:nowhere"})).everywhere

    def test_the_states_watched_in_part_count(self) -> None:
        watched = replace(SUBSCRIBER, states=frozenset({"OK"}), counties=frozenset({LAMAR_GEORGIA, "TX:nowhere"}))
        assert replace(watched, agencies=frozenset({"TX-lamar"})).watched_states == ("GA", "OK", "TX")

    def test_an_agency_is_watched_by_its_id(self) -> None:
        subscriber = replace(SUBSCRIBER, agencies=frozenset({"tx-lamar-sheriff"}))
        assert concerns(subscriber, ADDITION)
        assert not concerns(subscriber, replace(ADDITION, agency_id="tx-delta-sheriff"))

    def test_a_move_between_states_concerns_both(self) -> None:
        moved = replace(ADDITION, kind=ChangeKind.STATE_CORRECTED, state="OK", state_before="TX")
        assert concerns(replace(SUBSCRIBER, states=frozenset({"TX"})), moved)
        assert concerns(replace(SUBSCRIBER, states=frozenset({"OK"})), moved)

    def test_a_switch_concerns_watchers_of_either_support_type(self) -> None:
        switch = replace(ADDITION, kind=ChangeKind.AGREEMENT_SWITCHED, support_type_before=SupportType.JEM)
        assert concerns(replace(SUBSCRIBER, support_types=frozenset({SupportType.JEM})), switch)
        assert not concerns(replace(SUBSCRIBER, support_types=frozenset({SupportType.WSO})), switch)

    def test_a_sort_of_agency_hides_the_others_but_none_whose_sort_is_unknown(self) -> None:
        sheriffs = replace(SUBSCRIBER, bodies=frozenset({Body.SHERIFF}))
        assert concerns(sheriffs, ADDITION, frozenset(), Body.SHERIFF)
        assert not concerns(sheriffs, ADDITION, frozenset(), Body.POLICE)
        assert concerns(sheriffs, ADDITION, frozenset(), None)

    def test_news_of_the_nation_concerns_those_who_watch_everywhere(self) -> None:
        texan = replace(SUBSCRIBER, states=frozenset({"TX"}))
        assert not concerns_scope(texan, "US")
        assert not concerns_scope(texan, "region")
        assert concerns_scope(SUBSCRIBER, "US")
        assert concerns_scope(texan, "Lamar County, TX")
        assert not concerns_scope(texan, "IA+KS")
        assert not concerns_scope(replace(SUBSCRIBER, news=False), "US")

    @pytest.mark.parametrize(
        ("scope", "concerned"),
        [
            ("US", False),
            ("", False),
            ("TX", True),
            ("IA+TX", True),
            ("CA;OR", False),
            ("Lamar County, TX", True),
            ("Lamar County, GA", False),
            ("Bowie County, TX", False),
            ("Bowie and Lamar counties, TX", True),
            ("Paris, TX", True),  # the seat of Lamar County
            ("Houston, TX", False),
            ("Bowie County, TX;Lamar County, TX", True),
            ("Nowhere, TX", False),
        ],
    )
    def test_news_of_a_county_or_town_concerns_the_subscribers_of_that_county(
        self, scope: str, concerned: bool
    ) -> None:
        assert concerns_scope(replace(SUBSCRIBER, counties=frozenset({LAMAR})), scope) is concerned

    def test_news_of_a_county_concerns_whoever_watches_its_state(self) -> None:
        assert concerns_scope(replace(SUBSCRIBER, states=frozenset({"TX"})), "Bowie County, TX")

    def test_news_of_an_agency_concerns_who_watches_it_and_no_other_agencys_watchers(self) -> None:
        watcher = replace(SUBSCRIBER, agencies=frozenset({"TX-lamar"}))
        assert concerns_scope(watcher, "Lamar County, TX", "TX-lamar")
        assert concerns_scope(watcher, "TX")
        for place, agency in (("Bowie County, TX", ""), ("Bowie County, TX", "TX-bowie"), ("Milton, TX", "")):
            assert not concerns_scope(watcher, place, agency)


class TestTold:
    def test_a_reading_is_owed_until_it_is_told(self) -> None:
        assert owes(SUBSCRIBER, entry(), None)
        assert not owes(SUBSCRIBER, entry(), told_as(entry()))

    def test_a_later_version_that_says_the_same_is_not_told_again(self) -> None:
        assert not owes(SUBSCRIBER, entry(version=2, settled_by="x", row=99, evidence=("more",)), told_as(entry()))

    def test_an_ending_is_told_as_suspected_and_again_when_confirmed(self) -> None:
        suspected = entry(ENDING, status=ChangeStatus.SUSPECTED)
        assert owes(SUBSCRIBER, entry(ENDING, version=2), told_as(suspected))

    def test_an_application_that_left_the_list_is_told_once(self) -> None:
        left = entry(kind=ChangeKind.PENDING_DROPPED, status=ChangeStatus.SUSPECTED)
        confirmed = entry(kind=ChangeKind.PENDING_DROPPED, version=2)
        assert not owes(SUBSCRIBER, confirmed, told_as(left))
        assert owes(SUBSCRIBER, entry(kind=ChangeKind.PENDING_DROPPED, version=2, dropped=True), told_as(left))

    def test_what_stood_before_they_subscribed_is_no_news_when_it_is_only_put_otherwise(self) -> None:
        assert not owes(SUBSCRIBER, entry(version=2, evidence=("more",)), None, known=entry())
        suspected = entry(ENDING, status=ChangeStatus.SUSPECTED)
        assert owes(SUBSCRIBER, entry(ENDING, version=2), None, known=suspected)

    def test_a_withdrawal_goes_to_whoever_was_told_and_to_nobody_else(self) -> None:
        withdrawn = entry(ENDING, version=2, status=ChangeStatus.WITHDRAWN)
        assert owes(SUBSCRIBER, withdrawn, told_as(entry(ENDING)))
        assert not owes(SUBSCRIBER, withdrawn, None)
        assert not owes(SUBSCRIBER, replace(withdrawn, version=3), told_as(withdrawn))

    def test_a_change_no_longer_derived_is_withdrawn(self) -> None:
        assert owes(SUBSCRIBER, entry(version=2, dropped=True), told_as(entry()))

    def test_a_correction_reaches_the_told_even_outside_their_places(self) -> None:
        texan = replace(SUBSCRIBER, states=frozenset({"TX"}))
        assert owes(texan, entry(version=2, state="OK", agency_id="ok-lamar"), told_as(entry()))

    def test_what_was_only_counted_needs_no_correction(self) -> None:
        respelled = entry(kind=ChangeKind.AGENCY_RESPELLED)
        assert not owes(SUBSCRIBER, replace(respelled, version=2, dropped=True), told_as(respelled))
        assert owes(SUBSCRIBER, entry(ENDING, version=2), told_as(respelled))


class TestAddresses:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            (" Jane.Doe+moa@Example.ORG ", "Jane.Doe+moa@example.org"),
            ("o'brien@news.example", "o'brien@news.example"),
            ("desk@bücher.example", "desk@xn--bcher-kva.example"),
        ],
    )
    def test_a_good_address_is_kept_in_one_form(self, given: str, kept: str) -> None:
        assert mail_address(given) == kept

    @pytest.mark.parametrize(
        ("address", "reason"),
        [
            ("a@example.org\r\nBcc: all@example.org", "line break"),
            ("a@example.org\n", "line break"),
            ("a\x00@example.org", "control character"),
            ("a\u202e@example.org", "invisible"),
            ("Jane <jane@example.org>", "bare address"),
            ("a@example.org, b@example.org", "one address"),
            ("a b@example.org", "space"),
            ("example.org", "must have an @-sign"),
            ("a@b@example.org", "contains invalid characters"),
            ("@example.org", "something before the @-sign"),
            (".a@example.org", "cannot start with a period"),
            ('"a b"@example.org', "space"),
            ("é@example.org", "internationalized characters before the @-sign"),
            ("a@localhost", "should have a period"),
            ("a@example..org", "two periods in a row"),
            ("a@-example.org", "cannot have a hyphen"),
            ("a@192.0.2.1", "not within a valid top-level domain"),
            ("a@[192.0.2.1]", "bracketed IP address"),
            ("a@desk.invalid", "special-use or reserved"),
            ("a@" + "b" * 64 + ".org", "1 character too many"),
            ("a" * 65 + "@example.org", "too long before the @-sign"),
            ("a" * 60 + "@" + ".".join(["b" * 60] * 4), "too long"),
            ("a" * 100_000 + "@example.org", "too long"),
        ],
    )
    def test_a_bad_address_is_refused_with_its_reason(self, address: str, reason: str) -> None:
        with pytest.raises(AddressError, match=reason) as refusal:
            mail_address(address)
        assert str(refusal.value).isprintable()
