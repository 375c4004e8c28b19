"""The README of deploy/ is true: what it names is there. The rehearsal pastes its first block and runs it."""

import re
import shlex
import subprocess

import pytest

from flows.cli import COMMANDS
from flows.settings import Settings
from tests.support.paths import ROOT

README = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines()]
INLINE = re.findall(r"`([^`\n]+)`", README)


def commands_of(program: str) -> set[str]:
    """The words after the program's name, wherever the README has it."""
    found = re.findall(rf"^(?:\S*/)?{program} ([a-z-]+)", "\n".join([*LINES, *INLINE]), re.MULTILINE)
    return set(found)


def test_each_command_of_moawatch_is_there() -> None:
    assert {words.split()[0] for words in commands_of("moawatch")} <= COMMANDS.keys()


def test_prefect_knows_its_commands() -> None:
    groups = {words.split()[0] for words in commands_of("prefect")}
    assert groups <= {"server", "worker", "deployment", "work-pool", "flow-run", "block"}


@pytest.mark.parametrize("block", BLOCKS)
def test_a_shell_takes_each_block(block: str) -> None:
    assert subprocess.run(["bash", "-n"], input=block, text=True, capture_output=True).stderr == ""


def test_each_file_that_it_names_is_there() -> None:
    named = {word.strip(":;") for text in (*LINES, *INLINE) for word in text.split() if word.startswith("deploy/")}
    assert [name for name in named - {"deploy/.env"} if not (ROOT / name).exists()] == []
    for unit in re.findall(r"moawatch-(?:deploy|server|worker@|web)", README):
        assert (ROOT / "deploy" / "systemd" / f"{unit}.service").exists()


def test_the_settings_that_it_and_the_sample_name_are_known() -> None:
    sample = (ROOT / "deploy" / "moawatch.env.example").read_text(encoding="utf-8")
    known = {f"MOAWATCH_{name}".upper() for name in Settings.model_fields} | {"MOAWATCH_HOME", "MOAWATCH_SETTINGS"}
    assert set(re.findall(r"MOAWATCH_[A-Z_]+", README + sample)) <= known


def test_the_sample_of_settings_is_what_a_shell_and_systemd_read_alike() -> None:
    """`NAME=value`: a quote or a variable would mean one thing to one and another to the other."""
    for line in (ROOT / "deploy" / "moawatch.env.example").read_text(encoding="utf-8").splitlines():
        setting = re.match(r"#?([A-Z_]+)=(.*)", line)
        assert not line or line.startswith("# ") or setting, line
        if setting:
            assert not re.search(r"[\"'$`\\]", setting[2]), line


def test_a_restored_record_is_looked_at_before_anything_starts() -> None:
    restore = README[README.index("**Restore in the other order**") : README.index("## Rotate secrets")]
    block = re.search(r"```sh\n(.*?)```", restore, re.DOTALL)
    assert block is not None
    assert [shlex.split(line) for line in block[1].splitlines()] == [["moawatch", "verify"], ["moawatch", "status"]]
