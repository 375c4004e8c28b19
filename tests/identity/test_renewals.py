"""An agreement signed again is renewed, whether it was missing in between or stayed on the list; and what is none."""

from dataclasses import replace
from datetime import date

import pytest

from models.digests.owed import JournalEntry, LastTold, Owed, owes
from models.digests.subscriptions import Subscriber
from models.digests.telling.composing import compose
from models.digests.wording import correction, what_happened
from models.lists.changes import Change
from models.lists.listings import Listing
from models.vocabulary import ChangeKind, ChangeStatus
from tests.support.digest_samples import BEFORE, LIST_SHA256, SITUATION
from tests.support.published_lists import TFM, Record, background, day, edited, fold, publish, row

_OLD = date(2025, 3, 12)
HARLAN = row("Harlan County Sheriff's Office", signed=_OLD, link="HarlanCo_WSO_MOA_03122025")
OLD_ID = f"TX-harlan-county-sheriff/WSO/{_OLD}"


def signed(on: date, link: str = "") -> Listing:
    return row(HARLAN.agency, signed=on, link=link)


def missing_and_back(again: Listing, *, lists: int = 2, on: float = 4) -> Record:
    """Harlan's row is missing from so many lists, then another one of Harlan's is listed."""
    gone = [publish(background(30 + number), 1 + number) for number in range(lists)]
    return fold(
        publish([*background(), HARLAN], 0), *gone, publish([*background(30 + max(lists - 1, 0)), again], on)
    )  # fmt: skip


def of_kind(record: Record, kind: ChangeKind) -> Change:
    (change,) = [each for each in record.changes.values() if each.kind is kind]
    return change


# -- missing in between ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lists", "back_on"), [(1, 2), (2, 4), (5, 9), (5, 50)])
def test_what_is_signed_again_within_two_months_is_renewed_and_its_ending_withdrawn(lists: int, back_on: int) -> None:
    """Fort Walton Beach was missing from two lists, Rooks County from two; others were confirmed as ended by then."""
    record = missing_and_back(signed(day(back_on - 1)), lists=lists, on=back_on)
    ending = of_kind(record, ChangeKind.AGREEMENT_ENDED)
    assert (ending.status, ending.settled_by) == ("withdrawn", record.outcomes[-1].snapshot_id)
    assert ending.evidence[-1] == f"signed again on {day(back_on - 1)}: renewed"
    renewal = of_kind(record, ChangeKind.AGREEMENT_RENEWED)
    assert (renewal.status, renewal.signed_before, renewal.signed) == ("confirmed", _OLD, day(back_on - 1))
    assert renewal.agreement_id == f"TX-harlan-county-sheriff/WSO/{day(back_on - 1)}"
    assert [kind for kind, _, agency in record.told() if agency == HARLAN.agency] == [
        "agreement_ended",
        "agreement_renewed",
    ]
    old, new = record.state.agreements[OLD_ID], record.state.agreements[renewal.agreement_id]
    assert (old.listed, old.replaced, new.listed, new.replaced) == (False, True, True, False)
    assert OLD_ID not in record.state.endings


def test_what_is_signed_again_later_than_that_ended_and_returned() -> None:
    record = missing_and_back(signed(day(70)), lists=5, on=75)
    assert of_kind(record, ChangeKind.AGREEMENT_ENDED).status == "confirmed"
    assert of_kind(record, ChangeKind.AGREEMENT_RETURNED).signed_before == _OLD


@pytest.mark.parametrize(
    "again",
    [
        signed(date(2025, 3, 11)),  # the date put right by a day
        signed(date(2024, 3, 12)),  # a typo in the year
        edited(HARLAN, signed=date(5025, 6, 4), signed_text="5025-06-04"),
        signed(date(2025, 4, 5)),  # signed weeks before the row went missing
        HARLAN,
    ],
)
def test_a_row_that_is_back_with_another_date_of_before_is_no_renewal(again: Listing) -> None:
    record = missing_and_back(again)
    assert of_kind(record, ChangeKind.AGREEMENT_ENDED).status == "withdrawn"
    assert "agreement_renewed" not in record.kinds()
    assert record.state.agreements[OLD_ID].listed


def test_another_body_or_support_type_signed_soon_after_renews_nothing() -> None:
    for other in (
        row("Harlan County Constable", signed=day(3), county="Harlan County"),
        row(HARLAN.agency, model=TFM, signed=day(3)),
    ):
        record = missing_and_back(other)
        assert "agreement_renewed" not in record.kinds()
        assert of_kind(record, ChangeKind.AGREEMENT_ENDED).status == "confirmed"


def test_an_older_copy_between_takes_a_renewal_back_for_one_list_and_tells_nothing_twice() -> None:
    again = signed(day(3))
    lists = [[HARLAN], [], [again], [HARLAN], [again], [], [again]]
    record = fold(*(publish([*background(), *rows], number * 2) for number, rows in enumerate(lists)))
    assert [(kind, status) for kind, status, _ in record.told()] == [
        ("agreement_ended", "withdrawn"),
        ("agreement_renewed", "confirmed"),
        ("agreement_ended", "withdrawn"),  # of the new agreement: a list without it
    ]
    assert [known.id for known in record.state.agreements.values() if known.listed and "harlan" in known.id] == [
        f"TX-harlan-county-sheriff/WSO/{day(3)}"
    ]


