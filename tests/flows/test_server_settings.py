"""The settings that deploy/server.env gives to Prefect's server are settings that it knows, and mean what they say."""

from datetime import timedelta

import pytest
from prefect.settings import Settings

from tests.support.paths import ROOT

GIVEN = dict(
    line.split("=", 1)
    for line in (ROOT / "deploy" / "server.env").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)


def test_each_setting_of_the_server_is_known_and_means_what_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    given = Settings()
    unknown = GIVEN.keys() - given.to_environment_variables(exclude_unset=True).keys()
    assert unknown == {"DO_NOT_TRACK"}
    server = given.server
    assert server.services.db_vacuum.enabled_vacuum_types == {"events", "flow_runs", "orphans"}
    assert server.services.db_vacuum.retention_period == timedelta(days=30)
    assert server.concurrency.lease_storage.endswith("filesystem")
    assert not server.analytics_enabled
