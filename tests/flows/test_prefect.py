"""The flows in a real Prefect server: deployed by `moawatch deploy`, scheduled, and one run by a worker."""

import json
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from prefect import get_client
from prefect.blocks.notifications import SlackWebhook
from prefect.blocks.system import Secret
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows import __version__
from flows.demo.publisher import SamplePublisher
from flows.deploying.deploy import deploy
from flows.deploying.plan import MAX_WORKERS
from flows.deploying.serving import serve
from flows.run import PLAIN
from flows.settings import load
from flows.watchdog import MAX_AGE, RUN
from flows.workers import fan_out
from flows.world import open_world
from models.errors import MoawatchError, SettingsError
from models.record.asking.counts import counts
from models.record.store import open_engine, read_session
from tests.support.hostile_contents import content
from tests.support.many_hosts import many_hosts, stanzas
from tests.support.paths import ROOT
from tests.support.prefect_server import PrefectServer, eventually
from tests.support.watched_sources import AGREEMENTS, WatchedSources, stanza

pytestmark = pytest.mark.prefect


def final_state(server: PrefectServer, run: str) -> dict[str, Any] | None:
    state: dict[str, Any] = requests.get(f"{server.api}/flow_runs/{run}", timeout=30).json()["state"]
    return state if state["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED") else None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    server = PrefectServer(tmp_path_factory.mktemp("prefect"))
    try:
        eventually(server.answers)
        done = server.run("moawatch", "deploy")
        assert done.returncode == 0, done.stdout + done.stderr
        yield server
    finally:
        server.process.terminate()
        server.process.wait()


def everything_deployed(server: PrefectServer) -> dict[str, Any]:
    """What the server knows of ours, without what says when it was written."""
    times = {"created", "updated", "version_id", "version_info", "last_polled", "status"}
    found = {
        kind: {each["name"]: each for each in server.ask(f"/{kind}/filter")}
        for kind in ("deployments", "automations", "work_pools")
    }
    for deployment in found["deployments"].values():
        deployment["schedules"] = sorted(
            ({name: each[name] for name in ("id", "slug", "active", "schedule")} for each in deployment["schedules"]),
            key=lambda each: str(each["slug"]),
        )
        deployment["global_concurrency_limit"] = deployment["global_concurrency_limit"]["limit"]
    for automation in found["automations"].values():
        automation["trigger"].pop("id")  # a new one with each update
        for names in ("after", "expect", "for_each"):
            automation["trigger"][names].sort()
    return {
        kind: {name: {key: value for key, value in each.items() if key not in times} for name, each in those.items()}
        for kind, those in found.items()
    }


def test_deploying_twice_or_from_the_file_is_the_same(server: PrefectServer) -> None:
    once = everything_deployed(server)
    assert once["deployments"].keys() == {"track", "news", "gather", "digests", "verify", "backfill", "rebuild"}
    assert once["work_pools"].keys() == {"moawatch"}
    assert {each["version"] for each in once["deployments"].values()} == {__version__}
    with server.used():
        deploy(ROOT)
    assert everything_deployed(server) == once
    done = server.run("prefect", "--no-prompt", "deploy", "--prefect-file", "deploy/prefect.yaml", "--all")
    assert done.returncode == 0, done.stdout + done.stderr
    assert everything_deployed(server) == once


def test_the_deployments_are_there_one_run_at_a_time(server: PrefectServer) -> None:
    deployed = everything_deployed(server)["deployments"]
    at_once = {name: one["global_concurrency_limit"] for name, one in deployed.items()}
    assert at_once.pop("gather") == MAX_WORKERS
    assert set(at_once.values()) == {1}
    scheduled = {name: one["concurrency_options"]["collision_strategy"] for name, one in deployed.items()}
    assert {name for name, strategy in scheduled.items() if strategy == "ENQUEUE"} == {"gather", "backfill", "rebuild"}
    assert deployed["track"]["pull_steps"] == [
        {"prefect.deployments.steps.set_working_directory": {"directory": str(ROOT)}}
    ]
    parameters = {name: one["parameter_openapi_schema"]["properties"] for name, one in deployed.items()}
    undescribed = [(name, key) for name, those in parameters.items() for key in those if not those[key]["description"]]
    assert undescribed == []


