"""A status report in Prometheus's text format, for the textfile collector of its node exporter."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from flows import __version__
from flows.operating.report import StatusReport

_Sample = tuple[Mapping[str, str], float]


def exposition(report: StatusReport) -> str:
    """Gauges alone: nothing is counted up between two looks. Times are Unix times, as `time() - x` wants them."""
    return "".join(_metric(*each) for each in _metrics(report))


def _metrics(report: StatusReport) -> Iterator[tuple[str, str, Iterable[_Sample]]]:
    """Name, meaning and samples of each metric."""
    stand = report.standing
    yield "healthy", "Whether nothing is wrong.", [({}, report.healthy)]
    yield "info", "The program and the schema of its record.", [({"version": __version__, "schema": stand.schema}, 1)]
    yield "status_timestamp_seconds", "When this was written.", [({}, report.at.timestamp())]
    sources = [row for row in report.rows if row["maximum_hours"] is not None]
    yield (
        "source_healthy",
        "Whether a source is ok.",
        [({"source": row["source"]}, row["state"] == "ok") for row in sources],
    )
    yield (
        "source_last_success_timestamp_seconds",
        "When a source was last fetched. A source that never was has none.",
        [({"source": row["source"]}, row["last_success"].timestamp()) for row in sources if row["last_success"]],
    )
    yield (
        "source_max_age_seconds",
        "The age at which a source is late.",
        [({"source": row["source"]}, row["maximum_hours"] * 3600) for row in sources],
    )
    yield (
        "trouble",
        "What else is wrong.",
        [
            ({"about": about, "state": state}, 1)
            for about, state in sorted({(row["source"], row["state"]) for row in report.rows if row not in sources})
        ],
    )
    yield "held_lists", "Lists held for review.", [({}, stand.held_lists)]
    yield "open_doubts", "Doubts without a ruling.", [({}, stand.open_doubts)]
    yield (
        "open_documents",
        "Documents that do not fit their row, without a ruling.",
        [({}, stand.open_documents)],
    )
    yield "failed_items", "Items whose last attempt failed.", [({}, stand.failed_items)]
    yield "set_aside_items", "Those of them that are not tried again.", [({}, stand.set_aside_items)]
    yield (
        "deliveries",
        "Digests by what became of them.",
        [({"status": each}, n) for each, n in stand.deliveries.items()],
    )
    yield from _of_runs(report)
    yield "record_size_bytes", "What the database of the record takes.", [({}, stand.record_bytes)]
    if report.archive_bytes is not None and report.archive_documents is not None:
        yield "archive_size_bytes", "What the documents take.", [({}, report.archive_bytes)]
        yield "archive_documents", "Documents in the archive.", [({}, report.archive_documents)]


def _of_runs(report: StatusReport) -> Iterator[tuple[str, str, Iterable[_Sample]]]:
    ended = [run for run in report.runs if run["ended_at"]]
    yield "last_run_start_timestamp_seconds", "When the last run of a sort began.", _times(report.runs, "started_at")
    yield "last_run_end_timestamp_seconds", "When it ended. One that goes on has none.", _times(ended, "ended_at")
    yield "last_run_success", "Whether it ended well.", [({"run": run["run"]}, run["outcome"] == "ok") for run in ended]
    yield "last_run_duration_seconds", "How long it took.", [({"run": run["run"]}, run["seconds"]) for run in ended]


def _times(runs: Iterable[Mapping[str, datetime]], name: str) -> list[_Sample]:
    return [({"run": str(run["run"])}, run[name].timestamp()) for run in runs]


def _metric(name: str, meaning: str, samples: Iterable[_Sample]) -> str:
    lines = [f"moawatch_{name}{_labels(labels)} {value:.15g}" for labels, value in samples]
    return "\n".join([f"# HELP moawatch_{name} {meaning}", f"# TYPE moawatch_{name} gauge", *lines, ""])


def _labels(labels: Mapping[str, str]) -> str:
    """In braces, each value as Prometheus quotes it: names of sources come from a file that people write."""
    quoted = [f'{name}="{_escaped(value)}"' for name, value in labels.items()]
    return "{" + ",".join(quoted) + "}" if quoted else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
