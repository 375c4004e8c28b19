"""What the rehearsal is played on: databases, storage, mail, publisher and installation, all on loopback."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import sqlalchemy as sa
import trustme
from pytest_httpserver import HTTPServer

from flows.demo.sample import SampleDay
from models.record.store import open_engine, upgrade
from tests.rehearsal.database import postgresql
from tests.rehearsal.installation import Installation, bare_environment
from tests.rehearsal.publisher import MoodyPublisher
from tests.rehearsal.record import captures_of, subscribe, write_registry
from tests.rehearsal.waiting import eventually
from tests.support.mail_relay import HOST, PASSWORD, USER, Relay, relay
from tests.support.paths import ROOT
from tests.support.s3_server import S3Server
from tests.support.web_archive import FakeWebArchive

# As much of what a run says of itself as fits a line of the rehearsal's.
_SHOWN = 90

FINAL = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


@dataclass(slots=True)
class Stage:
    installation: Installation
    publisher: MoodyPublisher
    mail: Relay
    record: sa.Engine
    chat: str  # the address of a webhook, and
    notices: list[dict[str, str]]  # what was posted there
    steps: list[tuple[str, float, str]] = field(default_factory=list)

    @contextmanager
    def step(self, what: str) -> Iterator[list[str]]:
        """One step of the rehearsal, told when it is over, with what it found."""
        started, found = time.monotonic(), list[str]()
        try:
            yield found
        except BaseException:
            print(f"  {time.monotonic() - started:6.1f} s  {what}: FAILED", flush=True)
            raise
        seconds = time.monotonic() - started
        found = [each if len(each) <= _SHOWN else f"{each[:_SHOWN]}..." for each in found]
        self.steps.append((what, seconds, "; ".join(found)))
        print(f"  {seconds:6.1f} s  {what}{': ' if found else ''}{'; '.join(found)}", flush=True)

    def deployments(self) -> dict[str, Any]:
        return {one["name"]: one for one in self.installation.ask("/deployments/filter")}

    def begin(self, deployment: str, **parameters: Any) -> str:
        """Begin a run, as an operator does in the UI; its id."""
        found = self.deployments()[deployment]["id"]
        run = self.installation.ask(f"/deployments/{found}/create_flow_run", parameters=parameters)
        return str(run["id"])

    def begin_day(self, day: SampleDay) -> str:
        """Begin a run that takes that day for today."""
        return self.begin("track", **asked_for(day))

    def begin_news(self, day: SampleDay) -> str:
        return self.begin("news", now=day.now.isoformat(), everything=True)

    def wait_for_end(self, run: str, kind: str = "COMPLETED") -> str:
        """How a run puts its end, which must be of that kind."""
        state = self.ended(run)
        assert state["type"] == kind, f"{state['name']}: {state['message']}"
        return f"{state['name']}: {state['message']}"

    def state(self, run: str) -> dict[str, Any]:
        found: dict[str, Any] = self.installation.look(f"/flow_runs/{run}")["state"]
        return found

    def ended(self, run: str) -> dict[str, Any]:
        """The state in which the run ends."""

        def final() -> dict[str, Any] | None:
            state = self.state(run)
            return state if state["type"] in FINAL else None

        return eventually(f"run {run} ends", final)

    def take_in(self, day: SampleDay) -> str:
        """Publish a day and run for it, which must end well; how the run puts it."""
        self.publisher.publish(day)
        return self.wait_for_end(self.begin_day(day))


def asked_for(day: SampleDay) -> dict[str, Any]:
    """The parameters of a run that takes that day for today and looks at everything."""
    return {"now": day.now.isoformat(), "everything": True, "lists_only": False}


def server_settings() -> dict[str, str]:
    """What deploy/server.env sets for Prefect's server."""
    lines = (ROOT / "deploy" / "server.env").read_text(encoding="utf-8").splitlines()
    settings = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in settings}


@contextmanager
def stage(folder: Path, programs: Path) -> Iterator[Stage]:
    """Everything but Prefect's server and workers, which the acts start, kill and start again."""
    with ExitStack() as closing:
        database = closing.enter_context(postgresql(programs, ("prefect", "record")))
        publisher = closing.enter_context(MoodyPublisher())
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(folder / "authority.pem"))
        mail = closing.enter_context(relay(authority))
        chat, notices = closing.enter_context(_webhook())
        captured = closing.enter_context(HTTPServer())
        storage = S3Server()
        closing.callback(storage.stop)
        os.environ |= storage.environment()  # for the look at the archive from here
        environment = (
            bare_environment()
            | server_settings()
            | {
                "MOAWATCH_DATABASE": f"{database}record",
                "MOAWATCH_ARCHIVE": f"s3://{storage.new_bucket()}/moawatch",
                "MOAWATCH_OUTBOX": str(folder / "outbox"),
                "MOAWATCH_WEB_ARCHIVE": FakeWebArchive(captured, captures_of(publisher.days[0])).url,
                "MOAWATCH_WEB_ARCHIVE_PAUSE": "0.01",
                "MOAWATCH_SOURCES": str(write_registry(folder, publisher)),
                "MOAWATCH_SETTINGS": os.devnull,
                "MOAWATCH_SMTP_HOST": HOST,
                "MOAWATCH_SMTP_PORT": str(mail.port),
                "MOAWATCH_SMTP_USER": USER,
                "MOAWATCH_SMTP_PASSWORD": PASSWORD,
                "MOAWATCH_MESSAGES_PER_MINUTE": "100000",
                "SSL_CERT_FILE": str(folder / "authority.pem"),
                "PREFECT_SERVER_DATABASE_CONNECTION_URL": database.replace(":", "+asyncpg:", 1) + "prefect",
                "NO_PROXY": "127.0.0.1,localhost",
            }
        )
        record = open_engine(f"{database}record")
        closing.callback(record.dispose)
        upgrade(record)
        subscribe(record, publisher.days[0])
        installation = Installation(folder, environment)
        closing.callback(installation.stop)
        yield Stage(installation, publisher, mail, record, chat, notices)


@contextmanager
def _webhook() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A chat's webhook: its address, and what was posted to it."""
    posted: list[dict[str, str]] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", posted
    finally:
        server.shutdown()
        server.server_close()
