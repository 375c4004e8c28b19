"""The image and the compose file: each service checks its health, is bounded, rotates its log and holds no secret."""

import re
from typing import Any

import pytest
import yaml

from tests.support.paths import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
IMAGE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")

# Ends by itself; the others run until they are stopped.
ONCE = "deploy"

# Anything that a person would have to keep to themselves.
_SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|AUTH_STRING|TARGETS")


def test_the_services_are_those_of_an_installation() -> None:
    assert SERVICES.keys() == {"postgres", "server", "deploy", "worker-1", "worker-2", "web", "datasette"}
    assert {name for name, service in SERVICES.items() if "profiles" in service} == {"web", "datasette"}


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_bounded_and_rotates_its_log(name: str) -> None:
    service = SERVICES[name]
    assert {"mem_limit", "pids_limit", "cpus"} <= service.keys()
    assert service["logging"] == {"driver": "json-file", "options": {"max-size": "10m", "max-file": "5"}}
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["restart"] == ("no" if name == ONCE else "unless-stopped")


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {ONCE}))
def test_each_service_that_lasts_checks_its_health(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "start_period", "retries"} <= check.keys()


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_needs_is_healthy_or_done_before_it(name: str) -> None:
    for needed, how in SERVICES[name].get("depends_on", {}).items():
        assert how["condition"] == ("service_completed_successfully" if needed == ONCE else "service_healthy")


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_stands_in_the_file(name: str) -> None:
    """Each comes from deploy/.env, which no commit takes and no image copies."""
    for setting, value in SERVICES[name].get("environment", {}).items():
        assert not _SECRET.search(setting) or re.fullmatch(r"\$\{\w+:[?-].*\}", value), setting
    for line in (ROOT / ".gitignore", ROOT / ".dockerignore"):
        assert "deploy/.env" in line.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name, service in SERVICES.items() if service.get("image") == "moawatch"])
def test_each_service_of_ours_writes_into_its_volume_alone(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_image_is_built_in_one_stage_and_run_by_nobody_special_in_another() -> None:
    stages = re.findall(r"^FROM (\S+)", IMAGE, re.MULTILINE)
    assert len(stages) == 2
    last = IMAGE[IMAGE.rindex("FROM ") :]
    assert re.search(r"^USER moawatch$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert not _SECRET.search(IMAGE)


def test_the_image_has_what_runs_and_its_locked_versions() -> None:
    assert "--constraints requirements.lock" in IMAGE
    copied = {word for line in re.findall(r"^COPY (?!--)(.+) \S+$", IMAGE, re.MULTILINE) for word in line.split()}
    assert copied == {
        "requirements.lock",
        "pyproject.toml",
        "README.md",
        "flows",
        "models",
        "templates",
        "data",
        "deploy",
    }
    kept = set(re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
    assert kept == copied
