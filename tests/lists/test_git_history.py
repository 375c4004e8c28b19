"""Every list in a repository's history comes into the record, and nothing of the repository runs."""

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.past.git_history import backfill_git
from flows.watchdog import BACKFILL
from models.errors import MoawatchError
from models.record.asking.runs import last_runs
from models.record.store import open_engine, read_session
from models.record.tables.documents import Sighting
from models.record.tables.runs import FailedItem
from tests.support import histories
from tests.support.record_contents import contents
from tests.support.workbooks import without_part, workbook


class Mirror:
    """A repository with a checkout, and commits at given times."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, at: datetime | None = None) -> str:
        stamp = (at or datetime(2025, 1, 1, tzinfo=UTC)).isoformat()
        who = {f"GIT_{role}_{what}": "x@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
        return subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=os.environ | who | dates,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def commit(self, files: dict[str, bytes], at: datetime) -> None:
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=x", at=at)


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    return Mirror(tmp_path / "mirror")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(str(tmp_path / "archive"))


def sightings(engine: sa.Engine) -> list[Sighting]:
    with read_session(engine) as session:
        return list(session.exec(select(Sighting).order_by(sa.text("published_at"))))


def test_lists_overwritten_under_one_name_give_the_record_of_the_files(
    sqlite_record: sa.Engine, archive: Archive, mirror: Mirror, tmp_path: Path, sqlite_template: Path, now: datetime
) -> None:
    for number, (name, content) in enumerate(histories.files().items()):
        mirror.commit({name: content, f"{name[:8]}/latest.xlsx": content}, datetime(2025, 6, 20, number, tzinfo=UTC))
    mirror.git("rm", "--quiet", "-r", ".")
    mirror.commit({"README.md": b"gone"}, datetime(2025, 7, 1, tzinfo=UTC))
    done = backfill_git(sqlite_record, archive, str(mirror.folder), now)
    assert (done.new, done.derivation.lists, done.failures) == (12, 12, ())
    files = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'files.db')}")
    backfill(files, Archive(str(tmp_path / "other")), histories.save(tmp_path / "saved"), now)
    assert contents(sqlite_record) == contents(files)
    assert backfill_git(sqlite_record, archive, str(mirror.folder), now).new == 0


def test_a_list_without_a_date_is_of_its_first_commit_on_any_branch(
    sqlite_record: sa.Engine, archive: Archive, mirror: Mirror, now: datetime
) -> None:
    undated = without_part(workbook(histories.counties_of("TEXAS")), "docProps/core.xml")
    first = datetime(2025, 6, 3, 12, tzinfo=UTC)
    mirror.commit({"list.txt": b"x"}, first - timedelta(days=1))
    mirror.git("checkout", "--quiet", "-b", "side")
    mirror.commit({"latest.xlsx": undated}, first)
    mirror.git("checkout", "--quiet", "main")
    mirror.commit({"later.xlsx": undated}, first + timedelta(days=9))
    backfill_git(sqlite_record, archive, str(mirror.folder), now)
    assert [(one.published_at, one.dated_by, one.file_name) for one in sightings(sqlite_record)] == [
        (first, "capture", "latest.xlsx")
    ]


def test_a_stamp_later_than_the_commit_does_not_count(
    sqlite_record: sa.Engine, archive: Archive, mirror: Mirror, now: datetime
) -> None:
    saved = datetime(2025, 12, 1, tzinfo=UTC)
    mirror.commit({"latest.xlsx": workbook(histories.counties_of("TEXAS"), saved_at=saved)}, saved - timedelta(days=90))
    backfill_git(sqlite_record, archive, str(mirror.folder), now)
    assert [one.published_at for one in sightings(sqlite_record)] == [saved - timedelta(days=90)]


def test_what_is_no_list_is_named_and_leaves_no_sighting(
    sqlite_record: sa.Engine, archive: Archive, mirror: Mirror, now: datetime
) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 33333\n"
    name, content = next(iter(histories.files().items()))
    mirror.commit(
        {"a.xlsx": pointer, "b.xlsx": content[:-500], "c.html": b"<title>Access denied</title>", name: content},
        datetime(2025, 6, 3, tzinfo=UTC),
    )
    (mirror.folder / "link.xlsx").symlink_to("/etc/passwd")
    mirror.commit({}, datetime(2025, 6, 4, tzinfo=UTC))
    done = backfill_git(sqlite_record, archive, str(mirror.folder), now)
    assert len(sightings(sqlite_record)) == 1
    told = dict(sorted(each.split(": ", 1) for each in done.failures))
    assert [*told] == ["a.xlsx", "b.xlsx", "c.html"]
    assert told["a.xlsx"] == "a Git LFS pointer, not the file itself; get the file with `git lfs pull`"
    assert "an HTML page ('Access denied') without a list" in told["c.html"]
    with read_session(sqlite_record) as session:
        assert session.exec(select(FailedItem)).all() == []


def test_nothing_of_the_repository_is_executed(
    sqlite_record: sa.Engine, archive: Archive, mirror: Mirror, tmp_path: Path, now: datetime
) -> None:
    ran = tmp_path / "ran"
    touch = f"touch {ran}"
    name, content = next(iter(histories.files().items()))
    mirror.commit(
        {name: content, ".gitattributes": b"*.xlsx filter=evil diff=evil\n"}, datetime(2025, 6, 3, tzinfo=UTC)
    )
    for hook in ("post-checkout", "post-merge", "reference-transaction", "pre-receive", "fsmonitor-watchman"):
        script = mirror.folder / ".git" / "hooks" / hook
        script.write_text(f"#!/bin/sh\n{touch}\n")
        script.chmod(0o755)
    for setting in (
        "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv", "core.fsmonitor", "core.pager",
        "uploadpack.packObjectsHook", "core.sshCommand", "gpg.program", "credential.helper",
    ):  # fmt: skip
        mirror.git("config", setting, touch)
    mirror.git("config", "log.showSignature", "true")
    ran.unlink(missing_ok=True)
    assert backfill_git(sqlite_record, archive, str(mirror.folder), now).new == 1
    assert not ran.exists()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "names no repository; write git"),
        (" ", "names no repository; write git"),
        ("ext::sh -c id", "no such folder"),
        ("ssh://-oProxyCommand=id/x", "not a repository over https"),
        ("--upload-pack=id", "no such folder"),
        ("https://127.0.0.1:9/none.git", "cannot be copied"),
    ],
)
def test_an_address_that_is_no_repository_is_refused(
    sqlite_record: sa.Engine, archive: Archive, now: datetime, address: str, said: str
) -> None:
    with pytest.raises(MoawatchError, match=said):
        backfill_git(sqlite_record, archive, address, now)


def test_a_repository_without_a_possible_list_is_refused(
    sqlite_record: sa.Engine, archive: Archive, mirror: Mirror, now: datetime
) -> None:
    mirror.commit({"README.md": b"x"}, datetime(2025, 6, 3, tzinfo=UTC))
    with pytest.raises(MoawatchError, match="no file in its history may be a list"):
        backfill_git(sqlite_record, archive, str(mirror.folder), now)


@pytest.mark.parametrize(
    "address",
    [
        "https://user:SECRET@127.0.0.1:9/none.git?token=SECRET#SECRET",
        "https://SECRET@127.0.0.1:9",
        "ssh://user:SECRET@127.0.0.1/none.git",
        "user:SECRET@127.0.0.1/none.git?token=SECRET",
    ],
)
def test_the_secrets_of_an_address_are_neither_told_nor_kept(
    sqlite_record: sa.Engine, archive: Archive, now: datetime, address: str
) -> None:
    with pytest.raises(MoawatchError) as told:
        backfill_git(sqlite_record, archive, address, now)
    assert "SECRET" not in str(told.value)
    assert "127.0.0.1" in str(told.value)
    with read_session(sqlite_record) as session:
        (run,) = last_runs(session, BACKFILL)
    assert "SECRET" not in f"{run.failures} {run.trace}"


@pytest.mark.parametrize("seconds", ["999999999999", "18446744073709551615", "-99999999999999", "0"])
def test_a_commit_with_an_impossible_clock_dates_nothing_and_loses_no_list(
    sqlite_record: sa.Engine, archive: Archive, mirror: Mirror, now: datetime, seconds: str
) -> None:
    (early, first), (late, second) = [*histories.files().items()][:2]
    mirror.commit({early: first}, datetime(2025, 7, 1, tzinfo=UTC))
    mirror.commit({late: second}, datetime(2025, 7, 2, tzinfo=UTC))
    commit = mirror.git("cat-file", "commit", "HEAD")
    changed = re.sub(r"(?m)^(committer .*>) \d+", rf"\1 {seconds}", commit)
    (mirror.folder / ".git" / "changed").write_text(changed)
    mirror.git(
        "reset", "--quiet", mirror.git("hash-object", "-w", "--literally", "-t", "commit", ".git/changed").strip()
    )
    done = backfill_git(sqlite_record, archive, str(mirror.folder), now)
    assert (done.new, done.failures) == (2, ())
    assert all(one.seen_at is None or one.seen_at <= now for one in sightings(sqlite_record))


def test_a_path_that_looks_like_a_commit_dates_nothing(
    sqlite_record: sa.Engine, archive: Archive, mirror: Mirror, now: datetime
) -> None:
    undated = without_part(workbook(histories.counties_of("TEXAS")), "docProps/core.xml")
    at = datetime(2025, 6, 3, 12, tzinfo=UTC)
    (mirror.folder / "\x011200000000").symlink_to("x")
    mirror.commit({"\x011300000000.txt": b"x", "latest.xlsx": undated}, at)
    backfill_git(sqlite_record, archive, str(mirror.folder), now)
    assert [one.published_at for one in sightings(sqlite_record)] == [at]
