"""The flows in a real Prefect server: deployed from deploy/prefect.yaml, scheduled, and one run by a worker."""

import os
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
import requests
import yaml

from flows.demo.publisher import SamplePublisher
from models.record.asking.counts import counts
from models.record.store import open_engine, read_session
from tests.support.paths import ROOT

pytestmark = pytest.mark.prefect

BIN = Path(sys.executable).parent
SECONDS = 180.0  # a fresh server on two busy cores took 40

Found = TypeVar("Found")


class Server:
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

    def run(self, *words: str) -> None:
        done = subprocess.run(
            [BIN / "prefect", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=SECONDS
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def ask(self, path: str, **body: Any) -> Any:
        answer = requests.post(f"{self.api}{path}", json=body, timeout=30)
        answer.raise_for_status()
        return answer.json()

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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("prefect"))
    try:
        eventually(server.answers)
        server.run("work-pool", "create", "moawatch", "--type", "process")
        server.run("--no-prompt", "deploy", "--prefect-file", "deploy/prefect.yaml", "--all")
        yield server
    finally:
        server.process.terminate()
        server.process.wait()


def test_the_deployments_are_there_one_run_at_a_time(server: Server) -> None:
    deployed = {one["name"]: one for one in server.ask("/deployments/filter")}
    assert deployed.keys() == {"track", "digests", "backfill", "verify"}
    assert {one["global_concurrency_limit"]["limit"] for one in deployed.values()} == {1}
    assert {one["concurrency_options"]["collision_strategy"] for one in deployed.values()} == {"CANCEL_NEW"}
    assert deployed["track"]["pull_steps"] == [
        {"prefect.deployments.steps.set_working_directory": {"directory": str(ROOT)}}
    ]


def test_runs_are_scheduled_in_the_publishers_time_zone(server: Server) -> None:
    def scheduled() -> set[str]:
        runs = server.ask("/flow_runs/filter", limit=50)
        return {run["deployment_id"] for run in runs if run["state_type"] == "SCHEDULED"}

    deployed = {one["name"]: one for one in server.ask("/deployments/filter")}
    eventually(lambda: scheduled() >= {deployed["track"]["id"], deployed["digests"]["id"]})
    zones = {one["schedule"]["timezone"] for name in ("track", "digests") for one in deployed[name]["schedules"]}
    assert zones == {"America/New_York"}
    assert deployed["backfill"]["schedules"] == []


def test_a_worker_runs_the_flow_and_the_record_has_the_list(server: Server, tmp_path: Path) -> None:
    deployed = {one["name"]: one["id"] for one in server.ask("/deployments/filter")}
    registry, database = tmp_path / "sources.toml", f"sqlite:///{tmp_path}/record.db"
    with SamplePublisher() as publisher:
        publisher.publish(publisher.days[0])
        registry.write_text(
            f'[[source]]\nname = "ice"\nkind = "ice_page"\ntitle = "x"\nurl = "{publisher.url}"\n'
            "due_every_hours = 2\nmax_age_hours = 96\n"
        )
        run = server.ask(f"/deployments/{deployed['track']}/create_flow_run")
        worker = server.start(
            *("worker", "start", "--pool", "moawatch", "--type", "process"),
            MOAWATCH_DATABASE=database,
            MOAWATCH_ARCHIVE=str(tmp_path / "archive"),
            MOAWATCH_OUTBOX=str(tmp_path / "outbox"),
            MOAWATCH_SOURCES=str(registry),
        )

        def final_state() -> dict[str, Any] | None:
            state = requests.get(f"{server.api}/flow_runs/{run['id']}", timeout=30).json()["state"]
            return state if state["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED") else None

        try:
            state = eventually(final_state)
        finally:
            worker.terminate()
            worker.wait()
    assert (state["type"], state["message"]) == ("COMPLETED", "1 new lists and articles from 1 sources")
    engine = open_engine(database)
    with read_session(engine) as session:
        assert counts(session)[0]["agreements"] == 150
    engine.dispose()
    keys = {one["key"] for one in server.ask("/artifacts/filter")}
    assert keys >= {"counts", "changes", "digest"}
    names = {one["name"] for one in server.ask("/task_runs/filter")}
    assert {"page of ice", "table of ice"} <= names


def test_serving_in_one_process_has_the_same_schedules() -> None:
    from flows.serving import SCHEDULES
    from models.calendar import ZONE_NAME

    declared = yaml.safe_load((ROOT / "deploy" / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert {one["name"]: tuple(each["cron"] for each in one.get("schedules", ())) for one in declared} == SCHEDULES
    zones = {each["timezone"] for one in declared for each in one.get("schedules", ())}
    assert zones == {ZONE_NAME}


def test_the_lock_holds_back_what_breaks_the_server() -> None:
    """With whenever 0.10 Prefect 3.9's scheduler makes no runs on Python 3.11 and 3.12."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {"sqlalchemy>=2.0.40,<2.1", "prefect>=3.9.1,<3.10", "whenever>=0.11,<0.12"} <= set(wanted)
