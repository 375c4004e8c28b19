"""The acts of the rehearsal, in their order: what happens to an installation within a year, within minutes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flows.demo.page import PAGE_PATH
from flows.demo.sample import SampleDay
from flows.fetching.history.paced_requests import WEB_ARCHIVE
from models.calendar import ZONE_NAME
from tests.rehearsal.next_version import next_version
from tests.rehearsal.pasted import paste_the_first_way
from tests.rehearsal.stage import Stage, asked_for
from tests.rehearsal.waiting import eventually

# In this night the clocks of New York go back an hour.
WINTER_BEGINS = datetime(2026, 11, 1, tzinfo=ZoneInfo(ZONE_NAME))

# A block as an operator makes one in Prefect's pages.
_CHAT = """
from prefect.blocks.notifications import CustomWebhookNotificationBlock
CustomWebhookNotificationBlock(
    name="chat", url={url!r}, json_data={{"subject": "{{{{subject}}}}", "body": "{{{{body}}}}"}}
).save("chat")
"""


def set_up(stage: Stage) -> None:
    installation = stage.installation
    with stage.step("Prefect's server starts on PostgreSQL and is healthy"):
        installation.start_server()
    with stage.step("moawatch is deployed") as found:
        installation.run("python", "-c", _CHAT.format(url=stage.chat))
        _deploy(stage)
        found.append(", ".join(sorted(stage.deployments())))
        found.append(f"{len(installation.ask('/automations/filter'))} automations")


def _deploy(stage: Stage) -> None:
    stage.installation.run("moawatch", "deploy", "--notify", "custom-webhook/chat")


def clocks_change(stage: Stage) -> None:
    """The schedules of the night in which winter time begins, as the server evaluates them."""
    with stage.step("The schedules of November 1, 2026, when the clocks go back") as found:
        for name, hours in {"track": ["12:10"], "digests": [f"{hour:02}:00" for hour in [0, 1, *range(1, 24)]]}.items():
            due = _due_on(stage, stage.deployments()[name], WINTER_BEGINS)
            local = [f"{moment.astimezone(WINTER_BEGINS.tzinfo):%H:%M}" for moment in due]
            assert local == hours, f"{name}: {local}"
            assert len({*due}) == len(due), f"{name}: due twice at one moment"
            found.append(f"{name} {len(due)} times")


def _due_on(stage: Stage, deployment: dict[str, Any], day: datetime) -> list[datetime]:
    """When the deployment is due within one of New York's days; the runs that the server makes for it are removed."""
    ask, ends = stage.installation.ask, day + timedelta(days=1)
    ask(
        f"/deployments/{deployment['id']}/schedule",
        start_time=day.isoformat(), end_time=ends.isoformat(), min_time=86400.0 * 2, min_runs=1, max_runs=100,
    )  # fmt: skip
    runs = ask(
        "/flow_runs/filter",
        deployments={"id": {"any_": [deployment["id"]]}},
        flow_runs={"expected_start_time": {"before_": ends.isoformat()}},
        limit=200,
    )
    for run in runs:
        stage.installation.delete(f"/flow_runs/{run['id']}")
    moments = (datetime.fromisoformat(run["expected_start_time"]) for run in runs)
    return sorted(moment for moment in moments if moment < ends)


def the_past(stage: Stage) -> None:
    """As an operator begins: what the web archive has, before the first list is fetched."""
    with stage.step("The past comes in from a web archive, as a run of the deployment") as found:
        _start_workers(stage)
        said = stage.wait_for_end(stage.begin("backfill", source=WEB_ARCHIVE))
        assert said.startswith("Partly failed: 3 files, 2 new documents, 2 lists processed: 2 accepted. FAILED:"), said
        found.append(said)


def on_schedule(stage: Stage) -> None:
    """Two days by the server's own scheduler, with two workers. The deployed schedules, which go by the real clock,
    have made their runs and are paused: the rehearsal's days are in the past."""
    deployed = stage.deployments()
    with stage.step("Two workers; a scheduled run completes, and the next one") as found:
        for one in deployed.values():
            for schedule in one["schedules"]:
                stage.installation.change(f"/deployments/{one['id']}/schedules/{schedule['id']}", active=False)
        _start_workers(stage)
        for day in stage.publisher.days[:2]:
            stage.publisher.publish(day)
            found.append(stage.wait_for_end(_scheduled(stage, deployed["track"]["id"], day)))


