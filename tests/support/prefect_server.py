"""A real Prefect server for tests, with the environment of its commands and workers."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import requests
from prefect.settings import PREFECT_API_URL, temporary_settings

from tests.support.paths import ROOT

BIN = Path(sys.executable).parent
SECONDS = 180.0  # a fresh server on two busy cores took 40

Found = TypeVar("Found")


class PrefectServer:
    """A Prefect server of its own, with the environment in which its commands and workers run."""

    def __init__(self, home: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.api = f"http://127.0.0.1:{port}/api"
        self.environment = os.environ | {
            "PREFECT_HOME": str(home),
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
            "DO_NOT_TRACK": "1",
            "NO_PROXY": "127.0.0.1,localhost",
            "MOAWATCH_HOME": str(ROOT),
        }
        self.process = self.start("server", "start", "--host", "127.0.0.1", "--port", str(port))

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [BIN / "prefect", *words],
            cwd=ROOT,
            env=self.environment | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    @contextmanager
    def working(self, **environment: str) -> Iterator[None]:
        """With a worker, which is killed where it does not end: some sent to end at a bad moment wait for ever."""
        worker = self.start("worker", "start", "--pool", "moawatch", "--type", "process", **environment)
        try:
            yield
        finally:
            worker.terminate()
            try:
                worker.wait(60)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()

    def run(self, program: str, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [BIN / program, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=SECONDS
        )

    @contextmanager
    def used(self) -> Iterator[None]:
        """What Prefect's client in this process speaks to: a process of its own takes five seconds."""
        with temporary_settings({PREFECT_API_URL: self.api}):
            yield

    def ask(self, path: str, **body: Any) -> Any:
        """What the server answers."""
        return self._patiently("POST", path, json=body).json()

    def delete(self, path: str) -> None:
        self._patiently("DELETE", path)

    def _patiently(self, method: str, path: str, **options: Any) -> requests.Response:
        """While another holds its database it says 503, as its own client expects."""

        def answer() -> requests.Response | None:
            given = requests.request(method, f"{self.api}{path}", timeout=30, **options)
            return None if given.status_code == 503 else given

        given = eventually(answer)
        given.raise_for_status()
        return given

    def answers(self) -> bool:
        try:
            return requests.get(f"{self.api}/health", timeout=5).ok
        except requests.ConnectionError:
            return False


def eventually(look: Callable[[], Found | None]) -> Found:
    """What `look` finds once it finds something."""
    deadline = time.monotonic() + SECONDS
    while not (found := look()):
        assert time.monotonic() < deadline, f"nothing after {SECONDS:.0f} s"
        time.sleep(0.5)
    return found
