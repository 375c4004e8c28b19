"""Captures of ICE's page and lists -> the same record that fetching them on their days would have given.

First the archive's index is asked for the captures, then for the bytes of those that we have not, in order of capture.
Each answer is kept and each capture noted at once: a run that is stopped goes on where it stopped.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta

from flows.fetching.attempts import Attempt
from flows.fetching.headers import file_name
from flows.fetching.history.paced_requests import NoPlaybackError, NoReplyError, PacedRequests
from flows.fetching.history.web_archive import FoundCapture, PlayedCapture, WebArchive, digest_of, expected
from flows.lists.backfill import Backfill
from flows.lists.derive import derive
from flows.lists.intake import Progress
from flows.lists.past.addresses import FOLDERS, PAGES, WORKBOOKS_SINCE, Searched, is_workbook
from flows.lists.past.looking import SOURCE, Looking
from flows.sources.cage.readers import FORMS
from flows.watchdog import BACKFILL, watched
from flows.world import World
from models.errors import ArchiveError, FetchError, MoawatchError
from models.record.asking.history.seen import (
    answer_since,
    captures_taken,
    documents_by_digest,
    failed_addresses,
    without_digest,
)
from models.record.batches import batches
from models.record.store import read_session, write_session
from models.record.tables.documents import Capture, Fetch
from models.record.writing.fetches import note_fetch
from models.record.writing.history import note_digests

# An answer of the index is good for one evening; after that there are new captures.
_INDEX_KEPT = timedelta(hours=20)

# If so many captures in a row get no answer, neither will the others.
_MAX_SILENT = 3


def backfill_web_archive(
    world: World,
    since: date | None,
    until: date | None,
    progress: Progress = lambda *_: None,
    say: Callable[[str], None] = lambda _: None,
) -> Backfill:
    """Add what the web archive captured of the lists between two days. Raises MoawatchError where it has nothing."""
    with watched(world.engine, BACKFILL, world.clock) as notes:
        visit = _Visit(world, since, until, progress, say)
        visit.compute_digests()
        try:
            visit.take_in()
        except NoReplyError as error:  # what came before it is taken in
            visit.failures.append(str(error))
        derivation = derive(
            world.engine,
            world.archive,
            world.clock(),
            lambda done, of: progress("reading", done, of),
            in_hand=visit.looking.in_hand,
        )
        failures = (*visit.looking.failures, *visit.failures, *derivation.failures)
        notes.failures += failures
    return Backfill(visit.captures, visit.looking.new, derivation, failures)


@dataclass(slots=True)
class _Visit:
    """One evening at the archive."""

    world: World
    since: date | None
    until: date | None
    progress: Progress
    say: Callable[[str], None]
    captures: int = 0
    failures: list[str] = field(default_factory=list)
    looking: Looking = field(init=False)
    web: WebArchive = field(init=False)
    _taken: dict[tuple[str, datetime], Capture] = field(default_factory=dict)
    _failed: set[str] = field(default_factory=set)  # addresses at the archive at which a request failed once

    def __post_init__(self) -> None:
        world = self.world
        self.looking = Looking(world.engine, world.archive, world.clock())
        self.web = WebArchive(
            PacedRequests(
                world.settings.web_archive,
                world.settings.web_archive_pause,
                world.settings.agent,
                world.archive,
                world.limits,
                world.clock,
                world.sleep,
                self._note,
                self._kept,
                self.say,
            )
        )
        with read_session(world.engine) as session:
            self._taken = captures_taken(session)
            self._failed = failed_addresses(session, SOURCE)

    def compute_digests(self) -> None:
        """Once for each document: the archive's index knows them by SHA-1, and need not be asked for what is here."""
        with read_session(self.world.engine) as session:
            unknown = without_digest(session)
        done = 0
        for portion in batches(unknown, 200):
            digests = {}
            for sha256 in portion:
                with suppress(ArchiveError):  # lost or damaged: then it is asked for
                    digests[digest_of(self.world.archive.read(sha256))] = sha256
            with write_session(self.world.engine) as session:
                note_digests(session, digests)
            done += len(portion)
            self.progress("computing digests", done, len(unknown))
        with read_session(self.world.engine) as session:
            self.looking.by_digest = documents_by_digest(session)

    def take_in(self) -> None:
        pages = _each_change(self._find(PAGES))
        workbooks = [each for each in self._find(FOLDERS) if is_workbook(each.address)]
        self.captures = len(pages) + len(workbooks)
        if not self.captures and not self.failures:
            times = f" from {self.since or 'the first'} to {self.until or 'today'}"
            raise MoawatchError(f"the web archive has no captures of ICE's lists{times}; check the dates")
        self._say_estimate([*pages, *workbooks])
        links = self._look_at(pages, "fetching pages", is_page=True)
        linked = self._find([Searched(link) for link in sorted(links)])
        self.captures += len(linked)
        self._look_at(sorted({*workbooks, *linked}, key=_moment), "fetching lists", is_page=False)
        if lost := self.web.paced.pages.lost_rows:
            rows = f"{lost} damaged {'row' if lost == 1 else 'rows'}"
            self.failures.append(f"web archive: {rows} of its index left out")
        if self.web.unlike_index:  # no failure: the index knows many of ICE's bytes as they were packed for the way
            self.say(
                f"Of {self.web.unlike_index:,} captures the bytes are not those of the archive's index: it may know"
                " them packed, or they were changed. They are taken in."
            )

    def _find(self, places: Sequence[Searched]) -> list[FoundCapture]:
        """The captures of these places in order. Raises NoReplyError where the index cannot be had."""
        found: set[FoundCapture] = set()
        for number, place in enumerate(places):
            self.progress("looking up", number, len(places))
            until = min(filter(None, (self.until, place.until)), default=None)
            if self.since and until and self.since > until:
                continue
            try:
                found.update(self.web.captures(place.address, self.since, until))
            except NoReplyError:
                raise
            except FetchError as error:
                self.failures.append(str(error))
        self.progress("looking up", len(places), len(places))
        return sorted(found, key=_moment)

    def _say_estimate(self, captures: Iterable[FoundCapture]) -> None:
        wanted = {each.digest for each in captures if not self._is_done(each) and not self._at_hand(each)}
        pause = self.world.settings.web_archive_pause
        self.say(
            f"{self.captures:,} captures, {len(wanted):,} to fetch at one request in {pause:g} s: about"
            f" {expected(len(wanted), pause)}. If you stop it, the same command goes on from there."
        )

    def _look_at(self, captures: Sequence[FoundCapture], what: str, is_page: bool) -> set[str]:
        """Take in the captures; the links on them. Those that gave no answer on an earlier evening come last: three
        that never give one would end every evening at the same place."""
        links: set[str] = set()
        silent = 0  # in a row
        for number, found in enumerate(sorted(captures, key=self._was_silent), 1):
            if self._is_done(found):
                links.update(self._taken[found.address, found.captured_at].links)
            elif silent < _MAX_SILENT:
                try:
                    links.update(self._look(found, is_page))
                    silent = 0
                except NoReplyError as error:
                    silent += 1
                    at_its_end = silent == _MAX_SILENT
                    which = (
                        "stopped before the end"
                        if at_its_end
                        else f"{found.address} at {found.captured_at:%Y-%m-%d %H:%M}"
                    )
                    self.failures.append(f"{which}: {error}")
            self.progress(what, number, len(captures))
        return links

    def _look(self, found: FoundCapture, is_page: bool) -> tuple[str, ...]:
        try:
            played = self._at_hand(found) or self.web.play(found)
        except NoPlaybackError as error:
            self.looking.give_up(found, str(error))
            return ()
        return self.looking.look(found, played, is_page)

    def _was_silent(self, found: FoundCapture) -> bool:
        return found.playback in self._failed

    def _at_hand(self, found: FoundCapture) -> PlayedCapture | None:
        """The bytes of a capture that the archive has already, under whatever name they came."""
        row = self._taken.get((found.address, found.captured_at))
        sha256 = self.looking.by_digest.get(found.digest) or (row and row.document_sha256)
        if not sha256:
            return None
        try:
            content = self.world.archive.read(sha256)
        except ArchiveError:
            return None
        return PlayedCapture(content, file_name({}, found.address))

    def _is_done(self, found: FoundCapture) -> bool:
        """Whether the capture was looked at by readers that know as many forms, or cannot be played at all."""
        row = self._taken.get((found.address, found.captured_at))
        return row is not None and (row.forms == FORMS or row.document_sha256 is None or not row.sentence)

    def _note(self, attempt: Attempt) -> None:
        with write_session(self.world.engine) as session:
            note_fetch(session, Fetch(source=SOURCE, **asdict(attempt)))

    def _kept(self, url: str) -> bytes | None:
        with read_session(self.world.engine) as session:
            sha256 = answer_since(session, url, self.world.clock() - _INDEX_KEPT)
        try:
            return self.world.archive.read(sha256) if sha256 else None
        except ArchiveError:
            return None


def _moment(found: FoundCapture) -> tuple[object, str]:
    return found.captured_at, found.address


def _each_change(pages: Sequence[FoundCapture]) -> list[FoundCapture]:
    """The captures at which the page changed; since it links workbooks, the first one of each day."""
    kept: list[FoundCapture] = []
    for each in pages:
        last = kept[-1] if kept else None
        same_bytes = last is not None and last.digest == each.digest
        same_day = last is not None and last.captured_at.date() == each.captured_at.date()
        if not same_bytes and not (same_day and each.captured_at.date() >= WORKBOOKS_SINCE):
            kept.append(each)
    return kept
