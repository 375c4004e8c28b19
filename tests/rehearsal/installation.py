"""An installation on this machine: Prefect's server, its workers and their commands, each a real process."""

import os
import signal
import subprocess
import sys
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from tests.rehearsal.waiting import eventually, free_port
from tests.support.paths import ROOT

_BIN = Path(sys.executable).parent

# Seconds between two looks of the parts at each other: an operator has minutes, a rehearsal has not.
_QUICK = {
    "PREFECT_WORKER_QUERY_SECONDS": "1",
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
}


def bare_environment() -> dict[str, str]:
    """The environment without the settings of whoever rehearses."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MOAWATCH_", "PREFECT_"))}


@dataclass(slots=True)
class Installation:
    """The environment in which everything runs, and the processes that run in it."""

    folder: Path
    environment: dict[str, str]
    checkout: Path = ROOT
    port: int = field(default_factory=free_port)
    server: "subprocess.Popen[bytes] | None" = None
    workers: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.environment = self.environment | _QUICK | {
            "PREFECT_HOME": str(self.folder / "prefect"),
            "PREFECT_API_URL": self.api,
            "MOAWATCH_HOME": str(self.checkout),
        }  # fmt: skip

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api"

    def start_server(self) -> None:
        """Start the server, and wait until it is healthy."""
        self.server = self._start("server", "server", "start", "--host", "127.0.0.1", "--port", str(self.port))
        eventually("Prefect's server is healthy", self._answers)

    def start_worker(self, name: str) -> None:
        self.workers[name] = self._start(name, "worker", "start", "--pool", "moawatch", "--name", name, "--limit", "1")

    def run(self, *words: str) -> str:
        """What a command of the environment says, which must succeed."""
        done = subprocess.run(
            [_BIN / words[0], *words[1:]],
            cwd=self.checkout, env=self._of_the_checkout(), capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def kill_worker(self, name: str) -> None:
        """Kill the worker and the flow runs that it started, as a power cut does."""
        kill_with_all_below(self.workers.pop(name))

    def kill_run(self, run: str) -> None:
        """Kill what a worker runs, as a system does that is out of memory."""
        for each in _processes_of(run, self.workers[self.worker_of(run)].pid):
            os.kill(each, signal.SIGKILL)

    def stop_workers(self) -> None:
        """Stop them as systemd does, which asks at first."""
        for process in self.workers.values():
            process.terminate()
        for process in self.workers.values():
            process.wait(60)
        self.workers.clear()

    def kill_server(self) -> None:
        assert self.server is not None
        kill_with_all_below(self.server)
        self.server = None

    def stop(self) -> None:
        """Stop whatever runs still."""
        for process in (*self.workers.values(), *([self.server] if self.server else [])):
            kill_with_all_below(process)

    def move_to(self, checkout: Path) -> None:
        """Run another checkout's program from now on, with the libraries of this one."""
        self.checkout = checkout
        self.environment["MOAWATCH_HOME"] = str(checkout)

    def worker_of(self, run: str) -> str:
        """The worker that runs that flow."""
        found = [name for name, process in self.workers.items() if _processes_of(run, process.pid)]
        assert len(found) == 1, f"run {run} has {found or 'no worker'}"
        return found[0]

    def ask(self, path: str, items: list[Any] | None = None, **body: Any) -> Any:
        return self._answered(requests.post(f"{self.api}{path}", json=body if items is None else items, timeout=30))

    def look(self, path: str) -> Any:
        return self._answered(requests.get(f"{self.api}{path}", timeout=30))

    def change(self, path: str, **body: Any) -> None:
        self._answered(requests.patch(f"{self.api}{path}", json=body, timeout=30))

    def delete(self, path: str) -> None:
        self._answered(requests.delete(f"{self.api}{path}", timeout=30))

    def _start(self, log: str, *words: str) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{log}.log").open("a") as out:
            return subprocess.Popen(
                [_BIN / "prefect", *words],
                cwd=self.checkout, env=self._of_the_checkout(), stdout=out, stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip

    def _of_the_checkout(self) -> dict[str, str]:
        """The environment, with the program of that checkout before the one that is installed."""
        return self.environment | {"PYTHONPATH": str(self.checkout)}

    def _answers(self) -> bool:
        assert self.server is not None
        assert self.server.poll() is None, f"Prefect's server ended by itself; see {self.folder / 'server.log'}"
        try:
            return requests.get(f"{self.api}/health", timeout=5).ok
        except requests.ConnectionError:
            return False

    @staticmethod
    def _answered(answer: requests.Response) -> Any:
        assert answer.ok, f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:500]}"
        return answer.json() if answer.content else None


def kill_with_all_below(process: "subprocess.Popen[bytes]") -> None:
    """The process first, so that it starts nothing more, and then what it had started."""
    below = _below(process.pid)
    process.kill()
    process.wait()
    for each in below:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)


def _below(process: int) -> list[int]:
    """The processes that one started, and those that they started, from Linux's table of them."""
    children: dict[int, list[int]] = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            words = stat.read_text(errors="replace").rpartition(")")[2].split()
            children[int(words[1])].append(int(stat.parent.name))
    found = [process]
    for each in found:
        found += children[each]
    return found[1:]


def _processes_of(run: str, worker: int) -> list[int]:
    """What a worker started for a run, which is named in its environment."""
    found = []
    for process in _below(worker):
        with suppress(OSError):
            if run.encode() in Path(f"/proc/{process}/environ").read_bytes():
                found.append(process)
    return found
