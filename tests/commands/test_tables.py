"""Every table of every command fits its terminal: no line is too long, no date, id or number is broken."""

import json
import os
import pty
import re
import subprocess
import sys
import termios
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from sqlmodel import select

from flows.cli import COMMANDS, moawatch
from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.settings import Settings
from flows.terminal import columns, tables
from flows.terminal.columns import Shape, column_of
from flows.terminal.tables import draw, shown_value
from flows.world import World
from models.documents.facts import MoaFacts, MoaPages, TextLayer
from models.documents.held_against import Held, LinkedAs
from models.record.store import Session, open_engine, upgrade, write_session
from models.record.tables.agreements import Agreement
from models.record.tables.changes import ChangeRow
from models.record.tables.lists import Snapshot
from models.record.tables.moas.readings import HeldMoa
from models.record.tables.review import DoubtRow
from models.record.tables.runs import FailedItem, ItemKind
from models.record.writing.fetches import note_document
from models.record.writing.moas import keep_reading, note_moa, write_held
from models.vocabulary import VERDICT_TITLES, VerdictKind
from tests.commands.test_check_command import NOW, take_in_report
from tests.support import histories
from tests.support.histories import counties_of
from tests.support.workbooks import workbook

WIDTHS = (80, 100, 160)
LONG = "Sheriff's Office of the County and of the Consolidated City of " + "Northwestern " * 9 + "Island"
WIDE_SIGNS = "東京都警察本部🚔" * 12
RIGHT_TO_LEFT = "מחוז ‎לאמאר‏ شرطة " * 6

ASKED = (
    ["counts"], ["counts", "--by", "state"], ["counts", "--by", "support-type"], ["counts", "--by", "agency-type"],
    ["changes"], ["changes", "--all"], ["agency", "Boone County"], ["agency", "TX-boone-county-sheriff"],
    ["agency", "GA-milton-police-department"], ["agency", "Nobody"], ["lists"], ["status"], ["review"],
    ["rebuild"], ["verify"], ["digest"], ["digest", "send", "--dry-run"], ["digest", "deliveries"],
    ["subscribers", "list"], ["subscribers", "show", "1"], ["check", "36 agencies as of 2025-06-02"],
    ["agreements"], ["agreements", "--state", "TX", "--status", "all"], ["search", "boone"], ["review", "places"],
    ["counts", "--by", "body"], ["lists", "--all"], ["stories", "--all"], ["claims"], ["events"],
    ["figures", "officers_trained"], ["funding", "--as-of", "2025-11-01"],
    ["document", "5f5f5f"], ["forms"], ["forms", "--revision", "2025-02"], ["search", "--documents", "northwestern"],
)  # fmt: skip

# They print no table of the record, or, as the demo, in another test.
WITHOUT_TABLES = {"run", "demo", "backfill", "copy", "deploy", "serve", "browse", "export", "inbox", "web"}

# They print text that is as wide as a mail, and hashes in sentences.
OF_TEXT = (["verify"], ["digest"])


def folder_with_everything(folder: Path) -> Path:
    """A record in which each table has rows, with names longer than any line and in other scripts."""
    settings = Settings(database=f"sqlite:///{folder}/moawatch.db", archive=str(folder / "archive"))
    engine = open_engine(settings.database)
    upgrade(engine)
    world = World(settings, engine, Archive(settings.archive), (), lambda: NOW, lambda _: None)
    backfill(engine, world.archive, histories.save(folder / "lists"), NOW)
    (folder / "held").mkdir()
    only_texas = workbook(counties_of("TEXAS"), saved_at=datetime(2025, 6, 12, 14, tzinfo=UTC))
    (folder / "held" / "participatingAgencies06122025am.xlsx").write_bytes(only_texas)
    backfill(engine, world.archive, folder / "held", NOW)
    take_in_report(world)
    with write_session(engine) as session:
        first = session.exec(select(Snapshot.id)).all()[0]
        session.add(
            DoubtRow(
                id="d0ubt0000001", snapshot_id=first, question=f"Is {LONG} another name of {WIDE_SIGNS}?",
                assumed="no", change_ids=[], confidence=0.51, evidence=["same county", LONG, "signed 2025-03-04"],
            )
        )  # fmt: skip
        session.add(
            FailedItem(
                id="fa11ed000001", kind=next(iter(ItemKind)), source="ledger",
                item=f"https://ledger.example/{'a' * 99}", attempts=3, lost=0, first_at=NOW, last_at=NOW,
                sentence=LONG, trace="", set_aside_at=NOW, left_at=None,
            )
        )  # fmt: skip
        link_document(session)
        for number, change in enumerate(session.exec(select(ChangeRow)).all()):
            change.agency = (LONG, WIDE_SIGNS, RIGHT_TO_LEFT, change.agency)[number % 4]
    engine.dispose()
    return folder


