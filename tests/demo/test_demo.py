"""The demo, as a user runs it: the real flow for every sample day, and what the record tells of each."""

import email
import email.policy
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from flows.cli import moawatch
from flows.demo.description import read
from flows.demo.play import require_completed
from models.errors import MoawatchError
from tests.support.sample_truth import expected

pytestmark = pytest.mark.prefect

MOAWATCH = Path(sys.executable).parent / "moawatch"
DAYS = read().days


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> "tuple[Path, subprocess.CompletedProcess[str]]":
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
    demo: "tuple[Path, subprocess.CompletedProcess[str]]",
) -> None:
    _, done = demo
    for day in DAYS:
        assert f"Day {day.number} of {len(DAYS)}" in done.stderr
        assert f"{day.now:%Y-%m-%d}" in done.stdout
    assert "HELD" in done.stdout
    assert len(re.findall(r"^  \S*moawatch --database ", done.stdout, re.MULTILINE)) == 3
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [day.number for day in DAYS])
def test_each_day_counts_what_its_list_holds(
    demo: "tuple[Path, subprocess.CompletedProcess[str]]", number: int
) -> None:
    day, truth = DAYS[number - 1], expected(number)
    rows = ask(demo[0], "counts", "--as-of", f"{day.now:%Y-%m-%d}", "--by", "state")
    assert {row["scope"]: row["agreements"] for row in rows if row["agreements"]} == truth.by_state
    (whole,) = ask(demo[0], "counts", "--as-of", f"{day.now:%Y-%m-%d}")
    figures = ("agreements", "agencies", "states", "territories")
    assert [whole[name] for name in figures] == [getattr(truth, name) for name in figures]


def test_the_scripted_changes_are_told_for_what_they_are(
    demo: "tuple[Path, subprocess.CompletedProcess[str]]",
) -> None:
    """From the day of the typo on; the jumps between the eras before it are not scripted one by one."""
    told = defaultdict(set)
    for row in ask(demo[0], "changes", "--all"):
        told[row["list_date"]].add((row["kind"], row["state"], row["agency"], row["support_type"]))
    for day in DAYS[4:]:
        scripted = {(kind.value, *rest) for kind, *rest in expected(day.number).changes}
        missing = scripted - told[f"{day.now:%Y-%m-%d}"]
        assert not missing, f"day {day.number}"


def test_the_list_that_is_wrong_was_held_with_its_evidence(
    demo: "tuple[Path, subprocess.CompletedProcess[str]]",
) -> None:
    held_day = next(day for day in DAYS if expected(day.number).held)
    rows = [row for row in ask(demo[0], "lists", "--kind", "participating") if row["status"] in ("held", "rejected")]
    assert [row["list_date"] for row in rows] == [f"{held_day.now:%Y-%m-%d}"]
    assert rows[0]["why"]


def test_the_digest_is_there_as_mail_and_as_page(demo: "tuple[Path, subprocess.CompletedProcess[str]]") -> None:
    outbox = demo[0] / "outbox"
    mails = sorted(outbox.glob("*.eml"))
    assert mails
    assert [mail.with_suffix(".html").exists() for mail in mails] == [True] * len(mails)
    last = email.message_from_bytes(mails[-1].read_bytes(), policy=email.policy.default)
    assert "287(g)" in str(last["Subject"])
    assert {part.get_content_type() for part in last.walk()} >= {"text/plain", "text/html"}


def test_the_claims_of_the_outlets_have_verdicts(demo: "tuple[Path, subprocess.CompletedProcess[str]]") -> None:
    claims = ask(demo[0], "claims")
    values = {row["value"]: row["verdict"] for row in claims}
    assert {958, 609, 1168} <= values.keys()
    assert values[958] == "supported_otherwise", "agreements, the header counted, told as departments"


def test_a_run_that_failed_is_no_day_without_changes() -> None:
    from prefect.states import Completed, Failed

    require_completed(Completed(message="2 new lists"), "A typo is fixed")
    with pytest.raises(MoawatchError, match="'A typo is fixed': the run ended as Failed"):
        require_completed(Failed(message="ice-287g: status 503"), "A typo is fixed")
