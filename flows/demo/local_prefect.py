"""A temporary Prefect server for the demo. Its settings have to be made before Prefect is imported."""

import os
from pathlib import Path


def prepare(home: Path) -> None:
    """Set up a server that runs as long as this process and keeps its database in `home`."""
    os.environ |= {
        "PREFECT_HOME": str(home),
        # The default of 20 s failed 6 of 11 starts in a fresh home on two cores.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        # No telemetry; sending it also locks the server's database while it starts.
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        # The terminal is for the table; the server keeps the logs of the runs.
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
        # With a proxy set, requests to the server on this machine would go through it and hang at exit.
        "NO_PROXY": "127.0.0.1,localhost",
    }
    os.environ.pop("PREFECT_API_URL", None)  # the demo leaves a user's own server alone
