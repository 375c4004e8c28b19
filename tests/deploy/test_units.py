"""The systemd units: systemd takes them, and each is bounded, restarts and has no right that it does not need."""

import configparser
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.paths import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))

# It ends by itself and is started by hand; the others last.
ONCE = "moawatch-deploy"

# What every unit must be denied.
HARDENING = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "PrivateDevices": "yes",
    "PrivateTmp": "yes",
    "ProtectHome": "yes",
    "ProtectSystem": "strict",
    "RestrictNamespaces": "yes",
    "SystemCallFilter": "@system-service",
    "User": "moawatch",
}


def parsed(unit: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read(unit, encoding="utf-8")
    return found


def test_there_is_a_unit_for_each_part() -> None:
    assert [unit.stem for unit in UNITS] == [ONCE, "moawatch-server", "moawatch-web", "moawatch-worker@"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_each_unit_restarts_is_bounded_and_hardened(unit: Path) -> None:
    service = parsed(unit)["Service"]
    assert {name: service.get(name) for name in HARDENING} == HARDENING
    assert {"MemoryMax", "TasksMax"} <= service.keys()
    assert not {"StandardOutput", "StandardError"} & service.keys(), "what it says goes to the journal"
    if unit.stem == ONCE:
        assert service["Type"] == "oneshot"
    else:
        assert service["Restart"] == "always"
        assert parsed(unit)["Install"]["WantedBy"] == "multi-user.target"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_takes_each_unit(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        assert not os.environ.get("CI"), ".ci/run installs systemd"
        pytest.skip("systemd is not installed")
    # The program and its settings are where the test is, not in /opt and /etc.
    for name in ("prefect", "moawatch"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    tried = tmp_path / unit.name
    tried.write_text(unit.read_text(encoding="utf-8").replace("/opt/moawatch/.venv/bin", str(tmp_path)))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", tried], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
