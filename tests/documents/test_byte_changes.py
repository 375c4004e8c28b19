"""A replaced document is one whose bytes are others, whatever its address."""

from pathlib import Path

from flows.world import World
from models.record.asking.changes import changes
from models.record.store import read_session
from tests.support.linked_moas import later, list_with, moa, run, same_after_a_rebuild, sheriff
from tests.support.publisher import FakePublisher


def replacements(world: World) -> list[tuple[str, str]]:
    with read_session(world.engine) as session:
        found = [row for row in changes(session, everything=True) if row["kind"] == "moa_replaced"]
    return [(str(row["status"]), "; ".join(row["evidence"])) for row in found]


def test_other_bytes_at_the_same_address_are_a_replacement(world: World, publisher: FakePublisher) -> None:
    run(world)
    assert replacements(world) == []
    later(world, 1)
    publisher.serve("/moa/lamar.pdf", moa(f"{sheriff('Lamar')}, Texas"))
    run(world)
    [(status, evidence)] = replacements(world)
    assert status == "confirmed"
    assert evidence.startswith("other bytes at the same address; sha256 ")
    assert same_after_a_rebuild(world)
    run(world)
    assert len(replacements(world)) == 1


def test_bytes_that_go_back_and_forth_are_a_replacement_each_time(world: World, publisher: FakePublisher) -> None:
    run(world)
    told: dict[str, str] = {}
    for agency in (f"{sheriff('Lamar')}, Texas", sheriff("Lamar"), f"{sheriff('Lamar')}, Texas"):
        later(world, 1)
        publisher.serve("/moa/lamar.pdf", moa(agency))
        run(world)
        with read_session(world.engine) as session:
            rows = [row for row in changes(session, everything=True) if row["kind"] == "moa_replaced"]
        now = {str(row["id"]): str(row["evidence"][1]).rpartition("seen ")[2] for row in rows}
        assert now.items() >= told.items(), "an earlier one keeps its id and its day"
        told = now
    assert sorted(told.values()) == ["2025-06-03", "2025-06-04", "2025-06-05"]
    assert same_after_a_rebuild(world)


def test_the_same_bytes_at_another_address_are_none(
    world: World,
    publisher: FakePublisher,
    tmp_path: Path,
) -> None:
    run(world)
    later(world, 2)
    publisher.serve("/moa/lamar_2.pdf", moa(sheriff("Lamar")))
    list_with(world, tmp_path, 2, "lamar_2.pdf")
    assert replacements(world) == [("confirmed", "a different MOA file is linked")]
    run(world)
    [(status, evidence)] = replacements(world)
    assert status == "withdrawn"
    assert evidence.startswith("a different MOA file is linked; both addresses lead to the same bytes, sha256 ")
    assert same_after_a_rebuild(world)


def test_an_old_address_that_leads_on_to_the_new_file_refutes_nothing(
    world: World,
    publisher: FakePublisher,
    tmp_path: Path,
) -> None:
    later(world, 1)
    list_with(world, tmp_path, 0.5, "lamar_2.pdf")
    publisher.serve("/moa/lamar_2.pdf", moa(f"{sheriff('Lamar')}, Texas"))
    publisher.redirect("/moa/lamar.pdf", "/moa/lamar_2.pdf")
    run(world)
    assert replacements(world) == [("confirmed", "a different MOA file is linked")]
    assert same_after_a_rebuild(world)