def test_a_parameter_that_is_missing_or_wrong_is_refused_at_once(server: PrefectServer) -> None:
    deployed = everything_deployed(server)["deployments"]
    for name, parameters in {"backfill": {}, "rebuild": {"keep": "perhaps"}, "track": {"now": 5}}.items():
        run = f"{server.api}/deployments/{deployed[name]['id']}/create_flow_run"
        answer = requests.post(run, json={"parameters": parameters}, timeout=30)
        assert answer.status_code == 409, name


def test_serving_beside_the_deployments_of_workers_is_refused_and_leaves_them_alone(server: PrefectServer) -> None:
    before = everything_deployed(server)
    with server.used(), pytest.raises(MoawatchError, match=r"^serve: track/track, news/news, .* `prefect worker start"):
        serve()
    assert everything_deployed(server) == before


@pytest.mark.parametrize("name", ["slack-webhook/desk", "desk", "secret/moawatch-test"])
def test_what_sends_no_notifications_is_refused_before_anything_is_deployed(server: PrefectServer, name: str) -> None:
    with server.used(), pytest.raises(SettingsError, match=r"^notify: "):
        Secret[str](value="x").save("moawatch-test", overwrite=True)
        deploy(ROOT, pool="another", notify=name)
    assert everything_deployed(server)["work_pools"].keys() == {"moawatch"}


def test_people_are_told_by_the_block_that_is_named_and_may_turn_an_automation_off(server: PrefectServer) -> None:
    held = "moawatch: a list is held for review"
    with server.used():
        SlackWebhook(url="https://hooks.example.org/x").save("desk", overwrite=True)
        deploy(ROOT, notify="slack-webhook/desk")
        told = everything_deployed(server)["automations"]
        with get_client(sync_client=True) as client:
            client.pause_automation(told[held]["id"])
            deploy(ROOT)
            again = everything_deployed(server)["automations"]
            client.resume_automation(told[held]["id"])
    silent = [name for name, one in told.items() if "send-notification" not in str(one["actions"])]
    assert silent == ["moawatch: mark runs that fell silent as crashed"]  # a mark may be refused
    assert [name for name, one in again.items() if not one["enabled"]] == [held]
    assert "send-notification" not in str(again)


def test_a_held_list_failures_in_a_row_and_no_success_set_off_their_automations_and_the_operators_digest(
    server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MAX_AGE, RUN, timedelta(seconds=10))  # the shortest that Prefect takes
    with server.used():
        deploy(ROOT)
    deployed = {one["name"]: one["id"] for one in server.ask("/deployments/filter")}
    ended: list[str] = []

    def end(name: str, state: dict[str, str]) -> None:
        run = server.ask(f"/deployments/{deployed[name]}/create_flow_run")["id"]
        server.ask(f"/flow_runs/{run}/set_state", state=state, force=True)
        ended.append(run)

    def told() -> set[str]:
        triggered = {"event": {"name": ["prefect.automation.triggered"]}}
        return {
            one["resource"]["prefect.resource.name"] for one in server.ask("/events/filter", filter=triggered)["events"]
        }

    def digests_due() -> list[str]:
        runs = server.ask("/flow_runs/filter", flow_runs={"deployment_id": {"any_": [deployed["digests"]]}})
        return [one["id"] for one in runs if (one["created_by"] or {}).get("type") == "AUTOMATION"]

    end("track", {"type": "COMPLETED", "name": "Partly failed"})
    end("track", {"type": "COMPLETED", "name": "Held"})
    eventually(digests_due)
    for _ in range(3):
        end("news", {"type": "FAILED", "name": "Failed"})
    end("track", {"type": "COMPLETED", "name": "Partly failed"})  # no success
    wanted = {f"moawatch: {words}" for words in ("a list is held for review", "news failed 3 times within 2.5 hours")}
    eventually(lambda: told() == wanted | {"moawatch: no successful run of track for 0 hours"})
    eventually(lambda: len(digests_due()) >= 3)
    monkeypatch.undo()
    with server.used():
        deploy(ROOT)
    assert "moawatch: no successful run of track for 0 hours" not in everything_deployed(server)["automations"]
    for run in [*ended, *digests_due()]:  # the next test's worker has one run to make
        server.delete(f"/flow_runs/{run}")


