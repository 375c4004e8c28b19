"""A temporary Prefect server of our own, for the demo and the tests: its settings must stand before Prefect loads."""

import os
from pathlib import Path


def prepare(home: Path) -> None:
    """Settings for a server that lives as long as this process and keeps its database below `home`."""
    os.environ.update(
        {
            "PREFECT_HOME": str(home),
            # The default of 20 s failed 6 of 11 starts in a fresh home on two cores.
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
            "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
            # No telemetry; sending it also locks the server's database while it starts.
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            # The terminal is for the tables; the runs' own logs are in the server.
            "PREFECT_LOGGING_LEVEL": "ERROR",
            "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
            # Where a proxy is set, requests to the server on this machine would go through it, and hang at the exit.
            "NO_PROXY": "127.0.0.1,localhost",
        }
    )
    os.environ.pop("PREFECT_API_URL", None)  # a server of the user's is left out of a demo
