"""Settings: from the environment or a file, typed, and secrets from the environment alone."""

import traceback
from pathlib import Path

import pytest

from flows.settings import Settings, load
from models.digests.addresses import Mailbox
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


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("MOAWATCH_DATABSE", "x", "unknown setting MOAWATCH_DATABSE; did you mean MOAWATCH_DATABASE?"),
        ("MOAWATCH_COLOUR_OF_PAPER", "x", "unknown setting MOAWATCH_COLOUR_OF_PAPER; remove it from the environment"),
        ("MOAWATCH_TARGETS", '{"desk": "https://hook/s3cret"', "setting targets: not JSON; write MOAWATCH_TARGETS="),
        ("MOAWATCH_TARGETS", '["https://hook/s3cret"]', "setting targets: Input should be a valid dictionary"),
        ("MOAWATCH_TARGETS", '{"desk": ["s3cret"]}', "setting targets.desk: Input should be a valid string"),
        ("MOAWATCH_SMTP_PORT", "smtp", "setting smtp_port: Input should be a valid integer"),
        ("MOAWATCH_SMTP_PORT", "70000", "setting smtp_port: Input should be less than or equal to 65535"),
        ("MOAWATCH_MESSAGES_PER_MINUTE", "nan", "setting messages_per_minute: Input should be a valid integer"),
        ("MOAWATCH_SEND_IN_DOUBT_AGAIN", "perhaps", "setting send_in_doubt_again: Input should be a valid boolean"),
        ("MOAWATCH_SMTP_HOST", "smtp://mail.example.org:25", "setting smtp_host: not a host name"),
        ("MOAWATCH_SMTP_HOST", "mail..example.org", "setting smtp_host: not a host name"),
        ("MOAWATCH_CONTACT", "die Redaktion – Köln", "setting contact: only plain ASCII fits the user agent"),
        ("MOAWATCH_USER_AGENT", "mine\r\nX-Other: 1", "setting user_agent: only plain ASCII fits"),
        ("MOAWATCH_MAIL_FROM", "digest", "setting mail_from: address 'digest': an email address must have an @-sign"),
        ("MOAWATCH_MAIL_FROM", "rédaction@paper.example", "setting mail_from: address 'rédaction@paper.example': "),
        ("MOAWATCH_MAIL_FROM", "a@paper.example, b@paper.example", "give one address at a time"),
        ("MOAWATCH_MAIL_FROM", "The\tDesk <a@paper.example>", "the name contains a line break"),
        ("MOAWATCH_MAIL_FROM", "a@[127.0.0.1]", "contains invalid characters"),
        ("MOAWATCH_MAIL_FROM", "", "an email address must have an @-sign"),
    ],
)
def test_what_cannot_be_meant_is_one_line_that_names_the_setting_and_not_its_value(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refusal:
        load()
    assert line in str(refusal.value)
    assert str(refusal.value).isprintable()
    assert name in str(refusal.value), "it says what to correct"
    assert "s3cret" not in "".join(traceback.format_exception(refusal.value))


@pytest.mark.parametrize("name", ["MOAWATCH_HOME", "moawatch_outbox"])
def test_what_others_read_and_what_is_in_small_letters_is_no_unknown_setting(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "somewhere")
    load()


def test_an_unknown_name_in_the_file_gets_the_nearest_one(file: Path) -> None:
    file.write_text('smtp_hots = "mail.example.org"\n')
    with pytest.raises(SettingsError, match=r"setting smtp_hots: unknown; did you mean smtp_host\?"):
        load()


def test_a_file_in_another_encoding_and_a_folder_are_stated_failures(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_bytes('contact = "Köln"\n'.encode("cp1252"))
    with pytest.raises(SettingsError, match="settings file: not TOML"):
        load()
    monkeypatch.setenv("MOAWATCH_SETTINGS", str(tmp_path))
    with pytest.raises(SettingsError, match="is a folder; correct MOAWATCH_SETTINGS"):
        load()


@pytest.mark.parametrize(
    ("mail_from", "name", "address"),
    [
        ("digest@paper.example", "", "digest@paper.example"),
        ("moawatch@localhost", "", "moawatch@localhost"),
        ("The Desk <digest@Paper.example>", "The Desk", "digest@paper.example"),
        ('"Desk, The \\"287\\"" <digest@paper.example>', 'Desk, The "287"', "digest@paper.example"),
        (
            "Redaktion Köln <digest@zeitung-köln.example>",
            "Redaktion Köln",
            "digest@xn--zeitung-kln-zfb.example",
        ),
        ("<digest@paper.example>", "", "digest@paper.example"),
        ("digest@straße.example", "", "digest@xn--strae-oqa.example"),
    ],
)
def test_the_sender_is_a_name_and_an_address_in_ascii(mail_from: str, name: str, address: str) -> None:
    assert Settings(mail_from=mail_from).sender == Mailbox(name, address)