def test_without_a_server_deploying_says_how_to_start_one() -> None:
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}), pytest.raises(MoawatchError) as refused:
        deploy(ROOT)
    assert str(refused.value).startswith("deploy: no Prefect server answers at http://127.0.0.1:9/api; start it")
    with (
        temporary_settings(restore_defaults={PREFECT_API_URL}),
        pytest.raises(SettingsError, match=r"^deploy: needs a"),
    ):
        deploy(ROOT)


def test_runs_are_scheduled_in_the_publishers_time_zone(server: PrefectServer) -> None:
    def scheduled() -> set[str]:
        runs = server.ask("/flow_runs/filter", limit=50)
        return {run["deployment_id"] for run in runs if run["state_type"] == "SCHEDULED"}

    deployed = {one["name"]: one for one in server.ask("/deployments/filter")}
    eventually(lambda: scheduled() >= {deployed["track"]["id"], deployed["digests"]["id"]})
    zones = {one["schedule"]["timezone"] for name in ("track", "verify") for one in deployed[name]["schedules"]}
    assert zones == {"America/New_York"}
    assert deployed["backfill"]["schedules"] == []


def test_a_worker_runs_the_flow_and_the_record_has_the_list(server: PrefectServer, tmp_path: Path) -> None:
    deployed = {one["name"]: one["id"] for one in server.ask("/deployments/filter")}
    registry, database = tmp_path / "sources.toml", f"sqlite:///{tmp_path}/record.db"
    with SamplePublisher() as publisher, many_hosts() as port:
        publisher.publish(publisher.days[0])
        registry.write_text(
            f'[[source]]\nname = "ice"\nkind = "ice_page"\ntitle = "x"\nurl = "{publisher.url}"\n'
            f"due_every_hours = 2\nmax_age_hours = 96\n{stanzas(port, 2)}"
        )
        run = server.ask(f"/deployments/{deployed['track']}/create_flow_run")
        shared = server.ask(f"/deployments/{deployed['news']}/create_flow_run", parameters={"workers": 2})
        with server.working(
            MOAWATCH_DATABASE=database,
            MOAWATCH_ARCHIVE=str(tmp_path / "archive"),
            MOAWATCH_OUTBOX=str(tmp_path / "outbox"),
            MOAWATCH_SOURCES=str(registry),
        ):
            state = eventually(lambda: final_state(server, run["id"]))
            shared_state = eventually(lambda: final_state(server, shared["id"]))
    assert (state["type"], state["name"]) == ("COMPLETED", "Completed")
    assert state["message"].startswith("List of 2021-01-13: 150 agreements; no change. 1 new of 1 seen at 1 source.")
    assert shared_state["message"].startswith("2 new of 2 seen at 2 sources"), shared_state
    (share,) = server.ask("/flow_runs/filter", flow_runs={"deployment_id": {"any_": [deployed["gather"]]}})
    assert (share["parameters"]["sources"], share["state"]["message"]) == (["s1"], "1 new of 1 seen")
    named = requests.get(f"{server.api}/flow_runs/{run['id']}", timeout=30).json()["name"]
    assert named.startswith("track 20")
    assert named.endswith(" ET: list of 2021-01-13")
    engine = open_engine(database)
    with read_session(engine) as session:
        assert counts(session)[0]["agreements"] == 150
    engine.dispose()
    keys = {one["key"] for one in server.ask("/artifacts/filter")}
    assert keys >= {"sources", "counts", "changes", "digest"}
    names = {one["name"] for one in server.ask("/task_runs/filter")}
    assert {"page of ice", "table of ice"} <= names


