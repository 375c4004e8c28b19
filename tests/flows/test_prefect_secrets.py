"""Secrets that an installation keeps in Prefect: asked for where they are needed and the environment has none."""

import pytest
from prefect.blocks.system import Secret

from flows.story import secrets
from tests.support.web_site import SECRET


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the blocks that were asked for; only the link secret's is there."""
    names: list[str] = []

    def load(name: str) -> Secret[str]:
        names.append(name)
        if name != secrets.LINK_SECRET:
            raise ValueError(f"no block {name}")
        return Secret[str](value=SECRET)

    monkeypatch.setattr(Secret, "load", load)
    return names


def test_nothing_is_asked_for_that_is_not_needed(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert secrets.settings_of_run({}).links is None
    monkeypatch.setenv("MOAWATCH_WEB_URL", "https://digests.example.org")
    monkeypatch.setenv("MOAWATCH_LINK_SECRET", SECRET)
    assert secrets.settings_of_run({}).links is not None
    assert asked == []


def test_the_link_secret_comes_from_its_block(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOAWATCH_WEB_URL", "https://digests.example.org")
    monkeypatch.setenv("MOAWATCH_SMTP_USER", "moawatch")
    settings = secrets.settings_of_run({})
    assert settings.links is not None
    assert settings.links.secret == SECRET
    assert settings.smtp_password.get_secret_value() == ""
    assert asked == [secrets.SMTP_SECRET, secrets.LINK_SECRET]
