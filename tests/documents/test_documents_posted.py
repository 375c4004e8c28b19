"""What a list tells of links, settled by what the links lead to: posted, replaced, no longer linked."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from werkzeug import Response

from flows.world import World
from models.documents.links.byte_changes import byte_changes
from models.documents.links.spans import LinkSpan, PublishedAt
from models.documents.links.stays import SeenAt
from models.lists.changes import Change
from models.record.asking.changes import changes
from models.record.store import read_session
from models.record.tables.changes import ChangeVersion
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType
from tests.support.linked_moas import (
    LINKS,
    SAVED,
    later,
    list_with,
    moa,
    run,
    same_after_a_rebuild,
    sheriff,
    take_in_list,
)
from tests.support.publisher import FakePublisher

NOTHING_THERE = Response(status=404)
SPAN = LinkSpan("a", "TX-lamar", "TX", "Lamar", SupportType.TFM, "link", "", False, SAVED, None)


def told(world: World, kind: str) -> tuple[str, str]:
    """The one change of a kind: its status and its evidence beyond what the list says."""
    with read_session(world.engine) as session:
        (row,) = [row for row in changes(session, everything=True) if row["kind"] == kind]
    return str(row["status"]), "; ".join(row["evidence"][1:])


def posted_later(world: World, publisher: FakePublisher, folder: Path, answer: Response | bytes) -> None:
    """A list that links no document of Lamar County, and a day later one that does."""
    list_with(world, folder, 1, "")
    if isinstance(answer, Response):
        publisher.answer("/moa/lamar_2.pdf", answer)
    else:
        publisher.serve("/moa/lamar_2.pdf", answer)
    later(world, 3)
    list_with(world, folder, 2, "lamar_2.pdf")


def test_a_posted_document_names_its_hash_and_the_day_once_it_was_fetched(
    world: World, publisher: FakePublisher, tmp_path: Path
) -> None:
    posted_later(world, publisher, tmp_path, moa(sheriff("Lamar")))
    assert told(world, "moa_posted") == ("confirmed", "")
    run(world)
    status, evidence = told(world, "moa_posted")
    assert status == "confirmed"
    assert evidence.startswith("sha256 ")
    assert evidence.endswith(", first seen 2025-06-05")
    assert same_after_a_rebuild(world)


def test_an_address_with_nothing_behind_it_is_no_document_posted_until_one_is_there(
    world: World, publisher: FakePublisher, tmp_path: Path
) -> None:
    posted_later(world, publisher, tmp_path, NOTHING_THERE)
    found = []
    for content in (None, None, moa(sheriff("Lamar"))):
        if content:
            publisher.serve("/moa/lamar_2.pdf", content)
            later(world, 7)
        run(world)
        found.append(told(world, "moa_posted"))
        assert same_after_a_rebuild(world)
        later(world, 1)
    assert found[0] == ("suspected", "nothing is at the address: 404 or 410 on 2025-06-05")
    assert found[1] == ("withdrawn", "nothing is at the address: 404 or 410 on 2025-06-05 and 2025-06-06")
    assert found[2][0] == "confirmed"
    assert found[2][1].endswith(", first seen 2025-06-14")


def test_a_run_killed_after_its_lists_leaves_no_link_to_nothing_told_as_a_document(
    world: World, publisher: FakePublisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    list_with(world, tmp_path, 1, "")
    run(world)  # another county's link, too, leads to nothing
    later(world, 3)
    monkeypatch.setattr("flows.lists.derive.hold", killed)
    with pytest.raises(KeyboardInterrupt):
        take_in_list(world, tmp_path, SAVED + timedelta(days=2), LINKS | {"Lamar": "gone.pdf"})
    assert told(world, "moa_posted") == ("suspected", "nothing is at the address: 404 or 410 on 2025-06-02")
    with read_session(world.engine) as session:
        journal = session.exec(select(ChangeVersion)).all()
    assert [one.change["status"] for one in journal if one.change["kind"] == "moa_posted"] == ["suspected"]


def test_a_replacement_by_another_address_names_both_documents(
    world: World, publisher: FakePublisher, tmp_path: Path
) -> None:
    run(world)
    later(world, 2)
    publisher.serve("/moa/lamar_2.pdf", moa(f"{sheriff('Lamar')}, Texas"))
    list_with(world, tmp_path, 2, "lamar_2.pdf")
    run(world)
    status, evidence = told(world, "moa_replaced")
    assert status == "confirmed"
    assert evidence.count("sha256 ") == 1
    assert " before, " in evidence
    assert same_after_a_rebuild(world)


def test_an_unlinked_document_is_named_by_its_hash(world: World, tmp_path: Path) -> None:
    run(world)
    later(world, 2)
    list_with(world, tmp_path, 2, "")
    status, evidence = told(world, "moa_unlinked")
    assert status == "confirmed"
    assert evidence.startswith("it led to sha256 ")
    assert same_after_a_rebuild(world)


def test_a_document_that_the_row_links_in_another_column_is_not_unlinked(
    world: World, publisher: FakePublisher, tmp_path: Path
) -> None:
    run(world)
    later(world, 2)
    publisher.serve("/moa/both.pdf", moa(sheriff("Lamar")))
    list_with(world, tmp_path, 2, "", addendum="both.pdf")
    assert told(world, "moa_unlinked")[0] == "confirmed"
    run(world)
    status, evidence = told(world, "moa_unlinked")
    assert status == "withdrawn"
    assert evidence.startswith("another link of the agreement leads to the same bytes, sha256 ")
    assert told(world, "addendum_posted")[1].endswith(", first seen 2025-06-04")
    assert same_after_a_rebuild(world)


@pytest.mark.parametrize(
    ("kind", "phrase"),
    [
        (ChangeKind.MOA_POSTED, "its document, sha256 5f, names Lamar County Sheriff"),
        (ChangeKind.MOA_REPLACED, "the same document, sha256 5f"),
    ],
)
def test_what_a_person_ruled_out_stays_so_whatever_identity_says_of_documents(kind: ChangeKind, phrase: str) -> None:
    told = Change(
        id="1", kind=kind, status=ChangeStatus.CONFIRMED, list_kind=ListKind.PARTICIPATING, snapshot_id="s",
        state="TX", agency_id="TX-lamar", agency="Lamar", agreement_id="a", support_type=SupportType.TFM,
        evidence=("a link is new", phrase),
    )  # fmt: skip
    ruled_out = told.become(ChangeStatus.WITHDRAWN, "s", "a person ruled that it did not happen")
    seen = [SeenAt("link", SAVED, "5f")]
    lists = [PublishedAt(SAVED, "s")]
    assert byte_changes([ruled_out], [], seen, lists) == [ruled_out]
    (settled,) = byte_changes([told], [SPAN], seen, lists)
    assert settled.evidence[:2] == told.evidence
    assert byte_changes([settled], [SPAN], seen, lists) == [settled]
