"""The commands of deploy/README.md for one machine with nothing else, pasted as they stand, in a fresh checkout."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from flows.demo.publisher import SamplePublisher
from models.record.asking.counts import counts
from models.record.store import open_engine, read_session
from tests.rehearsal.installation import bare_environment, kill_with_all_below
from tests.rehearsal.record import write_registry
from tests.rehearsal.waiting import free_port
from tests.support.paths import ROOT

# The server's usual port, which may be taken where this runs.
_PORT = "4200"


def block_of(heading: str) -> str:
    """The first block of commands under a heading of deploy/README.md."""
    text = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    under = text[text.index(f"\n## {heading}\n") :]
    found = re.search(r"```sh\n(.*?)```", under, re.DOTALL)
    assert found, heading
    return found[1]


def paste_the_first_way(folder: Path) -> str:
    """Paste it; what the record says after the run with which it ends. The folder is new."""
    checkout, port = _checkout(folder / "checkout"), str(free_port())
    with SamplePublisher() as publisher:
        publisher.publish(publisher.days[2])
        environment = bare_environment() | {
            "MOAWATCH_SOURCES": str(write_registry(folder, publisher)),
            "PREFECT_SERVER_API_PORT": port,
            "NO_PROXY": "127.0.0.1,localhost",
        }
        with (folder / "out.log").open("w") as log:
            shell = subprocess.Popen(
                ["bash", "-e", "-c", block_of("1: One machine, nothing else").replace(_PORT, port) + "\nkill -STOP $$"],
                cwd=checkout, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            _, status = os.waitpid(shell.pid, os.WUNTRACED)
        finally:
            kill_with_all_below(shell)
    assert os.WIFSTOPPED(status), (folder / "out.log").read_text()[-3000:]
    engine = open_engine(f"sqlite:///{checkout}/moawatch.db")
    with read_session(engine) as session:
        found = counts(session)[0]
    engine.dispose()
    return f"{found['agreements']} agreements on the list of {found['list_date']}"


def _checkout(folder: Path) -> Path:
    """The files that a clone would have, and the environment of this checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
            os.utime(folder / name, (0, 0))  # `make` finds the environment newer than all that it is made from
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder
