"""The publisher's slips in single rows: found, told once as a remark and a question, and never held against a list."""

from datetime import date

import pytest

from models.lists.listings import Listing
from models.vocabulary import ListKind
from tests.support.published_lists import TFM, Record, background, day, edited, fold, publish, row

LATE, SHARED_FILE = "signed long before", "MOA of another agency"


def remarks(record: Record, check: str) -> list[tuple[int, str]]:
    """The number of the list and the sentence of each remark of one kind."""
    return [
        (number, finding.sentence)
        for number, outcome in enumerate(record.outcomes)
        for finding in outcome.findings
        if finding.check == check and not finding.passed and not finding.blocking
    ]


def questions(record: Record) -> list[str]:
    return [doubt.question for outcome in record.outcomes for doubt in outcome.doubts]


# -- signed long before it was listed ----------------------------------------------------------------------------


def perry(signed: date, link: str = "") -> Listing:
    return row("Perry County Sheriff's Office", signed=signed, link=link)


def new_on_a_list(listing: Listing, *, after: float = 1) -> Record:
    """The listing is new on a list so many days after the one before it, which is the record's second."""
    rows = [*background(31), listing]
    return fold(publish(background(), -300), publish(background(31), 0), publish(rows, after), publish(rows[::-1], 9))


def test_a_year_typo_is_a_remark_and_a_question_told_once_and_the_date_stays_as_printed() -> None:
    record = new_on_a_list(perry(date(2024, 5, 30), link="PerryCo_WSO_MOA_05302025"))
    who = "Perry County Sheriff's Office (TX, WSO)"
    assert remarks(record, LATE) == [
        (2, f"row 33: {who} is new, and SIGNED says 2024-05-30, 369 days before this list"),
    ]
    (doubt,) = [doubt for outcome in record.outcomes for doubt in outcome.doubts]
    assert doubt.question == f"Was the agreement of {who} signed on 2024-05-30, as printed?"
    assert doubt.evidence == (
        "first listed on 2025-06-03, 369 days after that date",
        "the list of 2025-06-02 did not have it",
        "the name of its MOA file has the day 2025-05-30",
    )
    assert record.outcomes[2].status == "accepted"
    (added,) = [change for change in record.changes.values() if change.agency.startswith("Perry")]
    assert (added.id,) == doubt.change_ids
    assert (added.kind, added.status, added.signed) == ("agreement_added", "confirmed", date(2024, 5, 30))


def test_the_question_says_that_an_application_was_pending_after_the_date() -> None:
    applied = edited(perry(day(0)), signed=None, signed_text="", moa="")
    record = fold(
        publish(background(), -300),
        publish([applied], -5, kind=ListKind.PENDING),
        publish(background(31), 0),
        publish([*background(31), perry(date(2024, 5, 30))], 1),
    )
    (doubt,) = record.outcomes[-1].doubts
    assert "its application was pending since 2025-05-28" in doubt.evidence


@pytest.mark.parametrize(
    ("signed", "after"),
    [
        (day(-87), 1.0),  # the longest wait of a real agreement
        (day(-120), 1.0),
        (day(2), 400.0),  # signed in a gap of a year without lists
        (day(-100), 400.0),  # the list before the gap need not have had it yet
    ],
)
def test_an_agreement_that_the_list_before_need_not_have_had_is_no_slip(signed: date, after: float) -> None:
    assert questions(new_on_a_list(perry(signed), after=after)) == []


def test_nothing_on_the_records_first_list_is_late() -> None:
    assert questions(fold(publish([*background(), perry(date(2019, 5, 6))], 0))) == []


def test_a_row_that_is_back_is_not_late() -> None:
    old, (first, *others) = perry(date(2019, 5, 6)), background()
    gone = [publish([edited(first, addendum=f"note {number}"), *others], 1 + number) for number in range(4)]
    record = fold(publish([*background(), old], 0), *gone, publish([*background(), old], 200))
    assert record.kinds() == ["agreement_ended", "agreement_returned"]
    assert questions(record) == []


def test_a_row_in_the_place_of_one_with_the_same_old_date_may_be_that_one_under_a_garbled_name() -> None:
    """A page whose 'alt' had been replaced by 'aria-label', in texts and links too: 'Waria-labelon County'."""
    walton = row("Walton County Sheriff's Office", "FLORIDA", signed=date(2019, 5, 6), county="", link="WaltonCoFl")
    garbled = row(
        "Waria-labelon County Sheriff's Office", "FLORIDA", signed=date(2019, 5, 6), county="", link="Waria-labelonCoFl"
    )
    at_once, later = [[walton], [garbled]], [[walton], [], [], [], [garbled]]
    for lists in (at_once, later):
        record = fold(*(publish([*background(30 + n), *rows], 160 * n) for n, rows in enumerate(lists)))
        assert "agreement_ended" in record.kinds()
        assert not any("Waria" in sentence for _, sentence in remarks(record, LATE))


# -- one file on agreements of two agencies ----------------------------------------------------------------------

