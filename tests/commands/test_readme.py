"""The README is true: its commands run, its tables are complete."""

import re
import shlex
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from flows.cli import COMMANDS, moawatch
from flows.demo.publisher import SamplePublisher
from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.settings import Settings
from models.kinds import COSMETIC_KINDS, KINDS, DigestSection, kinds_in
from models.record.store import open_engine, upgrade
from tests.support import histories
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")

SHELL_LINES = [
    line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line
]
INLINE = re.findall(r"`(moawatch [^`]+)`", README)
# An ID and a PATH are the reader's own; the others run as they stand.
COMMAND_LINES = sorted(
    {line for line in [*SHELL_LINES, *INLINE] if line.startswith("moawatch ") and " ID " not in line}
)
# Run by tests of their own, since each needs a server or is one: tests/flows/test_prefect.py, tests/demo/test_demo.py,
# tests/browse/test_browse.py, tests/web/test_web_command.py and tests/lists/test_web_archive.py.
ELSEWHERE = {
    "moawatch deploy",
    "moawatch serve",
    "moawatch demo",
    "moawatch browse",
    "moawatch web",
    "moawatch backfill --web-archive",
}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a record in it, as a user would have after a while."""
    folder = tmp_path_factory.mktemp("readme")
    engine = open_engine(f"sqlite:///{folder}/moawatch.db")
    upgrade(engine)
    now = datetime.fromisoformat("2025-06-20T12:00:00+00:00")
    backfill(engine, Archive(str(folder / "archive")), histories.save(folder / "lists"), now)
    engine.dispose()
    for words in ("init -q", "add .", "-c user.name=x -c user.email=x commit -qm x"):
        subprocess.run(["git", *words.split()], cwd=folder / "lists", check=True)
    return folder


@pytest.mark.parametrize("line", [line for line in COMMAND_LINES if line not in ELSEWHERE])
def test_each_command_of_the_readme_runs(here: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.chdir(here)
    words = shlex.split(line.replace("PATH", "lists"))[1:]
    with SamplePublisher() as publisher:
        publisher.publish(publisher.days[0])
        (here / "sources.toml").write_text(
            f'[[source]]\nname = "ice-287g"\nkind = "ice_page"\ntitle = "x"\nurl = "{publisher.url}"\n'
            "due_every_hours = 2\nmax_age_hours = 96\n"
        )
        monkeypatch.setenv("MOAWATCH_SOURCES", str(here / "sources.toml"))
        done = CliRunner().invoke(moawatch, words, standalone_mode=False, catch_exceptions=False)
    # `status` says with 1 that a source was never fetched here.
    assert done.return_value in (None, 0) or words[0] == "status"
    assert done.output


def test_make_knows_the_targets_that_the_readme_leads_with() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    wanted = {line.split()[1] for line in SHELL_LINES if line.startswith("make ")} | {"bench"}
    assert wanted == {"demo", "test", "bench"}
    assert wanted <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    assert SHELL_LINES[:2] == ["make demo", "make test"]


def test_the_lines_for_prefect_are_those_that_are_tried() -> None:
    files = ("flows/test_prefect.py", "support/prefect_server.py")
    tried = "".join((ROOT / "tests" / file).read_text(encoding="utf-8") for file in files)
    for line in SHELL_LINES:
        if line.startswith("prefect "):
            assert all(f'"{word}"' in tried for word in shlex.split(line)[1:]), line


def test_every_command_is_explained() -> None:
    assert {name for name in COMMANDS if f"moawatch {name}" not in README} == {"demo"}, "make demo is"


def test_every_kind_of_change_is_explained_and_the_cosmetic_ones_apart() -> None:
    tables = README.split("| kind | what happened |")[1:]
    explained = [re.findall(r"^\| `(\w+)` \| \S.+\. \|$", table, re.MULTILINE) for table in tables]
    assert [kind for kind, facts in KINDS.items() if f"| `{kind}` | {facts.happened} |" not in README] == []
    assert explained == [[kind for kind in KINDS if kind not in COSMETIC_KINDS], [*kinds_in(DigestSection.COSMETIC)]]


def test_every_setting_is_in_the_table_with_its_default() -> None:
    for name, field in Settings.model_fields.items():
        row = next((line for line in README.splitlines() if line.startswith(f"| `MOAWATCH_{name.upper()}`")), "")
        assert str(field.description) in row.replace("\\|", "|"), name


def test_the_schedule_is_the_one_that_is_deployed() -> None:
    deployed = yaml.safe_load((ROOT / "deploy" / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    working_day = deployed[0]["schedules"][0]["cron"].split()[1].split(",")
    assert f"{['', 'one', 'two', 'three', 'four', 'five', 'six'][len(working_day)]} times a working day" in README
