"""What a digest says: the subject, the order of the news, what is a correction, what is only counted."""

from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.digests.content import DigestContent, Situation
from models.digests.health import Trouble
from models.digests.owed import Owed
from models.digests.subscriptions import Subscriber
from models.digests.telling.composing import MOST_NEWS, compose
from models.digests.wording import correction, join_words, plural, what_happened
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType
from tests.support.digest_samples import (
    ADDITION,
    BEFORE,
    ENDING,
    NUMBER,
    SITUATION,
    STILL_LISTED,
    additions,
    entry,
    owed,
    told_as,
)

SUBSCRIBER = Subscriber(id=1, address="subscriber@example.org")
TEXAN = replace(SUBSCRIBER, states=frozenset({"TX"}))
OPERATOR = replace(SUBSCRIBER, operator=True)
TODAY = date(2026, 1, 26)
SUSPECTED = entry(ENDING, status=ChangeStatus.SUSPECTED)


def digest(
    *entries: object, subscriber: Subscriber = SUBSCRIBER, first: bool = False, **situation: object
) -> DigestContent:
    due = [each if isinstance(each, Owed) else Owed(each, None) for each in entries]  # type: ignore[arg-type]
    return compose(subscriber, due, replace(SITUATION, **situation), None if first else BEFORE, TODAY)  # type: ignore[arg-type]


class TestSubject:
    def test_it_carries_the_news_and_the_figure_that_belongs_to_it(self) -> None:
        states = [
            *additions(4, "TX"),
            *additions(3, "FL"),
            *additions(2, "TN"),
            *additions(2, "PA"),
            *additions(1, "AL"),
        ]
        assert digest(*states, entry(ENDING)).subject == ("287(g): 1 agreement ended in Texas, 12 new in 5 states")
        assert digest(*states).subject == "287(g): 12 new agreements in 5 states; now 1,372 nationwide"

    def test_one_state_is_named(self) -> None:
        assert digest(*additions(1)).subject == "287(g): 1 new agreement in Texas; Texas now 287"

    def test_a_territory_is_not_called_a_state(self) -> None:
        both = digest(*additions(1, "GU"), *additions(2, "TX"))
        assert both.subject == "287(g): 3 new agreements in 2 states and territories"

    def test_the_one_state_that_is_watched_gives_the_figure(self) -> None:
        assert digest(entry(ENDING), subscriber=TEXAN).subject == "287(g): Texas: 1 agreement ended; now 287"

    def test_a_suspected_ending_is_never_called_ended(self) -> None:
        content = digest(SUSPECTED)
        assert content.subject == "287(g): 1 agreement possibly ended in Texas; Texas now 287"
        assert "1 agreement missing from the list in Texas, too soon to confirm an ending." in content.top_line

    def test_corrections_come_first(self) -> None:
        withdrawn = owed(entry(ENDING, version=2, dropped=True), told=told_as(entry(ENDING)))
        assert digest(*withdrawn, *additions(2)).subject == (
            "287(g): 1 correction; 2 new agreements in Texas; Texas now 287"
        )

    def test_nothing_new_is_said_with_the_number(self) -> None:
        assert digest().subject == "287(g): no change since Jan 23, 2026; 1,372 agreements"
        assert digest(first=True).subject == "287(g): 1,372 agreements on the list of Jan 26, 2026"

    def test_without_any_list_it_says_so(self) -> None:
        assert compose(SUBSCRIBER, [], Situation(), None, TODAY).subject == "287(g): no list on record yet"

    def test_no_name_from_a_list_gets_into_it(self) -> None:
        hostile = entry(agency="X\r\nBcc: all@example.org", state="X\r\nBcc: y")
        assert digest(hostile).subject == ("287(g): 1 new agreement in an unstated state; now 1,372 nationwide")


