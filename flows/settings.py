"""Every setting, typed, from the environment (`MOAWATCH_...`) or a TOML file.

The file is the one named by `MOAWATCH_SETTINGS`, else `moawatch.toml` in the working folder; the environment overrides
it. Secrets (SMTP password, webhook tokens) come only from the environment and are never written anywhere.
"""

import os
import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import (
    SettingsError as UnreadableSettingError,
)

from data import DATA
from flows import __version__
from models.digests.addresses import AddressError, Mailbox, mailbox
from models.errors import SettingsError
from models.links import LinkMaker

PREFIX = "MOAWATCH_"

# Named like settings, but read by others: the settings file's place, and the folder that the deployments run in.
_NOT_SETTINGS = ("MOAWATCH_SETTINGS", "MOAWATCH_HOME")

# A host name or address; a port or a scheme in it would fail at each send with a resolver's words.
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*")

# No user, query or fragment: links are made by adding to it.
_SITE = re.compile(
    r"(https://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|http://(127\.0\.0\.1|localhost|\[::1\]))(:\d{1,5})?"
    r"(/[A-Za-z0-9._~-]+)*"
)

# What signs links must not be guessed from a link, offline and at leisure.
MIN_SECRET = 32


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    database: str = Field("sqlite:///moawatch.db", description="SQLAlchemy URL of the record")
    archive: str = Field("archive", description="folder, or s3://BUCKET/PREFIX, of the documents, by sha256")
    outbox: Path = Field(Path("outbox"), description="folder for digests where no SMTP server is set")
    sources: Path = Field(DATA / "sources.toml", description="the source registry")
    web_archive: str = Field("https://web.archive.org", description="address of the web archive of backfills")
    web_archive_pause: float = Field(4.0, ge=0, description="seconds between two requests there; it refuses haste")
    contact: str = Field(
        "https://github.com/moawatch/moawatch", description="page or address for publishers, in the user agent"
    )
    user_agent: str = Field("", description="overrides the whole user agent")
    smtp_host: str = Field("", description="mail relay; empty: messages go to the outbox folder")
    smtp_port: int = Field(587, ge=1, le=65535, description="its port; 465 is usual with tls")
    smtp_security: str = Field("starttls", pattern="^(starttls|tls|none)$", description="starttls, tls or none")
    smtp_user: str = Field("", description="login at the relay; empty: none")
    smtp_password: SecretStr = Field(SecretStr(""), description="secret")
    mail_from: str = Field("moawatch@localhost", description="sender of digests, an address with or without a name")
    messages_per_minute: int = Field(300, ge=1, description="limit for the mail relay")
    targets: dict[str, SecretStr] = Field(
        default_factory=dict, description='addresses of webhooks and chats by name, as JSON: {"desk": "https://..."}'
    )
    send_in_doubt_again: bool = Field(
        False, description="resend digests that may have arrived before a crash, instead of reporting them"
    )
    web_url: str = Field("", description="address at which people reach `moawatch web`; empty: mails have no links")
    link_secret: SecretStr = Field(SecretStr(""), description="secret that signs those links, 32 characters or more")

    notify: str = Field("", description="Prefect notification block, as TYPE/NAME, that `moawatch deploy` sets up")

    imap_host: str = Field("", description="IMAP server of the mailbox that gets replies and bounces; always over TLS")
    imap_port: int = Field(993, ge=1, le=65535, description="its port")
    imap_user: str = Field("", description="login there")
    imap_password: SecretStr = Field(SecretStr(""), description="secret")
    imap_mailbox: str = Field("INBOX", pattern=r"^[ -~]+$", description="the mailbox's name there")

    @property
    def agent(self) -> str:
        """The user agent, in a form that the publisher's firewall accepts (a bare client gets 403)."""
        return self.user_agent or f"Mozilla/5.0 (compatible; moawatch/{__version__}; +{self.contact})"

    @property
    def sender(self) -> Mailbox:
        """Who digests are from."""
        return mailbox(self.mail_from)

    @property
    def links(self) -> LinkMaker | None:
        """None where no web part is set up: mails then have no links, and replies are the way to leave."""
        secret = self.link_secret.get_secret_value()
        return LinkMaker(self.web_url, secret) if self.web_url and secret else None

    @field_validator("mail_from")
    @classmethod
    def _is_a_sender(cls, text: str) -> str:
        if text == cls.model_fields["mail_from"].default:
            return text  # what checks it takes longer to load than most commands, which send nothing
        try:
            mailbox(text)
        except AddressError as error:
            raise ValueError(str(error)) from error
        return text

    @field_validator("smtp_host", "imap_host")
    @classmethod
    def _is_a_host(cls, text: str) -> str:
        if text and (not _HOST.fullmatch(text) or ".." in text):
            raise ValueError("not a host name; write it without scheme or port, as in mail.example.org")
        return text

    @field_validator("web_url", "web_archive")
    @classmethod
    def _is_a_site(cls, text: str) -> str:
        """https, so that nobody on the way reads the links; http on this machine alone."""
        address = text.rstrip("/")
        if address and not _SITE.fullmatch(address):
            raise ValueError("write it as https://digests.example.org (http:// only for 127.0.0.1 and localhost)")
        return address

    @field_validator("link_secret")
    @classmethod
    def _cannot_be_guessed(cls, secret: SecretStr) -> SecretStr:
        if 0 < len(secret.get_secret_value()) < MIN_SECRET:
            raise ValueError(f"shorter than {MIN_SECRET} characters; `openssl rand -hex 32` makes a good one")
        return secret

    @field_validator("contact", "user_agent")
    @classmethod
    def _fits_a_header(cls, text: str) -> str:
        if not (text.isascii() and text.isprintable()):
            raise ValueError("only plain ASCII fits the user agent")
        return text

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        path = Path(os.environ.get("MOAWATCH_SETTINGS", "moawatch.toml"))
        if "MOAWATCH_SETTINGS" in os.environ and not path.exists():
            raise SettingsError(f"settings file {path}: does not exist; correct MOAWATCH_SETTINGS")
        if path.is_dir():
            raise SettingsError(f"settings file {path}: is a folder; correct MOAWATCH_SETTINGS")
        return init_settings, env_settings, _WithoutSecrets(settings_cls, toml_file=path)


