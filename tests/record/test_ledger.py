"""The ledger: nothing twice, nothing lost, whatever comes between composing and marking; on both databases."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from flows.digests.compose import compose_due
from flows.digests.dispatch import DeliveryReport, send_waiting
from flows.digests.smtp import InDoubtError, Offer, RefusedError, RefusedForNowError, RelayDownError
from flows.settings import Settings
from models.digests.deliveries import FIRST_PAUSE, MAX_PAUSE, MAX_REFUSALS, MAX_RESERVATION, next_attempt
from models.digests.subscriptions import Cadence, Channel
from models.errors import DeliveryError
from models.record.store import read_session, write_session
from models.record.tables.changes import ChangeVersion
from models.record.tables.digests import Digest, SubscriberRow
from models.record.writing.digests import ledger
from models.record.writing.digests.subscribers import OUTBOX_ADDRESS, edit, named, remove
from models.vocabulary import ChangeKind, ChangeStatus
from tests.support.digest_record import FIRST_DAY, days, new_agreements, publish_changes, statuses, subscribe, told_ids
from tests.support.digest_samples import ENDING

HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Mailbox:
    """The other side: takes every message, or answers with what `answers` holds for its address."""

    taken: list[tuple[str, bytes]] = field(default_factory=list)
    at_offer: dict[str, DeliveryError] = field(default_factory=dict)
    at_hand_over: dict[str, DeliveryError] = field(default_factory=dict)
    on_hand_over: Callable[[], None] = lambda: None

    def offer(self, address: str, name: str, payload: bytes) -> Offer:
        if address in self.at_offer:
            raise self.at_offer[address]
        return _Offer(self, address, payload)

    def close(self) -> None:
        pass

    def subjects(self, address: str) -> list[str]:
        return [str(message_from_bytes(payload)["Subject"]) for to, payload in self.taken if to == address]


@dataclass(slots=True)
class _Offer:
    box: Mailbox
    address: str
    payload: bytes

    def hand_over(self) -> str:
        self.box.on_hand_over()
        if self.address in self.box.at_hand_over:
            raise self.box.at_hand_over[self.address]
        self.box.taken.append((self.address, self.payload))
        return "250 taken"

    def withdraw(self) -> None:
        pass


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(outbox=tmp_path / "outbox", mail_from="digest@moawatch.example")


@pytest.fixture
def box() -> Mailbox:
    return Mailbox()


@pytest.fixture
def run(record: sa.Engine, settings: Settings, box: Mailbox) -> Callable[[datetime], DeliveryReport]:
    """One run of the telling, at a given time, to that mailbox."""

    def at(now: datetime) -> DeliveryReport:
        told = DeliveryReport()
        compose_due(record, settings, now, told)
        send_waiting(record, settings, dict.fromkeys(Channel, box), lambda: now, told)
        return told

    return at


@pytest.fixture
def subscriber(record: sa.Engine, run: Callable[[datetime], DeliveryReport], box: Mailbox) -> int:
    """A subscriber who has had the first digest, which says where things stand, of a record with one list."""
    publish_changes(record)
    subscriber = subscribe(record, "subscriber@example.org")
    run(FIRST_DAY + HOUR)
    box.taken.clear()
    return subscriber


Run = Callable[[datetime], DeliveryReport]

# Tests of many runs that ask nothing of the database which the others do not ask on both.
on_sqlite = pytest.mark.parametrize("record", ["sqlite"], indirect=True)


def test_a_change_is_told_once_however_often_it_runs(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    publish_changes(record, new_agreements(range(3)), FIRST_DAY + days(1))
    for hour in range(5):
        run(FIRST_DAY + days(1) + hour * HOUR)
    assert box.subjects("subscriber@example.org") == ["287(g): 3 new agreements in Texas; Texas now 500"]
    assert told_ids(record, subscriber) == [change.id for change in new_agreements(range(3))]


def test_a_document_that_is_away_for_a_while_is_not_told_again(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    told_on = FIRST_DAY + days(1)
    (posted,) = new_agreements([0], kind=ChangeKind.MOA_POSTED)
    publish_changes(record, [posted], told_on)
    run(told_on)
    posted = replace(posted, snapshot_id=f"participating-{told_on:%Y%m%dT%H%M}")
    for day, status in enumerate((ChangeStatus.SUSPECTED, ChangeStatus.CONFIRMED, ChangeStatus.WITHDRAWN), 2):
        publish_changes(record, [replace(posted, status=status), *new_agreements([day])], FIRST_DAY + days(day))
        run(FIRST_DAY + days(day))
    first, away, back, withdrawn = box.subjects("subscriber@example.org")
    assert "1 document posted" in first
    assert "1 correction" in withdrawn
    assert [away, back] == [f"287(g): 1 new agreement in Texas; Texas now {number}" for number in (500, 500)]
    mails = [payload.lower() for to, payload in box.taken if to == "subscriber@example.org"]
    assert [b"document posted" in each for each in mails] == [True, False, False, True]


def test_the_first_digest_says_where_things_stand(record: sa.Engine, run: Run, box: Mailbox) -> None:
    publish_changes(record, new_agreements(range(3)))
    subscribe(record, "subscriber@example.org", FIRST_DAY + HOUR)
    run(FIRST_DAY + 2 * HOUR)
    assert box.subjects("subscriber@example.org") == ["287(g): 1,000 agreements on the list of Jan 5, 2026"]


def test_what_was_recorded_before_the_subscription_is_not_told(record: sa.Engine, run: Run, box: Mailbox) -> None:
    publish_changes(record, new_agreements(range(3)))
    subscriber = subscribe(record, "subscriber@example.org", FIRST_DAY + HOUR)
    publish_changes(record, new_agreements([7]), FIRST_DAY + days(1))
    run(FIRST_DAY + days(1) + HOUR)
    assert told_ids(record, subscriber) == ["TX0000000007"]


def test_the_outbox_begins_with_where_things_stand_too(record: sa.Engine, run: Run, box: Mailbox) -> None:
    publish_changes(record, new_agreements(range(3)))
    run(FIRST_DAY + HOUR)
    publish_changes(record, new_agreements([7]), FIRST_DAY + days(1))
    run(FIRST_DAY + days(1))
    assert box.subjects(OUTBOX_ADDRESS) == [
        "287(g): 1,000 agreements on the list of Jan 5, 2026",
        "287(g): 1 new agreement in Texas; Texas now 500",
    ]


@on_sqlite
def test_after_ten_missed_days_there_is_one_digest(record: sa.Engine, run: Run, box: Mailbox, subscriber: int) -> None:
    for day in range(1, 11):
        publish_changes(record, new_agreements([day]), FIRST_DAY + days(day))
    run(FIRST_DAY + days(11))
    assert box.subjects("subscriber@example.org") == ["287(g): 10 new agreements in Texas; Texas now 500"]


@on_sqlite
def test_ten_days_without_a_relay_are_one_digest_too(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    box.at_offer["subscriber@example.org"] = RelayDownError("mail relay: no answer")
    for day in range(1, 11):
        publish_changes(record, new_agreements([day]), FIRST_DAY + days(day))
        assert run(FIRST_DAY + days(day)).failures == ["mail relay: no answer"]
    box.at_offer.clear()
    run(FIRST_DAY + days(11))
    assert box.subjects("subscriber@example.org") == ["287(g): 10 new agreements in Texas; Texas now 500"]


@on_sqlite
def test_what_waited_and_is_withdrawn_meanwhile_leaves_nothing_to_send(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    box.at_offer["subscriber@example.org"] = RelayDownError("mail relay: no answer")
    publish_changes(record, new_agreements([1]), FIRST_DAY + days(1), whole=True)
    run(FIRST_DAY + days(1))
    publish_changes(record, [], FIRST_DAY + days(2), whole=True)
    run(FIRST_DAY + days(2))
    box.at_offer.clear()
    run(FIRST_DAY + days(3))
    assert box.subjects("subscriber@example.org") == []
    publish_changes(record, new_agreements([2]), FIRST_DAY + days(4))
    run(FIRST_DAY + days(4))
    assert box.subjects("subscriber@example.org") == ["287(g): 1 new agreement in Texas; Texas now 500"]


@on_sqlite
def test_what_waited_and_falls_below_the_threshold_waits_on(record: sa.Engine, run: Run, box: Mailbox) -> None:
    publish_changes(record)
    subscribe(record, "patient@example.org", states=["TX"], threshold=2)
    run(FIRST_DAY + HOUR)
    box.taken.clear()
    box.at_offer["patient@example.org"] = RelayDownError("mail relay: no answer")
    publish_changes(record, new_agreements([1, 2]), FIRST_DAY + days(1), whole=True)
    run(FIRST_DAY + days(1))
    publish_changes(record, new_agreements([1]), FIRST_DAY + days(2), whole=True)
    box.at_offer.clear()
    run(FIRST_DAY + days(2))
    assert box.subjects("patient@example.org") == []
    publish_changes(record, new_agreements([1, 3]), FIRST_DAY + days(3), whole=True)
    run(FIRST_DAY + days(3))
    assert box.subjects("patient@example.org") == ["287(g): Texas: 2 new agreements; now 500"]


def test_an_old_list_that_arrives_late_is_told_once_and_as_such(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    publish_changes(record, [], FIRST_DAY - days(30))
    old = [
        replace(change, snapshot_id=f"participating-{FIRST_DAY - days(30):%Y%m%dT%H%M}")
        for change in new_agreements([1])
    ]
    publish_changes(record, new_agreements([9]), FIRST_DAY + days(1))
    run(FIRST_DAY + days(1))
    publish_changes(record, [*old, *new_agreements([9])], FIRST_DAY + days(2), whole=True)
    run(FIRST_DAY + days(2))
    run(FIRST_DAY + days(3))
    assert box.subjects("subscriber@example.org")[1:] == ["287(g): 1 change added from older lists"]


def test_a_rebuild_that_comes_to_the_same_tells_nothing(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))
    run(FIRST_DAY + days(1))
    box.taken.clear()
    again = [replace(change, evidence=("other words",), confidence=0.9) for change in new_agreements([1])]
    publish_changes(record, again, FIRST_DAY + days(1), whole=True)
    run(FIRST_DAY + days(2))
    assert box.subjects("subscriber@example.org") == []


def test_what_a_rebuild_no_longer_derives_is_withdrawn_to_whoever_was_told(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    publish_changes(record, new_agreements([1, 2]), FIRST_DAY + days(1))
    run(FIRST_DAY + days(1))
    subscribe(record, "later@example.org", FIRST_DAY + days(1))
    run(FIRST_DAY + days(1) + HOUR)
    box.taken.clear()
    publish_changes(record, new_agreements([2]), FIRST_DAY + days(2), whole=True)
    run(FIRST_DAY + days(2))
    run(FIRST_DAY + days(3))
    assert box.subjects("subscriber@example.org") == ["287(g): 1 correction"]
    assert box.subjects("later@example.org") == []


@on_sqlite
def test_a_correction_names_the_day_on_which_it_was_told_whatever_was_restated_since(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    (first,) = new_agreements([1])
    publish_changes(record, [first], FIRST_DAY + days(1))
    run(FIRST_DAY + days(1))
    (placed,) = new_agreements([1], snapshot_id=f"participating-{FIRST_DAY + days(1):%Y%m%dT%H%M}")
    other_words = replace(placed, evidence=("other words",))
    publish_changes(record, [other_words, *new_agreements([2])], FIRST_DAY + days(2))
    run(FIRST_DAY + days(2))
    publish_changes(record, new_agreements([2]), FIRST_DAY + days(3), whole=True)
    run(FIRST_DAY + days(3))
    text = message_from_bytes(box.taken[-1][1], policy=default).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "On Jan 6, 2026 we told you: new agreement." in " ".join(text.split())


def test_an_ending_is_told_as_suspected_then_as_confirmed(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    ending = replace(ENDING, agreement_id=None, snapshot_id="", status=ChangeStatus.SUSPECTED)
    publish_changes(record, [ending], FIRST_DAY + days(1))
    run(FIRST_DAY + days(1))
    confirmed = replace(
        ending, snapshot_id=f"participating-{FIRST_DAY + days(1):%Y%m%dT%H%M}", status=ChangeStatus.CONFIRMED
    )
    publish_changes(record, [confirmed], FIRST_DAY + days(3))
    run(FIRST_DAY + days(3))
    assert box.subjects("subscriber@example.org") == [
        "287(g): 1 agreement possibly ended in Texas; Texas now 500",
        "287(g): 1 agreement ended in Texas; Texas now 500",
    ]


@on_sqlite
def test_a_changed_cadence_neither_repeats_nor_omits(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))
    run(FIRST_DAY + days(1))
    with write_session(record) as session:
        edit(named(session, "subscriber@example.org"), {"cadence": Cadence.WEEKLY, "weekday": 0})
    for day in range(2, 15):
        publish_changes(record, new_agreements([day]), FIRST_DAY + days(day))
        run(FIRST_DAY + days(day))
    with write_session(record) as session:
        edit(named(session, "subscriber@example.org"), {"cadence": Cadence.DAILY})
    run(FIRST_DAY + days(15))
    assert told_ids(record, subscriber) == [f"TX{day:010}" for day in range(1, 15)]
    assert [subject[8:9] for subject in box.subjects("subscriber@example.org")] == ["1", "6", "7"]  # two Mondays


def test_a_wider_preference_holds_from_then_on(record: sa.Engine, run: Run, box: Mailbox) -> None:
    publish_changes(record)
    subscriber = subscribe(record, "subscriber@example.org", states=["FL"])
    run(FIRST_DAY)
    publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))
    run(FIRST_DAY + days(1))
    with write_session(record) as session:
        edit(named(session, "subscriber@example.org"), {"states": ["FL", "TX"]})
    publish_changes(record, new_agreements([2]), FIRST_DAY + days(2))
    run(FIRST_DAY + days(2))
    assert told_ids(record, subscriber) == ["TX0000000002"]


@on_sqlite
def test_a_digest_compares_itself_only_with_what_the_last_one_told(record: sa.Engine, run: Run, box: Mailbox) -> None:
    publish_changes(record)
    subscribe(record, "mover@example.org", states=["FL"], nation=False)
    run(FIRST_DAY + HOUR)
    edits: tuple[dict[str, object], ...] = ({"states": ["TX"]}, {"nation": True}, {})
    for day, wishes in enumerate(edits, start=1):
        with write_session(record) as session:
            edit(named(session, "mover@example.org"), wishes)
        publish_changes(record, new_agreements([day]), FIRST_DAY + days(day), agreements=1000 + 100 * day)
        run(FIRST_DAY + days(day))
    _, moved, widened, same = (_text(payload) for to, payload in box.taken if to == "mover@example.org")
    assert "Texas: 550 agreements; 550 agencies" in moved
    assert "Texas: 600 agreements, +50 since your last digest" in widened
    assert "The United States (for comparison): 1,200 agreements; " in widened
    assert "Florida +" not in widened
    assert "The United States (for comparison): 1,300 agreements, +100 since your last digest" in same
    assert "Florida +33" in same


def _text(payload: bytes) -> str:
    part = message_from_bytes(payload, policy=default).get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).split())


def test_corrections_of_the_writing_wait_for_the_next_digest_and_are_counted_once(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    publish_changes(record, new_agreements([1], kind=ChangeKind.AGENCY_RESPELLED), FIRST_DAY + days(1))
    run(FIRST_DAY + days(1))
    assert box.subjects("subscriber@example.org") == []
    for day in (2, 3):
        publish_changes(record, new_agreements([day]), FIRST_DAY + days(day))
        run(FIRST_DAY + days(day))
    first, second = (payload.decode() for to, payload in box.taken if to == "subscriber@example.org")
    assert "1 correction to how ICE prints the list" in first
    assert "correction to how ICE prints the list" not in second


class TestRefusals:
    def test_refused_for_now_is_tried_again_with_the_same_message_after_a_pause(
        self, record: sa.Engine, run: Run, box: Mailbox, subscriber: int
    ) -> None:
        publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))
        box.at_offer["subscriber@example.org"] = RefusedForNowError("451 greylisted")
        assert run(FIRST_DAY + days(1)).waiting == 1
        with read_session(record) as session:
            payload = session.exec(select(Digest.message_id).where(Digest.id == f"{subscriber}-2")).one()
        box.at_offer.clear()
        assert run(FIRST_DAY + days(1) + FIRST_PAUSE / 2).sent == 0
        assert run(FIRST_DAY + days(1) + FIRST_PAUSE).sent == 1
        assert [message_from_bytes(sent)["Message-ID"] for to, sent in box.taken if "@" in to] == [payload]

    def test_the_pauses_grow_to_six_hours(self) -> None:
        pauses = [next_attempt(attempts, FIRST_DAY) - FIRST_DAY for attempts in range(1, 9)]
        assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
        assert pauses[-1] == MAX_PAUSE == next_attempt(10_000, FIRST_DAY) - FIRST_DAY

    def test_one_refusal_holds_nobody_up_and_what_it_told_is_owed_again(
        self, record: sa.Engine, run: Run, box: Mailbox, subscriber: int
    ) -> None:
        subscribe(record, "other@example.org", FIRST_DAY)
        publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))
        box.at_hand_over["subscriber@example.org"] = RefusedError("552 too large")
        told = run(FIRST_DAY + days(1))
        assert (told.refused, told_ids(record, subscriber)) == (1, [])
        assert len(box.subjects("other@example.org")) == 1
        box.at_hand_over.clear()
        publish_changes(record, new_agreements([2]), FIRST_DAY + days(2))
        run(FIRST_DAY + days(2))
        assert box.subjects("subscriber@example.org") == ["287(g): 2 new agreements in Texas; Texas now 500"]
        assert len(box.subjects("other@example.org")) == 2

    @on_sqlite
    def test_the_operator_is_told_of_a_refusal_once_and_when_it_is_over(
        self, record: sa.Engine, run: Run, box: Mailbox, subscriber: int
    ) -> None:
        subscribe(record, "operator@example.org", FIRST_DAY, operator=True, states=["GU"], cadence=Cadence.WEEKLY)
        run(FIRST_DAY + HOUR)
        box.taken.clear()
        box.at_offer["subscriber@example.org"] = RefusedError("550 no such mailbox")
        publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))
        run(FIRST_DAY + days(1))
        with write_session(record) as session:  # nothing more is composed for the subscriber for now
            edit(named(session, "subscriber@example.org"), {"cadence": Cadence.WEEKLY, "weekday": 3})
        for hour in range(1, 4):
            run(FIRST_DAY + days(1) + hour * HOUR)
        assert box.subjects("operator@example.org") == ["287(g): a digest was refused"]
        body = message_from_bytes(box.taken[-1][1]).get_payload(0).get_payload()  # type: ignore[union-attr]
        assert "550 no such mailbox" in str(body)
        box.at_offer.clear()
        run(FIRST_DAY + days(4))
        run(FIRST_DAY + days(4) + HOUR)
        assert box.subjects("operator@example.org")[1:] == ["287(g): 1 problem resolved"]

    def test_the_operator_is_told_of_subscribers_who_are_not_reached_for_a_day_and_when_that_is_over(
        self, record: sa.Engine, run: Run, box: Mailbox, subscriber: int
    ) -> None:
        box.at_offer["subscriber@example.org"] = RefusedForNowError("550 sender not allowed")
        publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))
        run(FIRST_DAY + days(1))
        run(FIRST_DAY + days(1) + 23 * HOUR)
        trouble = "287(g): digests cannot be sent"
        assert trouble not in box.subjects(OUTBOX_ADDRESS)
        publish_changes(
            record, new_agreements([2]), FIRST_DAY + days(1) + 23 * HOUR
        )  # takes the first one back into its own
        run(FIRST_DAY + days(2))
        run(FIRST_DAY + days(2) + HOUR)
        assert sum("digests cannot be sent" in subject for subject in box.subjects(OUTBOX_ADDRESS)) == 1
        box.at_offer.clear()
        run(FIRST_DAY + days(3))
        run(FIRST_DAY + days(3) + HOUR)
        assert box.subjects("subscriber@example.org") == ["287(g): 2 new agreements in Texas; Texas now 500"]
        assert box.subjects(OUTBOX_ADDRESS)[-1] == "287(g): 1 problem resolved"

    @on_sqlite
    def test_a_mailbox_that_refuses_again_and_again_is_paused(
        self, record: sa.Engine, run: Run, box: Mailbox, subscriber: int
    ) -> None:
        box.at_offer["subscriber@example.org"] = RefusedError("550 no such mailbox")
        publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))
        refused = sum(run(FIRST_DAY + days(day)).refused for day in range(1, MAX_REFUSALS + 5))
        assert refused == MAX_REFUSALS
        with write_session(record) as session:
            edit(named(session, "subscriber@example.org"), {"paused": False})
        box.at_offer.clear()
        run(FIRST_DAY + days(30))
        assert box.subjects("subscriber@example.org") == ["287(g): 1 new agreement in Texas; Texas now 500"]


class TestCrash:
    def crash(self, record: sa.Engine, run: Run, box: Mailbox, subscriber: int) -> None:
        """A process that dies after the message was taken and before that was noted."""
        publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))
        box.at_hand_over["subscriber@example.org"] = _Killed()  # type: ignore[assignment]
        with pytest.raises(_Killed):
            run(FIRST_DAY + days(1))
        box.at_hand_over.clear()

    def test_it_is_not_sent_again_but_reported(
        self, record: sa.Engine, run: Run, box: Mailbox, subscriber: int
    ) -> None:
        self.crash(record, run, box, subscriber)
        assert statuses(record)[f"{subscriber}-2"] == "reserved"
        assert run(FIRST_DAY + days(1) + HOUR).in_doubt == 1
        run(FIRST_DAY + days(2))
        assert box.subjects("subscriber@example.org") == []
        assert statuses(record)[f"{subscriber}-2"] == "in_doubt"
        assert "287(g): a digest is in doubt" in box.subjects(OUTBOX_ADDRESS)

    def test_a_reservation_in_use_is_left_alone(
        self, record: sa.Engine, run: Run, box: Mailbox, subscriber: int
    ) -> None:
        self.crash(record, run, box, subscriber)
        run(FIRST_DAY + days(1) + MAX_RESERVATION / 2)
        assert statuses(record)[f"{subscriber}-2"] == "reserved"

    def test_it_is_sent_again_where_the_settings_say_so(
        self, record: sa.Engine, run: Run, box: Mailbox, subscriber: int
    ) -> None:
        self.crash(record, run, box, subscriber)
        later = FIRST_DAY + days(1) + HOUR
        with write_session(record) as session:
            assert ledger.settle_abandoned(session, later, send_again=True) == []
        assert statuses(record)[f"{subscriber}-2"] == "waiting"
        run(later)
        assert len(box.subjects("subscriber@example.org")) == 1

    def test_a_person_may_have_it_sent_again(self, record: sa.Engine, run: Run, box: Mailbox, subscriber: int) -> None:
        self.crash(record, run, box, subscriber)
        run(FIRST_DAY + days(1) + HOUR)
        with write_session(record) as session:
            ledger.resend(session, f"{subscriber}-2", FIRST_DAY + days(2))
        run(FIRST_DAY + days(2))
        assert len(box.subjects("subscriber@example.org")) == 1

    def test_no_answer_after_handing_over_is_in_doubt(
        self, record: sa.Engine, run: Run, box: Mailbox, subscriber: int
    ) -> None:
        publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))
        box.at_hand_over["subscriber@example.org"] = InDoubtError("no answer")
        told = run(FIRST_DAY + days(1))
        assert (told.in_doubt, statuses(record)[f"{subscriber}-2"]) == (1, "in_doubt")

    def test_the_next_changes_are_told_none_the_less(
        self, record: sa.Engine, run: Run, box: Mailbox, subscriber: int
    ) -> None:
        self.crash(record, run, box, subscriber)
        publish_changes(record, new_agreements([2]), FIRST_DAY + days(2))
        run(FIRST_DAY + days(2))
        assert box.subjects("subscriber@example.org") == ["287(g): 1 new agreement in Texas; Texas now 500"]


class _Killed(BaseException):
    """Stands for SIGKILL: nothing catches it."""


def test_a_second_process_that_comes_between_gets_no_reservation(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))
    inner: list[DeliveryReport] = []

    def meanwhile() -> None:
        box.on_hand_over = lambda: None
        inner.append(run(FIRST_DAY + days(1)))

    box.on_hand_over = meanwhile
    run(FIRST_DAY + days(1))
    assert len(inner) == 1
    assert len(box.subjects("subscriber@example.org")) == 1


def test_a_subscriber_who_is_removed_while_written_to_holds_nobody_up(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    subscribe(record, "other@example.org", FIRST_DAY)
    publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))

    def meanwhile() -> None:
        box.on_hand_over = lambda: None
        with write_session(record) as session:
            remove(session, named(session, "subscriber@example.org"))

    box.on_hand_over = meanwhile
    run(FIRST_DAY + days(1))
    assert len(box.subjects("other@example.org")) == 1


def test_a_paused_subscriber_is_sent_nothing_and_owed_everything(
    record: sa.Engine, run: Run, box: Mailbox, subscriber: int
) -> None:
    publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))
    with write_session(record) as session:
        edit(named(session, str(subscriber)), {"paused": True})
    run(FIRST_DAY + days(1))
    with write_session(record) as session:
        edit(named(session, str(subscriber)), {"paused": False})
    run(FIRST_DAY + days(2))
    assert box.subjects("subscriber@example.org") == ["287(g): 1 new agreement in Texas; Texas now 500"]


@on_sqlite
def test_a_heartbeat_comes_once_a_day_and_not_beside_news(record: sa.Engine, run: Run, box: Mailbox) -> None:
    publish_changes(record)
    subscribe(record, "subscriber@example.org", heartbeat=True)
    for hour in range(0, 72, 8):
        run(FIRST_DAY + hour * HOUR)
    subjects = box.subjects("subscriber@example.org")
    assert subjects[0] == "287(g): 1,000 agreements on the list of Jan 5, 2026"
    assert subjects[1:] == [
        f"287(g): no change since Jan {day}, 2026; 1,000 agreements" for day in range(5, 5 + len(subjects) - 1)
    ]
    assert len(subjects) == 4


def test_a_removed_subscriber_leaves_nothing_behind(record: sa.Engine, run: Run, box: Mailbox, subscriber: int) -> None:
    publish_changes(record, new_agreements([1]), FIRST_DAY + days(1))
    run(FIRST_DAY + days(1))
    with write_session(record) as session:
        remove(session, named(session, "subscriber@example.org"))
    with read_session(record) as session:
        assert [row.address for row in session.exec(select(SubscriberRow))] == [OUTBOX_ADDRESS]
        assert session.exec(select(ChangeVersion)).first() is not None
    assert not [digest_id for digest_id in statuses(record) if digest_id.startswith(f"{subscriber}-")]