class TestSections:
    def test_every_reading_that_is_owed_stands_in_exactly_one_section(self) -> None:
        kinds = [entry(id=f"k{place:011}", kind=kind) for place, kind in enumerate(ChangeKind)]
        content = digest(*kinds, SUSPECTED)
        named = [item.change_id for item in content.items]
        assert len(named) == len(set(named))
        assert len(named) + sum(number for _, number in content.cosmetic) == len(kinds) + 1

    def test_endings_confirmed_and_suspected_stand_apart(self) -> None:
        content = digest(entry(ENDING), replace(SUSPECTED, change=replace(SUSPECTED.change, id="other")))
        assert [item.change_id for item in content.endings_confirmed] == [ENDING.id]
        assert [item.change_id for item in content.endings_suspected] == ["other"]
        assert content.changed == ()

    def test_an_ending_confirmed_after_it_was_told_as_suspected_is_no_correction(self) -> None:
        content = digest(*owed(entry(ENDING, version=2), told=told_as(SUSPECTED)))
        assert content.corrections == ()
        assert (
            what_happened(content.endings_confirmed[0]) == "Agreement ended (reported as unconfirmed on Jan 20, 2026)"
        )

    def test_a_withdrawn_ending_says_what_was_told_and_that_it_is_withdrawn(self) -> None:
        back = entry(ENDING, version=2, status=ChangeStatus.WITHDRAWN)
        content = digest(*owed(back, told=told_as(SUSPECTED)))
        assert correction(content.corrections[0]) == (
            "On Jan 20, 2026 we told you: agreement missing from the latest list, possibly ended. "
            "We withdraw this; please disregard it."
        )

    def test_a_change_read_anew_is_a_correction_also_when_it_became_cosmetic(self) -> None:
        respelled = entry(ADDITION, version=2, kind=ChangeKind.AGENCY_RESPELLED)
        content = digest(*owed(respelled, told=told_as(entry())))
        assert "We now read it as: agency spelling corrected." in correction(content.corrections[0])
        assert content.cosmetic == ()

    def test_corrections_of_the_writing_are_only_counted_and_are_no_news(self) -> None:
        respelled = [entry(id=f"r{n}", kind=ChangeKind.AGENCY_RESPELLED) for n in range(3)]
        content = digest(*respelled)
        assert content.cosmetic == ((ChangeKind.AGENCY_RESPELLED, 3),)
        assert content.items == ()
        assert not content.has_news

    def test_states_are_in_the_order_of_their_names(self) -> None:
        content = digest(*additions(1, "TX"), *additions(1, "AL"), *additions(1, "PA"))
        assert [item.state for item in content.changed] == ["AL", "PA", "TX"]

    def test_figures_say_their_change_since_the_subscribers_last_digest(self) -> None:
        content = digest()
        assert {figure.label: figure.change for figure in content.figures} == {
            "agreements": 11, "agencies": 10, "states": 0, "territories": 0, "pending": -2,
        }  # fmt: skip
        assert {figure.place: figure.change for figure in content.places}["TX"] == 11

    def test_a_state_that_left_the_list_is_still_told(self) -> None:
        content = digest(by_state={"FL": 341})
        assert {figure.place: (figure.agreements, figure.change) for figure in content.places}["TX"] == (0, -276)

    def test_growth_is_over_agreements(self) -> None:
        assert [(growth.label, round(growth.percent)) for growth in digest().growth] == [
            ("January 2025", 916),
            ("January 2021", 815),
        ]


class TestHistory:
    LATE = entry(late=True, list_date=date(2025, 9, 3))

    def test_what_an_old_list_adds_is_told_as_history_and_not_as_news(self) -> None:
        last = replace(BEFORE, list_date=date(2026, 1, 22))
        content = compose(SUBSCRIBER, [Owed(self.LATE, None)], SITUATION, last, TODAY)
        assert content.subject == "287(g): 1 change added from older lists"
        assert content.changed == ()
        assert what_happened(content.filled_in[0]) == "New agreement (list of Sep 3, 2025)"

    def test_a_new_list_that_arrives_out_of_order_is_still_news(self) -> None:
        last = replace(BEFORE, list_date=date(2026, 1, 22))
        content = compose(SUBSCRIBER, owed(replace(self.LATE, list_date=TODAY)), SITUATION, last, TODAY)
        assert content.filled_in == ()
        assert len(content.changed) == 1


class TestWatchers:
    def test_who_watches_few_states_is_told_their_figures(self) -> None:
        texan = digest(subscriber=replace(SUBSCRIBER, states=frozenset({"TX"})))
        assert "No change in Texas (287 agreements) since your last digest (Jan 23, 2026)" in texan.top_line
        assert texan.subject == "287(g): Texas: no change since Jan 23, 2026; 287 agreements"
        both = digest(subscriber=replace(SUBSCRIBER, states=frozenset({"TX", "VT"})))
        assert "No change in Texas (287 agreements) and Vermont (no agreements)" in both.top_line
        assert "Texas" not in digest().top_line

    def test_who_watches_an_agency_watches_its_state_in_part(self) -> None:
        subscriber = replace(SUBSCRIBER, agencies=frozenset({"TX-lamar-county-sheriff"}))
        assert subscriber.watched_states == ("TX",)
        assert digest(subscriber=subscriber, news=(replace(NUMBER, scope="TX"),)).news
        assert not digest(subscriber=subscriber, news=(replace(NUMBER, scope="VT"),)).news


