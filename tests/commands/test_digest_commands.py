"""The commands for subscribers and digests, as a person calls them."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import moawatch
from flows.digests.feeds.folder import FILE_NAME, NOTE
from models.record.store import open_engine
from tests.support.digest_record import days, new_agreements, publish_changes


@pytest.fixture(scope="module")
def two_lists(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A record with two lists, the last of today, to copy."""
    file = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("two_lists")))
    engine = open_engine(f"sqlite:///{file}")
    now = datetime.now(UTC).replace(microsecond=0)
    publish_changes(engine, [], now - days(2))
    publish_changes(engine, new_agreements([1, 2]) + new_agreements([3], "FL"), now - days(1))
    engine.dispose()
    return file


@pytest.fixture
def database(two_lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Such a record, and an outbox folder of its own."""
    monkeypatch.setenv("MOAWATCH_OUTBOX", str(tmp_path / "outbox"))
    return f"sqlite:///{shutil.copy(two_lists, tmp_path)}"


def ask(database: str, *words: str, typed: str = "", standalone_mode: bool = True) -> Result:
    arguments = ["--database", database, *words]
    return CliRunner().invoke(moawatch, arguments, input=typed, standalone_mode=standalone_mode)


def asked_json(database: str, *words: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(ask(database, *words, "--format", "json").output)
    return rows


def _line(shown: Result) -> str:
    """What was printed, as if the terminal were as wide as it needs."""
    return " ".join(shown.output.split())


class TestSubscribers:
    def test_a_subscriber_is_added_shown_edited_paused_and_removed(self, database: str) -> None:
        added = ask(
            database, "subscribers", "add", "Jane@Example.org", "--state", "Texas", "--county", "Bay County, FL",
            "--support-type", "TFM", "--cadence", "weekly", "--weekday", "friday", "--hour", "6am",
            "--time-zone", "America/Chicago",
        )  # fmt: skip
        assert added.output == (
            "Jane@example.org is subscriber 1: TX, Bay County, FL; TFM; weekly on Friday at 6:00 America/Chicago\n"
        )
        (row,) = asked_json(database, "subscribers", "show", "jane@example.org")
        assert (row["states"], row["counties"], row["weekday"], row["paused"]) == (["TX"], ["12005"], "friday", False)
        edited = ask(database, "subscribers", "edit", "1", "--clear", "county", "--cadence", "daily", "--heartbeat")
        assert edited.output == "Jane@example.org: TX; TFM; daily at 6:00 America/Chicago; heartbeat\n"
        ask(database, "subscribers", "pause", "1")
        assert asked_json(database, "subscribers", "list")[0]["paused"] is True
        ask(database, "subscribers", "pause", "1", "--resume")
        assert asked_json(database, "subscribers", "list")[0]["paused"] is False
        assert ask(database, "subscribers", "remove", "1", typed="y\n").exit_code == 0
        assert asked_json(database, "subscribers", "list") == []

    def test_an_agency_is_found_by_its_name_and_state(self, database: str) -> None:
        added = ask(database, "subscribers", "add", "a@example.org", "--agency", "TX-1")
        assert "everywhere" not in added.output
        (row,) = asked_json(database, "subscribers", "show", "a@example.org")
        assert row["agencies"] == ["TX-1"]

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            (["jane"], "must have an @-sign"),
            (["Jane <jane@example.org>"], "give the bare address"),
            (["a@example.org", "--state", "Texass"], "did you mean Texas?"),
            (["a@example.org", "--county", "Bay County"], "include the state"),
            (["a@example.org", "--county", "#N/A, TX"], "unknown; write one like"),
            (["a@example.org", "--county", "Bai County, FL"], "did you mean Bay County, FL"),
            (["a@example.org", "--agency", "No Such Office"], "not on record"),
            (["a@example.org", "--agency", ""], "--agency: empty"),
            (["a@example.org", "--county", " "], "--county: empty"),
            (["a@example.org", "--state", "TX", "--state", ""], "--state: empty"),
            (["a@example.org", "--hour", ""], "--hour: empty"),
            (["desk", "--channel", "webhook"], "target 'desk': not in MOAWATCH_TARGETS; add its address there first"),
            (["a@example.org", "--hour", "25"], "write 0 to 23"),
            (["a@example.org", "--hour", "7:30"], "write 0 to 23"),
            (["a@example.org", "--time-zone", "Mars/Olympus"], "unknown; write one like"),
            (["a@example.org", "--time-zone", "../../etc/passwd"], "unknown; write one like"),
            (["a@example.org", "--cadence", "hourly"], "is not one of"),
        ],
    )
    def test_what_cannot_be_meant_is_refused_with_a_reason(self, database: str, words: list[str], reason: str) -> None:
        refused = ask(database, "subscribers", "add", *words)
        assert refused.exit_code == 2
        assert reason in refused.output
        assert asked_json(database, "subscribers", "list") == []

    def test_an_address_is_subscribed_only_once(self, database: str) -> None:
        ask(database, "subscribers", "add", "jane@example.org")
        again = ask(database, "subscribers", "add", "JANE@example.org")
        assert (again.exit_code, "is already subscribed" in again.output) == (2, True)

    def test_a_target_must_be_in_the_settings(self, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MOAWATCH_TARGETS", '{"desk": "https://hook.example/s3cret"}')
        added = ask(database, "subscribers", "add", "desk", "--channel", "webhook")
        assert (added.exit_code, "s3cret" in added.output) == (0, False)
        refused = ask(database, "subscribers", "add", "dsek", "--channel", "chat")
        assert "target 'dsek': not in MOAWATCH_TARGETS; did you mean desk?" in refused.output

    def test_an_edit_is_checked_like_a_new_subscriber(self, database: str) -> None:
        ask(database, "subscribers", "add", "a@example.org", "--state", "TX")
        for words, reason in (
            (["--county", "Nowhere County, TX"], "unknown; write one like"),
            (["--agency", ""], "--agency: empty"),
            (["--kind", "vanished"], "is not one of"),
        ):
            refused = ask(database, "subscribers", "edit", "1", "--cadence", "weekly", *words)
            assert (refused.exit_code, reason in refused.output) == (2, True)
        (row,) = asked_json(database, "subscribers", "show", "1")
        assert (row["states"], row["cadence"]) == (["TX"], "daily")

    def test_every_bad_line_of_a_table_is_told_and_then_nobody_is_added(self, database: str, tmp_path: Path) -> None:
        table = tmp_path / "subscribers.csv"
        table.write_text(
            "address,channel,states,counties,kinds\n"
            "a@example.org,,TX; Florida,,\n"
            "not an address,,TX,,\n"
            "b@example.org,,Texass,,\n"
            '"c@example.org\nBcc: x@example.org",,TX,,\n'
            'd@example.org,,,"Lamr County, TX",\n'
            "e@example.org,,,,agreement_aded\n"
            "desk,webhook,,,\n"
            "f@example.org,,,,\n"
        )
        refused = ask(database, "subscribers", "import", str(table), standalone_mode=False)
        assert refused.return_value == 1  # the exit status
        assert refused.stdout == "0 added: correct 6 lines and import the file again\n"
        told = refused.stderr.splitlines()
        assert [line.partition(":")[0] for line in told] == [f"line {number}" for number in (3, 4, 6, 7, 8, 9)]
        assert told[3].endswith("unknown; did you mean Lamar County, TX, Lamb County, TX or Milam County, TX?")
        assert told[4].endswith(
            "kind of change 'agreement_aded': did you mean agreement_added, agreement_ended or agreement_renewed?"
        )
        assert asked_json(database, "subscribers", "list") == []

    def test_a_table_of_subscribers_is_taken_in_and_again_without_harm(self, database: str, tmp_path: Path) -> None:
        table = tmp_path / "subscribers.csv"
        table.write_text(
            "address,states,cadence,heartbeat\n"
            "a@example.org,TX; Florida,weekly,yes\n"
            "d@example.org,,,\n"
            "A@example.org,,,\n"  # the same once more
        )
        assert ask(database, "subscribers", "import", str(table)).stdout == "2 added, 1 already subscribed\n"
        assert ask(database, "subscribers", "import", str(table)).stdout == "0 added, 3 already subscribed\n"
        rows = asked_json(database, "subscribers", "list")
        assert [(row["address"], row["states"], row["cadence"]) for row in rows] == [
            ("a@example.org", ["FL", "TX"], "weekly"),
            ("d@example.org", [], "daily"),
        ]

    def test_a_subscriber_who_is_not_there_is_said_to_be_so(self, database: str) -> None:
        assert "no subscriber 'nobody@" in str(ask(database, "subscribers", "show", "nobody@example.org").exception)


class TestDigest:
    def test_it_is_shown_as_text_without_being_stored(self, database: str) -> None:
        for _ in range(2):
            shown = ask(database, "digest")
            assert shown.output.startswith("Subject: 287(g): 1,000 agreements on the list of ")
            assert "THE UNITED STATES: WHERE THINGS STAND" in shown.output
        assert asked_json(database, "digest", "deliveries") == []

    def test_a_preview_says_where_the_digest_goes(
        self, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said = "This is a preview: nothing was stored or sent. When it is due, `moawatch digest send` "
        ask(database, "subscribers", "add", "jane@example.org")
        assert f"{said}writes it to {tmp_path}/outbox" in _line(ask(database, "digest", "preview"))
        assert f"{said}writes it to {tmp_path}/outbox" in _line(ask(database, "digest", "preview", "--subscriber", "1"))
        monkeypatch.setenv("MOAWATCH_SMTP_HOST", "relay.example")
        sent = _line(ask(database, "digest", "preview", "--subscriber", "1"))
        assert f"{said}sends it to jane@example.org" in sent
        assert not (tmp_path / "outbox").exists()

    def test_a_preview_is_of_one_subscriber_and_of_one_day(self, database: str) -> None:
        ask(database, "subscribers", "add", "jane@example.org", "--state", "FL")
        ask(database, "digest", "send")
        engine = open_engine(database)
        publish_changes(engine, new_agreements([4]) + new_agreements([5], "GA"), datetime.now(UTC))
        engine.dispose()
        everything = json.loads(ask(database, "digest", "preview", "--format", "json").output)
        assert [item["state"] for item in everything["changed"]] == ["GA", "TX"]
        hers = json.loads(ask(database, "digest", "preview", "--subscriber", "1", "--format", "json").output)
        assert (hers["watching"], hers["changed"]) == ("Florida", [])
        before_yesterday = str((datetime.now(UTC) - days(2)).date())
        before = json.loads(ask(database, "digest", "preview", "--as-of", before_yesterday, "--format", "json").output)
        assert (before["changed"], before["as_of"]) == ([], before_yesterday)
        assert everything["health"]
        assert before["health"] == [], "how the sources did on that day is not on record"

    def test_a_dry_run_says_what_would_be_sent_and_leaves_it(self, database: str) -> None:
        (row,) = asked_json(database, "digest", "send", "--dry-run")
        assert (row["step"], row["to"]) == ("compose and send", "outbox")
        assert asked_json(database, "digest", "deliveries") == []

    def test_sending_writes_mail_page_and_feed_and_says_what_became_of_each(
        self, database: str, tmp_path: Path
    ) -> None:
        sent = ask(database, "digest", "send")
        assert (sent.exit_code, sent.output) == (0, "digests: 1 composed, 1 sent\n")
        written = {path.name for path in (tmp_path / "outbox").iterdir()} - {NOTE, FILE_NAME}
        assert sorted(name.partition(".")[2] for name in written) == ["eml", "html"]
        assert (tmp_path / "outbox" / FILE_NAME).is_file()
        (row,) = asked_json(database, "digest", "deliveries", "--status", "sent")
        assert (row["digest"], row["to"], row["changes"]) == ("1-1", "outbox", 0)
        assert ask(database, "digest").output.startswith("Subject: 287(g): no change since")

    def test_a_digest_is_sent_again_on_demand(self, database: str) -> None:
        ask(database, "digest", "send")
        assert ask(database, "digest", "resend", "1-1").exit_code == 0
        assert ask(database, "digest", "send").output == "digests: 0 composed, 1 sent\n"

    def test_a_digest_that_is_not_there_is_said_to_be_so(self, database: str) -> None:
        assert "no digest '9-9'" in str(ask(database, "digest", "resend", "9-9").exception)

    def test_without_a_record_it_says_how_to_make_one(self, tmp_path: Path) -> None:
        assert "does not exist yet" in str(ask(f"sqlite:///{tmp_path}/none.db", "digest").exception)
        assert not (tmp_path / "none.db").exists()
