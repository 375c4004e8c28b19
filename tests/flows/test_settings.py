"""Settings: from the environment or a file, typed, and secrets from the environment alone."""

from pathlib import Path

import pytest

from flows.settings import Settings, load
from models.errors import SettingsError


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "moawatch.toml"
    file.touch()
    monkeypatch.setenv("MOAWATCH_SETTINGS", str(file))
    return file


def test_the_environment_wins_over_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('outbox = "from-the-file"\ncontact = "desk@paper.example"\n')
    monkeypatch.setenv("MOAWATCH_OUTBOX", "from-the-environment")
    settings = load()
    assert (str(settings.outbox), settings.contact) == ("from-the-environment", "desk@paper.example")


def test_an_argument_wins_over_both(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOAWATCH_DATABASE", "sqlite:///environment.db")
    assert load(database="sqlite:///argument.db").database == "sqlite:///argument.db"
    assert load(database=None).database == "sqlite:///environment.db"


def test_the_user_agent_says_who_we_are_in_the_form_that_passes(file: Path) -> None:
    assert load(contact="desk@paper.example").agent.startswith("Mozilla/5.0 (compatible; moawatch/")
    assert load(contact="desk@paper.example").agent.endswith("; +desk@paper.example)")
    assert load(user_agent="mine").agent == "mine"


def test_a_secret_in_the_file_is_refused_without_being_shown(file: Path) -> None:
    file.write_text('smtp_password = "hunter2"\n')
    with pytest.raises(SettingsError, match="MOAWATCH_SMTP_PASSWORD") as refusal:
        load()
    assert "hunter2" not in str(refusal.value)


def test_a_secret_is_not_shown_with_the_settings(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOAWATCH_SMTP_PASSWORD", "hunter2")
    assert "hunter2" not in repr(load())
    assert load().smtp_password.get_secret_value() == "hunter2"


@pytest.mark.parametrize(
    ("content", "named"),
    [("smtp_port = 0\n", "smtp_port"), ("colour = 'red'\n", "colour"), ("smtp_security = 'maybe'\n", "smtp_security")],
)
def test_what_cannot_be_meant_is_named(file: Path, content: str, named: str) -> None:
    file.write_text(content)
    with pytest.raises(SettingsError, match=f"setting {named}: "):
        load()


def test_a_file_that_is_no_toml_is_a_stated_failure(file: Path) -> None:
    file.write_text("[[[")
    with pytest.raises(SettingsError, match="TOML"):
        load()


def test_a_file_that_is_named_and_not_there_is_a_stated_failure(file: Path) -> None:
    file.unlink()
    with pytest.raises(SettingsError, match="does not exist; correct MOAWATCH_SETTINGS"):
        load()


def test_no_file_is_needed_where_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MOAWATCH_SETTINGS")
    assert load().database == "sqlite:///moawatch.db"


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
