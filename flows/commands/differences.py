"""What a rebuild does to the changes, printed as a table."""

from flows.lists.rebuild import RebuildDifference
from flows.terminal import print_rows, say
from models.record.asking import Row

# Further rows are only counted; `moawatch changes` shows them all.
MAX_ROWS = 40


def print_difference(difference: RebuildDifference, output_format: str = "table") -> None:
    """As a table for people; for programs each change whole, with `what`: new, gone, or now and before."""
    if output_format != "table":
        print_rows(_whole(difference), output_format)
        return
    if not difference:
        say("The same changes as before.")
        return
    rows = [_row("new", row) for row in difference.added]
    rows += [_row("gone", row) for row in difference.dropped]
    rows += [_row("now", after) | {"was": _was(before, after)} for before, after in difference.altered]
    print_rows(rows[:MAX_ROWS], "table", title="What differs in the changes")
    say(f"{len(difference.added)} new, {len(difference.dropped)} gone, {len(difference.altered)} read differently.")


def _whole(difference: RebuildDifference) -> list[Row]:
    rows: list[Row] = [{"what": "new"} | dict(row) for row in difference.added]
    rows += [{"what": "gone"} | dict(row) for row in difference.dropped]
    for before, now in difference.altered:
        rows += [{"what": "before"} | dict(before), {"what": "now"} | dict(now)]
    return rows


def _row(what: str, row: Row) -> dict[str, object]:
    return {"": what} | {name: row[name] for name in ("list_date", "state", "kind", "status", "agency")} | {"was": ""}


def _was(before: Row, after: Row) -> str:
    """What the change said before, as far as it differs now."""
    altered = [name for name in before if name != "recorded_at" and before[name] != after[name]]
    return "; ".join(f"{name.replace('_', ' ')} {_plain(before[name])}" for name in altered)


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)
