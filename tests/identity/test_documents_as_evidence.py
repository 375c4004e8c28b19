"""Documents tell a renewal from a corrected date and a returned row, and one agency from two; where they are silent,
everything is as the lists alone have it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents.facts import MoaFacts, TextLayer
from models.documents.linked import NO_DOCUMENTS, LinkedDocuments, SeenBytes
from models.lists.changes import Change
from models.lists.folding import fold_link
from models.lists.listings import Listing
from models.vocabulary import ChangeKind, SupportType
from tests.support.published_lists import FIRST_DAY, Record, background, day, edited, fold, publish, row

OLD, NEW = date(2025, 3, 12), day(3)  # the dates of Harlan's two rows
AGENCY = "Harlan County Sheriff's Office"
OLD_ID, NEW_ID = f"TX-harlan-county-sheriff/WSO/{OLD}", f"TX-harlan-county-sheriff/WSO/{NEW}"
BEFORE_ALL = datetime(2025, 1, 1, tzinfo=UTC)
LONG_AFTER = datetime(2026, 1, 1, tzinfo=UTC)


def says(
    agency: str | None = AGENCY, *signed: date, model: SupportType = SupportType.WSO, state: str = "TX"
) -> MoaFacts:
    return MoaFacts(9, TextLayer.TEXT, model, agency, state if agency else None, None, (), tuple(sorted(signed)), ())


SCAN = MoaFacts(9, TextLayer.PICTURE, None, None, None, None, (), (), ())


def behind(*seen: tuple[str, str, datetime], **facts: MoaFacts) -> LinkedDocuments:
    """Which document a link (the name of its file) led to since when, and what each says."""
    by_link: dict[str, list[SeenBytes]] = {}
    for link, sha256, at in sorted(seen, key=lambda each: each[2]):
        folded = fold_link(row(AGENCY, link=link).moa_url)
        by_link.setdefault(folded, []).append(SeenBytes(folded, at, sha256))
    return LinkedDocuments(by_link, facts)


def harlan(signed: date, link: str = "") -> Listing:
    return row(AGENCY, signed=signed, link=link)


def told(*rows: Listing | None, documents: LinkedDocuments) -> Record:
    """Lists that have this row of Harlan's each, or none; the first list of the record has none."""
    lists = [publish([*background(), *([each] if each else [])], n * 2) for n, each in enumerate(rows)]
    return fold(publish(background(), -9), *lists, documents=documents)


def of(record: Record, kind: ChangeKind) -> Change:
    (found,) = [change for change in record.changes.values() if change.kind is kind]
    return found


def listed(record: Record) -> list[str]:
    return [known.id for known in record.state.agreements.values() if known.listed and "harlan" in known.id]


SAME = behind(("a", "one", BEFORE_ALL), ("b", "one", LONG_AFTER), one=says(AGENCY, OLD))
LATER = behind(("a", "one", LONG_AFTER), ("b", "two", LONG_AFTER), one=says(AGENCY, OLD), two=says(AGENCY, NEW))
SCANS = behind(("a", "one", BEFORE_ALL), ("b", "one", LONG_AFTER), one=SCAN)
TWO_SCANS = behind(("a", "one", BEFORE_ALL), ("b", "two", LONG_AFTER), one=SCAN, two=SCAN)


# -- missing, and back with a later date: the shapes of Fort Walton Beach and of Rooks ---------------------------------


@pytest.mark.parametrize("documents", [NO_DOCUMENTS, LATER, TWO_SCANS])
def test_a_row_that_is_back_with_a_document_signed_later_or_unknown_is_renewed(documents: LinkedDocuments) -> None:
    record = told(harlan(OLD, "a"), None, harlan(NEW, "b"), documents=documents)
    assert record.kinds() == ["agreement_added", "agreement_renewed"]
    assert listed(record) == [NEW_ID]
    by_document = "another document, sha256 two, signed on 2025-06-05; the one before, sha256 one, on 2025-03-12"
    assert (by_document in of(record, ChangeKind.AGREEMENT_RENEWED).evidence) == (documents is LATER)


@pytest.mark.parametrize("documents", [SAME, SCANS])
def test_a_row_that_is_back_with_the_same_document_was_omitted_and_its_date_is_a_correction(
    documents: LinkedDocuments,
) -> None:
    record = told(harlan(OLD, "a"), None, harlan(NEW, "b"), documents=documents)
    assert record.kinds() == ["agreement_added", "signing_date_corrected"]
    assert listed(record) == [OLD_ID]
    assert of(record, ChangeKind.AGREEMENT_ENDED).evidence[-1] == "listed again with the same document"
    assert of(record, ChangeKind.SIGNING_DATE_CORRECTED).evidence == ("the same document, sha256 one",)


