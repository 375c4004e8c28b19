"""How a run is named and how it ends: in a state whose name and message say what came, what is held, what failed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from prefect import get_client
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.fetching.addresses import without_secrets
from flows.lists.backfill import Backfill
from flows.lists.intake import by_reason
from flows.run import Run
from flows.story.brought import Brought, changes_by_kind
from flows.story.sparing import spared
from models.calendar import EASTERN
from models.record.asking import Row

# A list needs a decision, and the run did all that it could: Completed in Prefect's types, under a name of its own,
# for which an automation waits.
HELD = "Held"

# The record has what the others brought, the source that failed is a red task, and the operator's digest tells of it
# after the second failure in a row. Of twenty sources one is nearly always down: if each made its run red, nobody would
# look at a red run. It counts as no success to the automation that misses them, so that it cannot go on unseen.
PARTLY = "Partly failed"


def started_name(what: str) -> str:
    """'track 2026-02-03 10:10 ET': the time the run is about, in the publisher's zone, like its schedule."""
    about = flow_run.parameters.get("now") or flow_run.scheduled_start_time
    moment = datetime.fromisoformat(about) if isinstance(about, str) else about
    return f"{what} {moment.astimezone(EASTERN):%Y-%m-%d %H:%M} ET"


def name_of_backfill() -> str:
    """'backfill s3://lists/287g', without the password that an address may carry."""
    return f"backfill {without_secrets(str(flow_run.parameters.get('source')))}"


def rename(said: str) -> None:
    """Add to the run's name what it brought, for whoever looks down a list of runs."""
    if flow_run.id is not None:
        with spared("the run's name"), get_client(sync_client=True) as client:
            client.update_flow_run(flow_run.id, name=f"{flow_run.name}: {said}")


def failed(failures: Sequence[str]) -> State[Any]:
    """A run that ends red, with what failed and no traceback: those of what was not foreseen are in the record."""
    return Failed(message="; ".join(failures))


def partly(said: str, failures: Sequence[str], *, came: bool) -> State[Any]:
    """The end of what is done item by item: red only where nothing came of it."""
    if failures and not came:
        return failed(failures)
    message = ". ".join((said, *_told(failures)))
    return Completed(name=PARTLY if failures else None, message=message)


def ending_of_backfill(done: Backfill) -> State[Any]:
    """The end of a run that adds the past: what became of its lists, and what failed."""
    sentence = f"{done.sentence}: {done.in_short}" if done.in_short else done.sentence
    message = ". ".join((sentence, *done.why, *_told(by_reason(done.failures))))
    if not done.new and not done.derivation.lists and len(done.failures) >= max(done.files, 1):
        return Failed(message=message)
    if done.derivation.held:
        return Completed(name=HELD, message=message)
    return Completed(name=PARTLY if done.failures else None, message=message)


def in_short(run: Run, found: Brought) -> str:
    """What a run is called by: 'list of 2026-02-03', 'held: list of 2026-01-29', '3 articles', 'nothing new'."""
    if found.held:
        return f"held: list of {', '.join(sorted({str(row['list_date']) for row in found.held}))}"
    if found.list_date is not None:
        return f"list of {found.list_date}"
    if new := sum(one.new for one in run.gathered):
        return f"{new} {'article' if new == 1 else 'articles'}"
    return "failed" if run.failures else "nothing new"


def ending(run: Run, found: Brought) -> State[Any]:
    """The state that a run ends in, and its whole story as the message."""
    message = ". ".join((*_came(run, found), *_told(run.failures)))
    nothing_came = bool(run.gathered) and all(one.failures and not one.seen for one in run.gathered)
    if run.broken or nothing_came:
        return Failed(message=message)
    if run.derivation.held:
        return Completed(name=HELD, message=message)
    return Completed(name=PARTLY if run.failures else None, message=message)


def _came(run: Run, found: Brought) -> list[str]:
    seen, new = (sum(getattr(one, name) for one in run.gathered) for name in ("seen", "new"))
    said = []
    if found.list_date is not None:
        agreements = f"{found.agreements:,} agreements"
        said.append(f"List of {found.list_date}: {agreements}; {changes_by_kind(found.changed)}")
    said += [_held(row) for row in found.held]
    if not run.gathered:
        said.append("No source is due")
    else:
        of = f"{len(run.gathered)} {'source' if len(run.gathered) == 1 else 'sources'}"
        said.append(f"{new} new of {seen} seen at {of}" if new else f"Nothing new: {seen} seen at {of}")
    if run.told is not None and (run.told.composed or run.told.sent or run.told.waiting):
        said.append(run.told.sentence.capitalize())
    return said


def _held(row: Row) -> str:
    why = [str(finding["sentence"]) for finding in row["findings"] if not finding["passed"]]
    more = f" (and {len(why) - 1} more)" if len(why) > 1 else ""
    return f"HELD: {row['kind']} list of {row['list_date']}: {''.join(why[:1])}{more}; see `moawatch review`"


def _told(failures: Sequence[str]) -> list[str]:
    return [f"FAILED: {'; '.join(failures)}"] if failures else []
