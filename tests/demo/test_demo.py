"""The demo, as a user runs it: the real flow for every sample day, and what the record says about each."""

import email
import email.policy
import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from flows.cli import moawatch
from flows.demo.play import require_completed
from models.errors import MoawatchError
from models.record.views.dictionary import views
from tests.support.paths import ROOT
from tests.support.sample_truth import DAYS, EXPECTED, changes, count_by

pytestmark = pytest.mark.prefect

MOAWATCH = Path(sys.executable).parent / "moawatch"
Demo = tuple[Path, "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo's folder, and what its process printed."""
    here = tmp_path_factory.mktemp("demo")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "MOAWATCH_"))}
    done = subprocess.run(
        [str(MOAWATCH), "demo"], cwd=here, env=environment, capture_output=True, text=True, timeout=400, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return here / "demo", done


def ask(folder: Path, *words: str) -> Any:
    command = ["--database", f"sqlite:///{folder}/moawatch.db", *words, "--format", "json"]
    return json.loads(CliRunner().invoke(moawatch, command, catch_exceptions=False).output)


def test_the_terminal_says_what_is_done_and_ends_with_a_table(
    demo: Demo,
) -> None:
    _, done = demo
    for day in DAYS:
        assert f"Day {day.number} of {len(DAYS)}" in done.stderr
        assert f"{day.now:%Y-%m-%d}" in done.stdout
    assert "HELD" in done.stdout
    assert len(re.findall(r"^  \S*moawatch (?:changes|counts|check) ", done.stdout, re.MULTILINE)) == 3
    assert "Traceback" not in done.stderr


def test_what_it_prints_to_try_works_from_any_folder(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (setting,) = re.findall(r"^  export (MOAWATCH_SETTINGS=.+)$", demo[1].stdout, re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(*shlex.split(setting)[0].split("=", 1))
    for line in re.findall(r"^  (\S*moawatch .+)$", demo[1].stdout, re.MULTILINE):
        program, *words = shlex.split(line)
        assert Path(program).is_absolute()
        assert CliRunner().invoke(moawatch, words, catch_exceptions=False).exit_code == 0, line
    verified = CliRunner().invoke(moawatch, ["verify"], catch_exceptions=False)
    assert verified.output.endswith("and the record: all whole\n"), "the archive is found too"


def test_it_has_a_document_of_each_kind_and_one_that_does_not_fit_its_row(demo: Demo) -> None:
    forms = ask(demo[0], "forms")
    assert {row["support_type"] for row in forms} == {"JEM", "TFM", "WSO"}
    assert {row["revision"] for row in forms} == {"2025-02-15", "2025-03-07", None}
    (question,) = ask(demo[0], "review")[0]["documents"]
    assert question["question"] == (
        "the document names Matagorda County Sheriff's Office, Texas; the row is Allen County Sheriff's Office, KY"
    )
    (scan,) = ask(demo[0], "document", "KY-allen-county-sheriff/TFM/2025-11-04")
    assert (scan["layer"], scan["agency"], scan["text"]) == ("picture", None, [])
    (allegany,) = ask(demo[0], "agency", "MD-allegany-county-sheriff")
    assert [row["agreement_id"] for row in allegany["linked_documents"]] == [
        "MD-allegany-county-sheriff/JEM/2020-02-19"
    ]
    assert ask(demo[0], "search", "--documents", "interrogate")


@pytest.mark.parametrize("number", EXPECTED)
def test_each_day_counts_what_its_list_holds(demo: Demo, number: int) -> None:
    day, truth = DAYS[number - 1], EXPECTED[number]
    rows = ask(demo[0], "counts", "--as-of", f"{day.now:%Y-%m-%d}", "--by", "state")
    assert {row["scope"]: row["agreements"] for row in rows if row["agreements"]} == count_by("state", number)
    (whole,) = ask(demo[0], "counts", "--as-of", f"{day.now:%Y-%m-%d}")
    figures = ("agreements", "agencies", "states", "territories")
    assert [whole[name] for name in figures] == [getattr(truth, name) for name in figures]


def test_the_scripted_changes_are_told_for_what_they_are(demo: Demo) -> None:
    """From the day of the fixed typo on: the large jumps before it are not scripted one by one."""
    rows = ask(demo[0], "changes", "--all")

    def told(**wanted: str) -> set[tuple[str, ...]]:
        found = [row for row in rows if wanted.items() <= row.items()]
        return {(row["kind"], row["state"], row["agency"], row["support_type"]) for row in found}

    for day in DAYS[4:]:
        assert told(list_date=f"{day.now:%Y-%m-%d}") == changes(day.number), f"day {day.number}"
        for status in ("confirmed", "withdrawn"):
            ruled = told(kind="agreement_ended", status=status, recorded_at=day.now.isoformat())
            assert ruled == changes(day.number, status), f"day {day.number}"


def test_the_list_that_is_wrong_was_held_with_its_evidence(demo: Demo) -> None:
    (held_day,) = (day for day in DAYS if EXPECTED[day.number].held)
    rows = [row for row in ask(demo[0], "lists", "--kind", "participating") if row["status"] in ("held", "rejected")]
    assert [row["list_date"] for row in rows] == [f"{held_day.now:%Y-%m-%d}"]
    assert rows[0]["why"]


def test_the_digest_is_there_as_mail_and_as_page(demo: Demo) -> None:
    outbox = demo[0] / "outbox"
    mails = sorted(outbox.glob("*.eml"))
    assert mails
    assert [mail.with_suffix(".html").exists() for mail in mails] == [True] * len(mails)
    last = email.message_from_bytes(mails[-1].read_bytes(), policy=email.policy.default)
    assert "287(g)" in str(last["Subject"])
    assert {part.get_content_type() for part in last.walk()} >= {"text/plain", "text/html"}


def test_the_claims_of_the_outlets_have_verdicts(demo: Demo) -> None:
    claims = ask(demo[0], "claims")
    values = {row["value"]: row["verdict"] for row in claims}
    assert {958, 609, 1168} <= values.keys()
    assert values[958] == "supported_otherwise", "agreements, with the header row counted, reported as departments"


def test_the_figures_of_a_story_are_explained_together(demo: Demo) -> None:
    told = {row["value"]: row for row in ask(demo[0], "claims", "--since", "2026-02-03")}
    assert (told[296]["way"], told[296]["list_value"]) == ("usual state spelling", 301)
    assert (told[58]["way"], told[58]["list_value"]) == ("usual state spelling", 60)
    assert {told[value]["list_date"] for value in (342, 296, 63, 58, 52)} == {"2026-02-03"}
    assert (told[1168]["way"], told[1168]["list_value"]) == ("agencies as spelt", 1147)
    assert (told[950]["verdict"], told[39]["verdict"]) == ("inconsistent", "supported")


def test_a_failed_run_stops_the_demo() -> None:
    from prefect.states import Completed, Failed

    require_completed(Completed(message="2 new lists"), "A typo is fixed")
    with pytest.raises(MoawatchError, match="'A typo is fixed': the run ended as Failed"):
        require_completed(Failed(message="ice-287g: status 503"), "A typo is fixed")


def test_the_examples_of_the_data_dictionary_are_answered_as_it_says(demo: Demo) -> None:
    folder, _ = demo
    dictionary = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```sql\n(.*?)\n```\n\n(.*?)\n(?=\n|$)", dictionary, re.DOTALL)
    assert len(examples) == len(views())
    with closing(sqlite3.connect(f"file:{folder}/moawatch.db?mode=ro", uri=True)) as record:
        for sql, told in examples:
            found = record.execute(sql)
            names = [column[0] for column in found.description]
            rows = [["" if cell is None else str(cell) for cell in row] for row in found]
            table = [line.strip("|").split(" | ") for line in told.splitlines()]
            assert [[cell.strip() for cell in row] for row in (table[0], *table[2:])] == [names, *rows], sql