class _WithoutSecrets(TomlConfigSettingsSource):
    """The settings file. It refuses secrets: many people can read it, and it ends up in backups."""

    def __call__(self) -> dict[str, Any]:
        found = super().__call__()
        for name in SECRETS & found.keys():
            raise SettingsError(f"setting {name}: a secret may not be in the file; set {PREFIX}{name.upper()} instead")
        for name in found.keys() - Settings.model_fields.keys():
            advice = _nearest(name) or "remove it from the settings file"
            raise SettingsError(f"setting {name}: unknown; {advice}")
        return found


SECRETS = frozenset({"smtp_password", "imap_password", "targets", "link_secret"})


def load(**overrides: object) -> Settings:
    """The settings. Raises SettingsError naming the first invalid one, never with its value."""
    _refuse_unknown_names()
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"settings file: not TOML ({error}); correct it") from error
    except OSError as error:
        raise SettingsError(
            f"settings file: {error.strerror}; correct its permissions, or MOAWATCH_SETTINGS"
        ) from error
    # Neither is chained: their words repeat what stands in the setting, which may be a secret.
    except UnreadableSettingError as error:
        name = next((name for name in Settings.model_fields if f'"{name}"' in str(error)), "")
        raise SettingsError(f"setting {name}: not JSON; write {PREFIX}{name.upper()}='{_EXAMPLE}'") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name, reason = ".".join(map(str, first["loc"])), first["msg"].removeprefix("Value error, ")
        setting = f"{PREFIX}{str(first['loc'][0]).upper()}"
        raise SettingsError(f"setting {name}: {reason}; correct {setting} (README, Settings)") from None


_EXAMPLE = '{"desk": "https://..."}'


def _refuse_unknown_names() -> None:
    """A mistyped name would leave the default in force, and nobody would notice."""
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in _NOT_SETTINGS:
            setting = name[len(PREFIX) :].lower()
            if setting not in Settings.model_fields:
                advice = _nearest(setting, PREFIX) or "remove it from the environment (README, Settings)"
                raise SettingsError(f"unknown setting {name}; {advice}")


def _nearest(name: str, prefix: str = "") -> str:
    """'did you mean ...?' where the name of a setting is close."""
    from difflib import get_close_matches  # only a mistake needs it

    close = get_close_matches(name, list(Settings.model_fields), n=1)
    if not close:
        return ""
    return f"did you mean {prefix}{close[0].upper() if prefix else close[0]}?"