EDGEWATER = row("Edgewater Police Department", "FLORIDA", TFM, day(-3), link="EdgewaterPoliceDeptFL_TFM_MOA_05302025")
EDGEWOOD = row("Edgewood Police Department", "FLORIDA", TFM, day(-60), link="EdgewoodPoliceDeptFL_TFM_MOA_04032025")
WRONG = edited(EDGEWOOD, moa_url=EDGEWATER.moa_url)


def test_a_link_to_another_agencys_file_is_a_remark_and_a_question_told_once() -> None:
    lists = [[EDGEWATER, EDGEWOOD], [EDGEWATER, WRONG], [WRONG, EDGEWATER], [EDGEWATER, EDGEWOOD]]
    record = fold(*(publish([*background(), *rows], number) for number, rows in enumerate(lists)))
    assert remarks(record, SHARED_FILE) == [
        (
            1,
            "one MOA file, EdgewaterPoliceDeptFL_TFM_MOA_05302025.pdf, is linked for several agencies: "
            "row 32 Edgewater Police Department (FL), row 33 Edgewood Police Department (FL)",
        )
    ]
    (doubt,) = [doubt for outcome in record.outcomes for doubt in outcome.doubts]
    assert doubt.evidence[-2:] == (
        "the file's name speaks of Edgewater Police Department (FL)",
        "the day in the file's name is the signing date of Edgewater Police Department (FL)",
    )
    assert [outcome.status for outcome in record.outcomes] == ["accepted"] * 4


def test_a_file_of_two_agencies_on_the_records_first_list_is_told_there() -> None:
    record = fold(publish([*background(), EDGEWATER, WRONG], 0), publish([*background(31), EDGEWATER, WRONG], 1))
    assert [number for number, _ in remarks(record, SHARED_FILE)] == [0]


def test_a_third_agency_with_the_file_is_told_anew() -> None:
    third = row("Titusville Police Department", "FLORIDA", TFM, day(-9), link="EdgewaterPoliceDeptFL_TFM_MOA_05302025")
    rows = [EDGEWATER, WRONG]
    record = fold(publish([*background(), *rows], 0), publish([*background(), *rows, third], 1))
    assert [number for number, _ in remarks(record, SHARED_FILE)] == [0, 1]


SHERIFF = row("Harlan County Sheriff's Office", link="HarlanCo")


@pytest.mark.parametrize(
    "other",
    [
        edited(SHERIFF, support_type=TFM),  # one memorandum for two models
        edited(SHERIFF, agency="Harlan County Jail"),
        edited(SHERIFF, agency="Harlan County Board of County Commissioners"),
        edited(SHERIFF, agency="Harlam County Sheriff's Office"),  # a misspelled row of its own
    ],
)
def test_what_may_have_signed_one_memorandum_is_no_slip(other: Listing) -> None:
    assert questions(fold(publish([*background(), SHERIFF, other], 0))) == []


@pytest.mark.parametrize(("link", "asked"), [("Memorandum_0417", 0), ("HarlanCo", 1)])
def test_two_bodies_of_one_county_share_a_file_unless_it_is_named_for_one(link: str, asked: int) -> None:
    jail = row("Wyk Regional Jail", county="Harlan County", link=link)
    sheriff = row("Harlan County Sheriff's Office", link=link)
    assert len(questions(fold(publish([*background(), sheriff, jail], 0)))) == asked


def test_neighbors_with_similar_names_that_share_a_file_are_asked_about() -> None:
    walker = row("Walker County Sheriff's Office", signed=day(-9), link="WalkerCo")
    waller = row("Waller County Sheriff's Office", signed=day(-30), link="WalkerCo")
    assert len(questions(fold(publish([*background(), walker, waller], 0)))) == 1


def test_one_name_in_two_states_with_one_file_is_asked_about() -> None:
    pair = [
        row("Lake County Sheriff's Office", state, signed=day(-9), link="LakeCoFL") for state in ("FLORIDA", "OHIO")
    ]
    assert len(questions(fold(publish([*background(), *pair], 0)))) == 1


def test_a_link_dragged_down_a_column_is_one_question() -> None:
    dragged = [edited(each, moa_url=EDGEWATER.moa_url) for each in background(8, "OHIO")]
    record = fold(publish([*background(), *dragged], 0))
    assert len(questions(record)) == 1
    assert remarks(record, SHARED_FILE)[0][1].endswith(", and 3 more")


def test_a_slip_on_a_held_list_is_told_when_the_list_is_released() -> None:
    rows = background(60)
    wrong = [edited(rows[1], moa_url=rows[0].moa_url), *rows[2:20], rows[0]]
    record = fold(publish(rows, 0), publish(wrong, 1))
    assert (record.outcomes[-1].status, questions(record)) == ("held", [])
    for number in range(2):
        record.add(publish([edited(wrong[0], addendum=f"note {number}"), *wrong[1:]], 2 + number))
    assert [outcome.status for outcome in record.outcomes[-3:]] == ["accepted"] * 3
    assert [len(outcome.doubts) for outcome in record.outcomes[-3:]] == [1, 0, 0]