class TestNewsAndTroubles:
    def test_news_is_told_once_and_to_those_who_want_it(self) -> None:
        situation = replace(SITUATION, news=(NUMBER, STILL_LISTED))
        once = compose(SUBSCRIBER, [], situation, BEFORE, TODAY)
        assert once.news == (NUMBER, STILL_LISTED)
        assert once.has_news
        again = compose(SUBSCRIBER, [], situation, BEFORE, TODAY, told_news=frozenset({"claim-1", "still-1"}))
        assert not again.has_news
        assert not compose(replace(SUBSCRIBER, news=False), [], situation, BEFORE, TODAY).has_news

    def test_news_of_the_nation_is_for_those_who_watch_everywhere(self) -> None:
        situation = replace(SITUATION, news=(NUMBER, STILL_LISTED))
        georgian = replace(SUBSCRIBER, states=frozenset({"GA"}))
        assert compose(georgian, [], situation, BEFORE, TODAY).news == (STILL_LISTED,)
        assert compose(SUBSCRIBER, [], situation, BEFORE, TODAY).news == (NUMBER, STILL_LISTED)

    def test_a_few_are_told_the_most_useful_first_and_the_rest_may_follow(self) -> None:
        many = tuple(replace(NUMBER, id=f"n{number}", use=number % 3) for number in range(9))
        told = compose(SUBSCRIBER, [], replace(SITUATION, news=many), BEFORE, TODAY)
        assert [each.use for each in told.news] == [0, 0, 0, 1, 1]
        assert len(told.news_ids) == MOST_NEWS
        after = frozenset(told.news_ids)
        rest = compose(SUBSCRIBER, [], replace(SITUATION, news=many), BEFORE, TODAY, told_news=after)
        assert [each.use for each in rest.news] == [1, 2, 2, 2]

    def test_a_trouble_is_told_to_operators_when_it_comes_and_when_it_is_over(self) -> None:
        late = Trouble("source:ice", "one source is not responding", "ICE 287(g) page: no list for 3 days")
        came = digest(subscriber=OPERATOR, troubles=(late,))
        assert (came.troubles, came.has_news) == ((late,), True)
        told = replace(BEFORE, troubles={late.key: late.sentence})
        lasts = compose(OPERATOR, [], replace(SITUATION, troubles=(late,)), told, TODAY)
        assert (lasts.troubles, lasts.troubles_lasting, lasts.has_news) == ((), (late,), False)
        over = compose(OPERATOR, [], SITUATION, told, TODAY)
        assert (over.troubles_over, over.has_news) == ((late.sentence,), True)
        assert not digest(troubles=(late,)).has_news


class TestWording:
    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, "New agreement"),
            ({"kind": ChangeKind.AGREEMENT_SWITCHED, "support_type_before": SupportType.JEM},
             "Switched from Jail Enforcement Model"),
            ({"kind": ChangeKind.AGREEMENT_RENEWED, "signed_before": date(2019, 6, 1)},
             "Renewed; previously signed Jun 1, 2019"),
            ({"kind": ChangeKind.AGENCY_RENAMED, "agency_before": "Old"}, "Renamed; formerly Old"),
            ({"kind": ChangeKind.PENDING_DROPPED, "list_kind": ListKind.PENDING},
             "Pending application no longer listed"),
        ],
    )  # fmt: skip
    def test_a_change_in_words(self, fields: dict[str, object], words: str) -> None:
        content = digest(entry(ADDITION, **fields))
        assert what_happened(content.items[0]) == words

    def test_numbers_and_lists_of_words(self) -> None:
        assert [plural(1, "agency"), plural(2, "agency"), plural(1372, "agreement")] == [
            "1 agency", "2 agencies", "1,372 agreements",
        ]  # fmt: skip
        assert [join_words([]), join_words(["a"]), join_words(["a", "b"]), join_words(["a", "b", "c"])] == [
            "", "a", "a and b", "a, b and c",
        ]  # fmt: skip

    @given(st.lists(st.sampled_from(ChangeKind), max_size=40))
    def test_any_mix_of_kinds_composes_the_same_in_any_order(self, kinds: list[ChangeKind]) -> None:
        entries = [entry(id=f"k{place:011}", kind=kind) for place, kind in enumerate(kinds)]
        assert asdict(digest(*entries)) == asdict(digest(*reversed(entries)))
        assert len(digest(*entries).subject) <= 70