def test_a_share_that_no_worker_begins_is_gathered_by_the_run_that_shares(
    server: PrefectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fan_out, "BEGIN_SECONDS", 0.0)
    registry, database = tmp_path / "sources.toml", f"sqlite:///{tmp_path}/record.db"
    with server.used(), many_hosts() as port:
        registry.write_text(stanzas(port, 2))
        world = open_world(load(database=database, archive=str(tmp_path / "archive"), sources=str(registry)))
        gathered = list(fan_out.gather_shared(2, world, PLAIN, world.sources, lambda _: None))
    world.engine.dispose()
    assert [(one.source, one.new, one.failures) for one in gathered] == [("s0", 1, []), ("s1", 1, [])]
    runs = server.ask("/flow_runs/filter", deployments={"name": {"any_": ["gather"]}}, sort="START_TIME_DESC")
    late = [run for run in runs if run["labels"].get(fan_out.TAKEN_BACK)]
    assert [(run["state_type"], run["state"]["message"]) for run in late] == [("CANCELLED", fan_out.LATE)]


# Runs of the real flow, one for each set of settings; prints how each ended, and its tasks.
FLOWS = """
import json, sys
from datetime import datetime
from flows.track import track
now, *settings = sys.argv[1:]
ends = [track(now=datetime.fromisoformat(now), settings=json.loads(each), return_state=True) for each in settings]
from prefect import get_client
from prefect.client.schemas.filters import FlowRunFilter
ours = FlowRunFilter(id={"any_": [state.state_details.flow_run_id for state in ends]})
with get_client(sync_client=True) as client:
    tasks = {one.name: one.state for one in client.read_task_runs(flow_run_filter=ours)}
print(json.dumps([[[state.type.value, state.name, state.message] for state in ends],
    {name: [state.type.value, state.message] for name, state in tasks.items()}]))
"""


def test_what_fails_turns_the_flow_red_in_words(server: PrefectServer, sources: WatchedSources) -> None:
    sources.publisher.serve("/spoiled", content("feed_html"))
    sources.watch(stanza("bad", "feed", sources.publisher.url("/spoiled")))
    settings = sources.settings
    ours = {"database": settings.database, "archive": settings.archive}
    ours |= {"outbox": str(settings.outbox), "sources": str(settings.sources)}
    sources.publisher.serve("/moved", b"<html><title>Moved</title><p>This page has moved.</p></html>")
    registry = sources.folder / "moved.toml"
    registry.write_text(stanza("gone", "ice_page", sources.publisher.url("/moved")))
    no_list = ours | {"sources": str(registry), "database": f"sqlite:///{sources.folder}/another.db"}
    no_database = ours | {"database": f"sqlite:///{settings.sources}"}
    given = [json.dumps(each) for each in (ours, no_list, no_database)]
    done = server.run("python", "-c", FLOWS, sources.now.isoformat(), *given)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    (partly, nothing, unusable), tasks = json.loads(done.stdout.splitlines()[-1])
    assert partly[:2] == ["COMPLETED", "Partly failed"]
    assert "FAILED: bad: feed http" in partly[2]
    assert sources.taken_in() == (AGREEMENTS, 1, 1)
    assert nothing[:2] == unusable[:2] == ["FAILED", "Failed"]
    assert "FAILED: gone: " in nothing[2]
    assert "file is not a database" in unusable[2]
    red = {name for name, (kind, _) in tasks.items() if kind == "FAILED"}
    assert red == {"news of bad", "page of gone"}
    assert tasks["news of bad"][1].startswith("feed http")


def test_the_lock_holds_back_what_breaks_the_server() -> None:
    """With whenever 0.10 Prefect 3.9's scheduler makes no runs on Python 3.11 and 3.12."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {"sqlalchemy>=2.0.40,<2.1", "prefect>=3.9.1,<3.10", "whenever>=0.11,<0.12"} <= set(wanted)
