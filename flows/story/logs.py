"""A run's log without what Prefect's engines add to it."""

import logging

from prefect.exceptions import FailedRun


class OwnLines(logging.Filter):
    """Leaves out what follows from a state that says it already: 'Finished in state Completed()' after each task, the
    repr of a failed state with an empty traceback, and after a failed flow thirty lines of traceback through Prefect.
    Whatever else is raised, which nobody foresaw, stays with its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        raised = record.exc_info[1] if record.exc_info is not None else None
        if record.module == "task_engine":
            return raised is not None
        return not isinstance(raised, FailedRun)


_ADDED = OwnLines()


def keep_own_lines() -> None:
    """Of this process, from now on."""
    for name in ("prefect.task_runs", "prefect.flow_runs", "prefect.engine"):
        logging.getLogger(name).addFilter(_ADDED)  # a second time changes nothing