def link_document(session: Session) -> None:
    """A document of an agency with a long name, behind a row that it does not fit."""
    sha256, agreement_id = "5f" * 32, session.exec(select(Agreement.id)).all()[0]
    note_document(session, sha256, 1, NOW)
    note_moa(session, "a.example/long", f"https://a.example/{'l' * 99}", sha256, NOW, "moas")
    pages = MoaPages((LONG, WIDE_SIGNS, RIGHT_TO_LEFT), 3)
    facts = MoaFacts(3, TextLayer.TEXT, None, LONG, None, date(2025, 2, 14), (LONG,), (date(2025, 2, 26),), (LONG,))
    keep_reading(session, sha256, 1, pages, facts)
    held = HeldMoa(
        agreement_id=agreement_id, what=LinkedAs.AGREEMENT, id="he1d00000001", link="a.example/long", rules=1,
        document_sha256=sha256, row_state="TX", row_agency=LONG, row_support_type=None, row_signed=None,
        held=Held.DISAGREES, evidence=[LONG],
    )  # fmt: skip
    write_held(session, [held], ())


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = folder_with_everything(tmp_path_factory.mktemp("tables"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for address in ("jane@example.org", f"{'j' * 60}@{'x' * 60}.example.org"):
            added = CliRunner().invoke(moawatch, ["subscribers", "add", address, "--state", "TX"])
            assert added.exit_code == 0, added.output
        assert CliRunner().invoke(moawatch, ["digest", "send"]).exit_code == 0
        yield folder


def output(width: int, *words: str) -> str:
    done = CliRunner(env={"COLUMNS": str(width)}).invoke(moawatch, list(words), catch_exceptions=False)
    assert "Usage:" not in done.output
    return done.output


def test_no_command_with_a_table_is_missing_here() -> None:
    missing = COMMANDS.keys() - {words[0] for words in ASKED} - WITHOUT_TABLES
    assert not missing, "add how it is called to ASKED"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("words", [words for words in ASKED if words not in OF_TEXT], ids=" ".join)
def test_no_line_is_wider_than_the_terminal(here: Path, words: list[str], width: int) -> None:
    assert [line for line in output(width, *words).splitlines() if cell_len(line) > width] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_no_date_is_broken(here: Path, words: list[str], width: int) -> None:
    begun = re.findall(r"(?<![\w/-])20\d\d-[\d…-]*", output(width, *words))
    assert [found for found in begun if not re.fullmatch(r"20\d\d-\d\d(-\d\d)?-?", found)] == []


@pytest.mark.parametrize("width", [1, 20, 40])
@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_a_narrow_terminal_still_gets_an_answer(here: Path, words: list[str], width: int) -> None:
    assert output(width, *words).strip()


@pytest.mark.parametrize(
    ("words", "column"),
    [
        (["changes", "--all"], "list_date"), (["changes", "--all"], "kind"), (["lists"], "list_date"),
        (["counts", "--by", "state"], "agreements"), (["agency", "Boone County"], "id"), (["claims"], "verdict"),
        (["stories", "--all"], "published"), (["figures", "officers_trained"], "value"),
        (["funding", "--as-of", "2025-11-01"], "high"),
        (["subscribers", "list"], "id"), (["digest", "deliveries"], "digest"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)  # fmt: skip
@pytest.mark.parametrize("width", WIDTHS)
def test_what_must_not_be_cut_stands_there_whole(here: Path, words: list[str], column: str, width: int) -> None:
    if column == "id" and words[0] == "agency":
        wanted = [f"{state}-boone-county-sheriff" for state in ("FL", "GA", "TX")]
    else:
        rows = json.loads(output(width, *words, "--format", "json"))
        wanted = [shown_value(row[column]) for row in rows]
    if column == "verdict":  # told in words, which may stand on several lines
        wanted = [word for verdict in wanted for word in VERDICT_TITLES[VerdictKind(verdict)].split()]
    shown = output(width, *words).split()
    assert [value for value in wanted if value not in shown] == []


def test_what_is_left_out_is_said_and_wide_shows_it(here: Path) -> None:
    narrow = " ".join(output(80, "lists").split())
    assert re.search(r"Left out at this width: captured, .*; --wide or --format csv shows all", narrow)
    wide = output(80, "lists", "--wide")
    assert "Left out" not in wide
    assert "captured" in wide
    held = max(wide.splitlines(), key=cell_len)
    assert cell_len(held) > 80


def test_where_wide_is_no_option_none_is_offered(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from flows.terminal import print_rows

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "30")
        print_rows([{"day": date(2026, 1, 5), "agency": LONG, "what happens": LONG}], "table")
    assert "a wider terminal shows all" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    "words",
    [
        ["changes"], ["lists"], ["stories"], ["claims"], ["events"], ["digest", "deliveries"], ["subscribers", "list"],
        ["counts"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_an_empty_table_is_a_sentence(words: list[str], sqlite_template: Path) -> None:
    shown = output(20, "--database", f"sqlite:///{sqlite_template}", *words)
    assert re.fullmatch(r"No .+[.\w]", " ".join(shown.split()))


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_every_column_is_declared(here: Path, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: set[str] = set()

    def recording(rows: Any, names: Any, *rest: Any, **options: Any) -> tables.Drawn:
        drawn.update(names)
        return draw(rows, names, *rest, **options)

    monkeypatch.setattr(tables, "draw", recording)
    output(80, *words)
    assert [name for name in sorted(drawn) if not columns.declared(name)] == []


@pytest.mark.parametrize(("variable", "width"), [("80", 80), ("0", 120), ("-5", 120), ("wide", 120), ("", 120)])
def test_columns_say_how_wide_a_pipe_is(here: Path, variable: str, width: int) -> None:
    done = CliRunner(env={"COLUMNS": variable}).invoke(moawatch, ["changes", "--all"], catch_exceptions=False)
    assert max(map(cell_len, done.output.splitlines())) == width


def test_a_pager_gets_tables_as_wide_as_the_terminal_behind_it(here: Path) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 93))
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    command = [str(Path(sys.executable).parent / "moawatch"), "changes", "--all"]
    piped = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, cwd=here, env=environment, check=True)
    os.close(ours)
    os.close(theirs)
    assert max(map(cell_len, piped.stdout.decode().splitlines())) == 93


TEXTS = st.one_of(st.text(max_size=60), st.sampled_from([LONG, WIDE_SIGNS, RIGHT_TO_LEFT, "", "\x1b[31m", "a\nb"]))
NAMES = {
    "id": st.sampled_from(["TX-lamar-county-sheriff", "c0ffee000001"]), "list_date": st.dates(), "agency": TEXTS,
    "kind": st.sampled_from(["agreement_added", "signing_date_corrected"]), "evidence": st.lists(TEXTS, max_size=3),
    "agreements": st.integers(0, 10**9), "captured": st.datetimes(), "unheard_of": TEXTS, "why": st.none() | TEXTS,
}  # fmt: skip
ROWS = st.sets(st.sampled_from(sorted(NAMES)), min_size=1).flatmap(
    lambda names: st.lists(st.fixed_dictionaries({name: NAMES[name] for name in sorted(names)}), min_size=1, max_size=4)
)


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, width=st.integers(30, 200))
@example(rows=[{"evidence": [WIDE_SIGNS]}], width=30)  # one word alone, wider than the line
def test_any_rows_fit_any_width(rows: list[dict[str, Any]], width: int) -> None:
    names = list(rows[0])
    drawn = draw(rows, names, width)
    lines = drawn.text.splitlines()
    assert max(map(cell_len, lines)) <= width
    assert not [sign for sign in drawn.text if unicodedata.category(sign) in ("Cc", "Cf", "Cs") and sign != "\n"]
    shown = [name for name in names if name not in drawn.left_out and column_of(name, rows)[1].shape is Shape.WHOLE]
    for row in rows:
        assert [value for name in shown if (value := shown_value(row[name])) not in drawn.text] == []


@settings(max_examples=50, deadline=None)
@given(rows=ROWS)
def test_without_a_width_nothing_is_cut_or_left_out(rows: list[dict[str, Any]]) -> None:
    drawn = draw(rows, list(rows[0]), None)
    assert drawn.left_out == ()
    for row in rows:
        assert [value for each in row.values() if (value := shown_value(each)) not in drawn.text] == []


def test_a_more_important_column_stays_longer() -> None:
    rows = [{"list_date": date(2026, 1, 5), "captured": datetime(2026, 1, 5, 15), "agency": LONG, "status": "held"}]

    def stays(width: int) -> set[str]:
        return set(rows[0]) - set(draw(rows, list(rows[0]), width).left_out)

    assert stays(80) == {"list_date", "captured", "agency", "status"}
    assert stays(50) == {"list_date", "agency", "status"}
    assert stays(38) == {"list_date", "agency"}
    assert stays(12) == {"list_date"}


def test_a_column_without_any_value_is_left_out_first_and_not_mentioned() -> None:
    rows = [{"list_date": date(2026, 1, 5), "status": "", "captured": datetime(2026, 1, 5, 15)}]
    drawn = draw(rows, list(rows[0]), 30)
    assert "captured" in drawn.text
    assert "status" not in drawn.text
    assert drawn.left_out == ()


def test_a_name_is_cut_and_a_text_wrapped_at_words() -> None:
    rows = [{"agency": "Lamar County Sheriff's Office", "evidence": "its county is the same as that of 2026-01-05"}]
    lines = [line.rstrip() for line in draw(rows, list(rows[0]), 48).text.splitlines()]
    assert lines[2:] == [
        "Lamar County Sheriff's…   its county is the same",
        " " * 26 + "as that of 2026-01-05",
    ]


def test_the_number_at_the_end_of_a_name_is_not_cut_off() -> None:
    rows = [{"agency": f"Galveston County Constable's Office {end}"} for end in ("Pct. 2", "Pct #14", "Precinct 3")]
    lines = draw(rows, ["agency"], 30).text.splitlines()
    assert [line.rpartition("…")[2] for line in lines[-3:]] == ["Pct. 2", "Pct #14", "Precinct 3"]


def test_without_unicode_the_rule_and_the_ellipsis_are_ascii() -> None:
    assert draw([{"agency": LONG}], ["agency"], 30, ascii_only=True).text.isascii()
