"""A run's log has no traceback of what a state says, and keeps that of what nobody foresaw."""

import logging

import pytest
from prefect.exceptions import FailedRun

from flows.story.logs import OwnLines


@pytest.mark.parametrize(
    ("module", "raised", "kept"),
    [
        ("steps", None, True),
        ("task_engine", None, False),
        ("task_engine", ZeroDivisionError("in a rule"), True),
        ("flow_engine", None, True),
        ("flow_engine", FailedRun("FAILED: ice: HTTP 403"), False),
        ("engine", FailedRun("FAILED: ice: HTTP 403"), False),
        ("flow_engine", ZeroDivisionError("in a rule"), True),
    ],
)
def test_a_line_is_kept_unless_a_state_says_it(module: str, raised: Exception | None, kept: bool) -> None:
    caught = (type(raised), raised, None) if raised is not None else None
    record = logging.LogRecord("prefect", logging.ERROR, f"{module}.py", 1, "said", None, caught)
    assert OwnLines().filter(record) is kept


def test_an_empty_traceback_is_none() -> None:
    record = logging.LogRecord(
        "prefect", logging.ERROR, "task_engine.py", 1, "failed with state", None, (None, None, None)
    )
    assert not OwnLines().filter(record)