def test_the_second_renewal_of_an_agency_is_one_more() -> None:
    second, third = signed(day(3)), signed(day(20))
    lists = [[HARLAN], [], [second], [second], [], [third]]
    record = fold(*(publish([*background(30 + number), *rows], number * 5) for number, rows in enumerate(lists)))
    assert [kind for kind in record.kinds() if kind != "agreement_added"] == ["agreement_renewed"] * 2
    replaced = [known.id for known in record.state.agreements.values() if known.replaced]
    assert replaced == [OLD_ID, f"TX-harlan-county-sheriff/WSO/{day(3)}"]


# -- listed all the time -----------------------------------------------------------------------------------------


def replaced_while_listed(*rows: Listing, first: int = 0) -> Record:
    """Harlan's row, then these rows in its place, one a list, ten months and more after the first."""
    lists = [publish([*background(), HARLAN], first)]
    return fold(publish(background(), -1), *lists, *(publish([*background(), r], 300 + n) for n, r in enumerate(rows)))


def test_an_agreement_with_a_new_date_and_a_file_of_that_date_is_renewed_though_listed_months_later() -> None:
    record = replaced_while_listed(signed(day(150), "HarlanCoSheriffsOfficeTX_WSO_MOA_10302025"))
    assert record.kinds() == ["agreement_added", "agreement_renewed"]
    renewal = of_kind(record, ChangeKind.AGREEMENT_RENEWED)
    assert (renewal.signed_before, renewal.signed) == (_OLD, day(150))
    assert record.state.agreements[OLD_ID].replaced


def test_a_file_replaced_first_and_the_date_after_it_are_a_renewal_too() -> None:
    replaced = edited(HARLAN, moa_url=signed(day(150), "HarlanCo-WSO-10-30-2025").moa_url)
    record = replaced_while_listed(replaced, signed(day(150), "HarlanCo-WSO-10-30-2025"))
    assert record.kinds() == ["agreement_added", "moa_replaced", "agreement_renewed"]


def test_a_renewal_that_is_listed_beside_the_old_agreement_is_told_when_the_old_row_goes() -> None:
    old, new = HARLAN, signed(day(20))
    lists = [[old], [old, new], [old, new], [new], [new]]
    record = fold(*(publish([*background(30 + n), *rows], 21 + n) for n, rows in enumerate(lists)))
    told = [kind for kind in record.kinds() if kind != "agreement_added"]
    assert told == ["duplicate_listed", "duplicate_unlisted", "agreement_renewed"]
    assert [known.id for known in record.state.agreements.values() if known.listed and "harlan" in known.id] == [
        f"TX-harlan-county-sheriff/WSO/{day(20)}"
    ]


@pytest.mark.parametrize(
    "link",
    [
        "HarlanCo_WSO_MOA_03122025",  # the same file
        "HarlanCoSheriffsOfficeTX_WSO_MOA_03122025",  # the same document under another name
        "HarlanCo_WSO_MOA_revised",  # nothing says when it was signed
        "HarlanCo_WSO_MOA_11022025",  # another day
    ],
)
def test_a_far_date_that_the_file_does_not_prove_is_a_correction(link: str) -> None:
    record = replaced_while_listed(signed(day(150), link))
    assert "signing_date_corrected" in record.kinds()
    assert "agreement_renewed" not in record.kinds()


def test_a_date_that_the_file_had_in_its_name_all_along_is_a_correction() -> None:
    of_october = day(150)
    wrong = row(HARLAN.agency, signed=_OLD, link="HarlanCo_WSO_MOA_10.30.2025")
    renamed = signed(of_october, "HarlanCoSheriffsOfficeTX_WSO_MOA_10302025")
    record = fold(publish(background(), -1), publish([*background(), wrong], 0), publish([*background(), renamed], 300))
    assert record.kinds() == ["agreement_added", "signing_date_corrected", "moa_replaced"]


def test_a_date_before_the_first_listing_is_a_correction_though_date_and_file_are_new() -> None:
    """A row made from a copy of the one above it, with its date and link, put right a week later."""
    record = fold(
        publish(background(), 90),
        publish([*background(), HARLAN], 100),
        publish([*background(), signed(day(98), "HarlanCo_WSO_MOA_09082025")], 107),
    )
    assert "agreement_renewed" not in record.kinds()
    assert "signing_date_corrected" in record.kinds()


# -- told to subscribers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lists", "status"), [(2, ChangeStatus.SUSPECTED), (4, ChangeStatus.CONFIRMED)])
def test_whoever_was_told_of_the_ending_is_told_that_it_was_a_renewal(lists: int, status: ChangeStatus) -> None:
    subscriber = Subscriber(id=1, address="subscriber@example.org")
    record = missing_and_back(signed(day(6)), lists=lists, on=7)
    ending, renewal = (
        of_kind(record, kind) for kind in (ChangeKind.AGREEMENT_ENDED, ChangeKind.AGREEMENT_RENEWED)
    )  # fmt: skip
    was = JournalEntry(replace(ending, status=status), 1, False, False, day(1), LIST_SHA256)
    told = LastTold(ChangeKind.AGREEMENT_ENDED, status, was.said, day(2))
    withdrawn = JournalEntry(ending, 2, False, False, day(1), LIST_SHA256)
    new = JournalEntry(renewal, 1, False, False, day(7), LIST_SHA256)
    assert owes(subscriber, withdrawn, told)
    assert owes(subscriber, new, None)
    assert not owes(subscriber, withdrawn, None)  # who never heard of an ending hears of none
    content = compose(subscriber, [Owed(withdrawn, told), Owed(new, None)], SITUATION, BEFORE, day(7))
    (corrected,) = content.corrections
    assert correction(corrected).endswith("We withdraw this; please disregard it.")
    (told_now,) = [item for item in content.items if item.change_id == renewal.id]
    assert what_happened(told_now).startswith("Renewed; previously signed Mar 12, 2025")
