"""A dress rehearsal of a real installation: what happens to one within a year, within minutes, on this machine.

    python -m tests.rehearsal

Prefect's server and the record are on a real PostgreSQL, mail goes through a real relay, and what is killed is killed.
At the end the record must equal that of a quiet run. It prints a line for each step, with its seconds.
"""

import logging
import multiprocessing
import os
import sys
import tempfile
import time
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from models.record.store import open_engine
from tests.rehearsal import acts, ending
from tests.rehearsal.database import programs
from tests.rehearsal.record import quiet_record
from tests.rehearsal.stage import Stage, stage


def main() -> int:
    os.environ["MOAWATCH_SETTINGS"] = os.devnull
    for name in ("mail.log", "werkzeug"):  # each connection that a kill cuts off, and each request to the storage
        logging.getLogger(name).setLevel(logging.CRITICAL)
    found = programs()
    if found is None:
        print("rehearsal: needs PostgreSQL with its additional modules; install it with `apt-get install postgresql`")
        return 1
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="rehearsal-") as name,
        ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as beside,
        stage(Path(name), found) as scene,
    ):
        try:
            _play(scene, beside.submit(quiet_record, Path(name) / "quiet"))
        except BaseException:
            _show_logs(Path(name))
            raise
    print(f"\nThe rehearsal went well, in {time.monotonic() - started:.0f} s")
    for what, _, outcome in scene.steps[-ENDING:]:
        print(f"  {what:<50}  {outcome}")
    return 0


# The steps that tell how it went.
ENDING = 5


def _play(scene: Stage, quietly: Future[str]) -> None:
    acts.set_up(scene)
    acts.clocks_change(scene)
    acts.the_past(scene)
    acts.on_schedule(scene)
    acts.disasters(scene)
    acts.out_of_memory(scene)
    acts.publisher_away(scene)
    acts.held_list(scene)
    acts.upgrade(scene)
    quiet = open_engine(quietly.result())
    ending.the_record_is_that_of_a_quiet_run(scene, quiet)
    ending.every_digest_went_out_once(scene, quiet)
    ending.no_run_is_left_running(scene)
    ending.the_automations_told(scene)
    ending.the_archive_is_whole(scene)
    quiet.dispose()


def _show_logs(folder: Path) -> None:
    """The end of what each process said, which goes with the folder."""
    for log in sorted(folder.rglob("*.log")):
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        print(f"\n--- {log.name}", *lines[-20:], sep="\n")


if __name__ == "__main__":
    sys.exit(main())