def test_a_renewal_told_by_its_date_is_withdrawn_once_its_row_links_the_document_from_before() -> None:
    """Fort Walton Beach was back without a link on August 4, and had one on September 8."""
    lists = harlan(OLD, "a"), None, harlan(NEW), harlan(NEW), harlan(NEW, "b")
    assert told(*lists[:4], documents=SAME).kinds() == ["agreement_added", "agreement_renewed"]
    record = told(*lists, documents=SAME)
    assert record.kinds() == ["agreement_added", "signing_date_corrected"]
    assert of(record, ChangeKind.AGREEMENT_RENEWED).evidence[-1] == "the same document, sha256 one"
    assert listed(record) == [OLD_ID]
    assert told(*lists, documents=LATER).kinds() == ["agreement_added", "agreement_renewed", "moa_posted"]
    again = told(*lists, harlan(NEW, "b"), edited(harlan(NEW, "b"), agency_type="x"), documents=SAME)
    assert listed(again) == [OLD_ID], "and stays withdrawn"
    assert again.kinds()[:2] == record.kinds()


@pytest.mark.parametrize("documents", [SAME, LATER, SCANS])
def test_a_row_without_a_link_is_judged_by_its_date(documents: LinkedDocuments) -> None:
    """Rooks: neither of its two rows had a link."""
    record = told(harlan(OLD), None, harlan(NEW), documents=documents)
    assert record.kinds() == ["agreement_added", "agreement_renewed"]


def test_a_row_back_with_the_date_and_a_document_of_before_it_went_missing_is_renewed() -> None:
    signed = day(-3)
    documents = behind(
        ("a", "one", LONG_AFTER), ("b", "two", LONG_AFTER), one=says(AGENCY, day(-20)), two=says(AGENCY, signed)
    )
    lists = harlan(day(-20), "a"), None, harlan(signed, "b")
    assert told(*lists, documents=NO_DOCUMENTS).kinds() == ["agreement_added", "signing_date_corrected", "moa_replaced"]
    assert told(*lists, documents=documents).kinds() == ["agreement_added", "agreement_renewed"]


# -- listed all the time -----------------------------------------------------------------------------------------------


def test_a_later_date_with_a_document_signed_later_is_a_renewal_and_with_the_same_document_a_correction() -> None:
    by_date = fold(publish([*background(), harlan(OLD, "a")], 0), publish([*background(), harlan(NEW, "b")], 4))
    assert by_date.kinds() == ["agreement_renewed"]
    for documents, kinds in ((SAME, ["signing_date_corrected"]), (LATER, ["agreement_renewed"])):
        lists = publish([*background(), harlan(OLD, "a")], 0), publish([*background(), harlan(NEW, "b")], 4)
        assert fold(*lists, documents=documents).kinds() == kinds


def test_a_date_three_weeks_later_with_a_document_signed_then_is_no_correction() -> None:
    signed = OLD + timedelta(days=20)
    documents = behind(
        ("a", "one", LONG_AFTER), ("b", "two", LONG_AFTER), one=says(AGENCY, OLD), two=says(AGENCY, signed)
    )
    lists = publish([*background(), harlan(OLD, "a")], -60), publish([*background(), harlan(signed, "b")], -50)
    assert fold(*lists).kinds() == ["signing_date_corrected", "moa_replaced"]
    assert fold(*lists, documents=documents).kinds() == ["agreement_renewed"]


def test_a_completed_copy_of_the_document_with_a_second_signature_is_no_renewal() -> None:
    signed = OLD + timedelta(days=20)
    documents = behind(
        ("a", "one", LONG_AFTER), ("b", "two", LONG_AFTER), one=says(AGENCY, OLD), two=says(AGENCY, OLD, signed)
    )
    lists = publish([*background(), harlan(OLD, "a")], -60), publish([*background(), harlan(signed, "b")], -50)
    assert fold(*lists, documents=documents).kinds() == fold(*lists).kinds()


# -- what is no evidence -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "documents",
    [
        pytest.param(
            behind(("a", "one", LONG_AFTER), ("b", "one", LONG_AFTER), one=says(AGENCY, NEW)),
            id="the old address leads on to the new document",
        ),
        pytest.param(
            behind(("a", "one", LONG_AFTER), ("b", "one", LONG_AFTER), one=SCAN), id="it may: nothing says when"
        ),
        pytest.param(
            behind(("a", "one", BEFORE_ALL), ("b", "one", BEFORE_ALL), one=says("Matagorda County Sheriff's Office")),
            id="another county's",
        ),
        pytest.param(
            behind(("a", "one", BEFORE_ALL), ("b", "one", BEFORE_ALL), one=says(AGENCY, model=SupportType.JEM)),
            id="of another model",
        ),
        pytest.param(
            behind(("a", "one", BEFORE_ALL), ("b", "one", BEFORE_ALL), ("background1", "one", BEFORE_ALL), one=SCAN),
            id="behind another agency's link too",
        ),
        pytest.param(
            behind(
                ("a", "one", BEFORE_ALL), ("b", "two", LONG_AFTER), ("b", "one", LONG_AFTER + timedelta(1)), one=SCAN
            ),
            id="only what took the place of its document",
        ),
    ],
)
def test_a_document_that_proves_nothing_leaves_the_renewal(documents: LinkedDocuments) -> None:
    record = told(harlan(OLD, "a"), None, harlan(NEW, "b"), documents=documents)
    assert record.kinds() == ["agreement_added", "agreement_renewed"]
    assert not [doubt for outcome in record.outcomes for doubt in outcome.doubts]


def test_a_date_far_from_the_days_of_the_same_document_is_put_before_a_person() -> None:
    old = date(2024, 3, 12)
    documents = behind(
        ("a", "one", BEFORE_ALL), ("b", "one", BEFORE_ALL), one=says(AGENCY, old, old - timedelta(days=9))
    )
    record = told(harlan(old, "a"), None, harlan(NEW, "b"), documents=documents)
    assert record.kinds() == ["agreement_added", "agreement_renewed"]
    doubts = [doubt for outcome in record.outcomes for doubt in outcome.doubts if "sign again" in doubt.question]
    (doubt,) = doubts
    assert doubt.evidence == (
        "the row lists 2025-06-05, 2024-03-12 before",
        "the document, sha256 one, was linked before and signed on 2024-03-12",
    )
    assert doubt.change_ids == (of(record, ChangeKind.AGREEMENT_RENEWED).id,)


# -- one agency or two -------------------------------------------------------------------------------------------------


def two_rows(gone: Listing, came: Listing, documents: LinkedDocuments = NO_DOCUMENTS) -> Record:
    """Two lists: a row goes, and another comes."""
    return fold(publish([*background(), gone], 0), publish([*background(), came], 4), documents=documents)


GONE, CAME = row(AGENCY, signed=OLD, link="a"), row("Three Lakes Patrol", signed=OLD, link="b", county="Harlan County")


@pytest.mark.parametrize(
    ("documents", "evidence"),
    [
        (SCANS, "the same document, sha256 one"),
        (behind(("b", "two", LONG_AFTER), two=says(AGENCY, OLD)), f"its document, sha256 two, names {AGENCY}"),
    ],
)
def test_the_same_document_or_one_of_the_earlier_name_shows_that_an_agency_was_renamed(
    documents: LinkedDocuments, evidence: str
) -> None:
    assert "agreement_added" in two_rows(GONE, CAME).kinds()
    record = two_rows(GONE, CAME, documents)
    assert "agreement_added" not in record.kinds()
    assert evidence in of(record, ChangeKind.AGENCY_RELABELED).evidence


def test_a_document_that_other_rows_lead_to_shows_no_renaming() -> None:
    shared = behind(("a", "one", BEFORE_ALL), ("b", "one", BEFORE_ALL), ("background1", "one", BEFORE_ALL), one=SCAN)
    assert "agreement_added" in two_rows(GONE, CAME, shared).kinds()


def test_two_documents_that_each_name_their_own_agency_show_two() -> None:
    gone = row("Walker County Sheriff's Office", signed=OLD, link="a")
    came = row("Waller County Sheriff's Office", signed=OLD, link="b")
    assert "agency_respelled" in two_rows(gone, came).kinds()
    documents = behind(
        ("a", "one", LONG_AFTER),
        ("b", "two", LONG_AFTER),
        one=says("Walker County Sheriff's Office", OLD),
        two=says("Waller County Sheriff's Office", OLD),
    )
    assert sorted(two_rows(gone, came, documents).kinds()) == ["agreement_added", "agreement_ended"]


# -- which document a link led to --------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6, unique=True), st.integers(-5, 40))
def test_a_link_led_to_what_was_seen_last_before_or_first_of_all_and_never_to_what_came_later(
    days: list[int], asked: int
) -> None:
    start = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)
    documents = behind(*(("a", f"sha{number}", start + timedelta(days=number)) for number in days))
    answer = documents.led_to(fold_link(row(AGENCY, link="a").moa_url), start + timedelta(days=asked))
    earlier = [number for number in days if number <= asked]
    assert answer is not None
    assert answer.sha256 == f"sha{max(earlier) if earlier else min(days)}"
