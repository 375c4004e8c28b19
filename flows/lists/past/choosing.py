"""The past from wherever it is kept: files, an archive of documents, a Git repository, the Wayback Machine."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from flows.fetching.addresses import without_secrets
from flows.fetching.archive import Archive
from flows.fetching.history.paced_requests import WEB_ARCHIVE
from flows.lists.backfill import Backfill, backfill
from flows.lists.intake import Progress
from flows.lists.past.git_history import PREFIX, backfill_git
from flows.lists.past.web_archive import backfill_web_archive
from flows.news.judge import judge
from flows.world import World
from models.errors import MoawatchError
from models.record.asking.lists import not_accepted
from models.record.store import read_session

# What fsspec reaches that can hold an archive.
_STORES = frozenset({"file", "local", "memory", "s3", "s3a", "gs", "gcs", "az", "abfs"})


def check_source(source: str, since: date | None, until: date | None) -> None:
    """Raises MoawatchError where nothing can be meant by these, before a record is made."""
    if not source.strip():
        raise MoawatchError("name what to add: a path, an address, or the web archive")
    if (since or until) and not _is_web_archive(source):
        raise MoawatchError("only the web archive can be limited to days; name it, or leave out the days")
    if since and until and since > until:
        raise MoawatchError(f"the first day, {since}, is after the last, {until}")
    scheme = source.partition("://")[0] if "://" in source else ""
    if scheme and not _is_web_archive(source) and not source.startswith(PREFIX) and scheme not in _STORES:
        # A page or a misspelled 'git+https' would be read as a bucket, past all bounds of fetching.
        raise MoawatchError(
            f"{without_secrets(source)}: no archive of documents; name a path, s3://BUCKET/PREFIX, {PREFIX}URL, or the"
            f" web archive ({WEB_ARCHIVE})"
        )
    if not source.startswith(PREFIX) and not scheme and not Path(source).exists():
        raise MoawatchError(f"{source!r} does not exist; give a path as this machine sees it")


def backfill_from(
    world: World,
    source: str,
    since: date | None = None,
    until: date | None = None,
    progress: Progress = lambda *_: None,
    say: Callable[[str], None] = lambda _: None,
) -> Backfill:
    """Add all that `source` has: the address of the web archive, git+URL or git+FOLDER, the URL of an archive, or a
    path. Then check the claims on record against it. Raises MoawatchError where it has nothing."""
    engine, archive, now = world.engine, world.archive, world.clock()
    if _is_web_archive(source):
        done = backfill_web_archive(world, since, until, progress, say)
    elif source.startswith(PREFIX):
        done = backfill_git(engine, archive, source.removeprefix(PREFIX), now, progress)
    else:
        done = backfill(engine, archive, Archive(source) if "://" in source else Path(source), now, progress)
    judge(engine, world.clock(), everything=True)
    with read_session(engine) as session:
        return replace(done, left_out=tuple(not_accepted(session, done.derivation.statuses)))


def _is_web_archive(source: str) -> bool:
    return source.rstrip("/") == WEB_ARCHIVE