def _scheduled(stage: Stage, deployment: str, day: SampleDay) -> str:
    """The run that a schedule makes, due in a moment."""
    due = datetime.now(UTC) + timedelta(seconds=3)
    stage.installation.ask(
        f"/deployments/{deployment}/schedules",
        [
            {
                "active": True,
                "schedule": {"interval": 366 * 86400, "anchor_date": due.isoformat(), "timezone": ZONE_NAME},
                "parameters": asked_for(day),
            }
        ],
    )
    about = {"after_": (due - timedelta(seconds=1)).isoformat(), "before_": (due + timedelta(seconds=1)).isoformat()}

    def made() -> str | None:
        runs = stage.installation.ask(
            "/flow_runs/filter",
            deployments={"id": {"any_": [deployment]}},
            flow_runs={"expected_start_time": about},
        )
        return str(runs[0]["id"]) if runs else None

    return eventually("the scheduler makes the run", made)


def disasters(stage: Stage) -> None:
    """A worker dies in the middle of a run, and worker and server die together in the middle of another."""
    installation, third = stage.installation, stage.publisher.days[2]
    with stage.step("A worker is killed in the middle of a run; the other one works on") as found:
        stage.publisher.publish(third)
        lost = [_interrupted(stage, stage.begin_day, PAGE_PATH)]
        found.append(stage.wait_for_end(stage.begin_day(third), "CANCELLED"))
        found.append(stage.wait_for_end(stage.begin("verify")))
    with stage.step("Worker and server are killed in the middle of a run"):
        feed = urlsplit(next(iter(stage.publisher.feed_urls.values()))).path
        lost.append(_interrupted(stage, stage.begin_news, feed))
        installation.kill_server()
        stage.publisher.let_go()
        installation.start_server()
        _start_workers(stage)
    with stage.step("Meanwhile: deploy/README.md for one machine, pasted as it stands, ends in a run") as found:
        found.append(paste_the_first_way(installation.folder / "pasted"))
    with stage.step("Both runs are marked as crashed, and the next one takes up what they left") as found:
        for run in lost:
            found.append(stage.wait_for_end(run, "CRASHED"))
        found.append(stage.take_in(third))


def _start_workers(stage: Stage) -> None:
    for name in ("first", "second"):
        if name not in stage.installation.workers:
            stage.installation.start_worker(name)


def _interrupted(stage: Stage, begin: Callable[[SampleDay], str], path: str) -> str:
    """A run whose worker is killed while it waits for the publisher; its id."""
    stage.publisher.keep_waiting(path)
    run = begin(stage.publisher.days[2])
    assert stage.publisher.asked.wait(120), "the run asked for nothing"
    stage.installation.kill_worker(stage.installation.worker_of(run))
    return run


def out_of_memory(stage: Stage) -> None:
    """A run dies and its worker does not."""
    fourth = stage.publisher.days[3]
    with stage.step("A run alone is killed, and its worker says so at once") as found:
        stage.publisher.publish(fourth)
        stage.publisher.keep_waiting(PAGE_PATH)
        run = stage.begin_day(fourth)
        assert stage.publisher.asked.wait(120), "the run asked for nothing"
        stage.installation.kill_run(run)
        stage.publisher.let_go()
        found.append(stage.wait_for_end(run, "CRASHED"))


def publisher_away(stage: Stage) -> None:
    """An outlet gives no answer for a while: the lists come all the same, and what it has comes later."""
    fourth, fifth = stage.publisher.days[3:5]
    with stage.step("A publisher is away in one run, and back in the next") as found:
        stage.publisher.away = {urlsplit(url).path for url in stage.publisher.feed_urls.values()}
        said = stage.take_in(fourth)
        assert said.startswith("Partly failed"), said
        stage.publisher.away = set()
        found += [said, stage.take_in(fifth)]


def held_list(stage: Stage) -> None:
    sixth, seventh = stage.publisher.days[5:7]
    with stage.step("A list of Texas alone is held for review") as found:
        stage.take_in(sixth)
        said = stage.take_in(seventh)
        assert said.startswith("Held"), said
        found.append(said)


# As deploy/README.md asks what runs.
_RUNNING = ("prefect", "flow-run", "ls", "--state-type", "RUNNING", "--output", "json")


def upgrade(stage: Stage) -> None:
    """The next version of the program, with a migration, as deploy/README.md has it: nothing is cut off."""
    installation, (eighth, *others) = stage.installation, stage.publisher.days[7:]
    with stage.step("The work pool is paused, and the run that is going ends"):
        stage.publisher.publish(eighth)
        stage.publisher.keep_waiting(PAGE_PATH)
        run = stage.begin_day(eighth)
        assert stage.publisher.asked.wait(120), "the run asked for nothing"
        installation.run("prefect", "work-pool", "pause", "moawatch")
        stage.publisher.let_go()
        eventually("nothing runs", lambda: installation.run(*_RUNNING).strip() == "[]")
        stage.wait_for_end(run)
        installation.stop_workers()
    with stage.step("The next version is deployed from another folder; its first run upgrades the record") as found:
        installation.move_to(next_version(installation.folder))
        _deploy(stage)
        _start_workers(stage)
        installation.run("prefect", "work-pool", "resume", "moawatch")
        found += (stage.take_in(day) for day in others)
