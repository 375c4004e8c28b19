"""Every setting, typed, from the environment (`MOAWATCH_...`) or a TOML file.

The file is the one named by `MOAWATCH_SETTINGS`, else `moawatch.toml` in the working folder; the environment overrides
it. Secrets (SMTP password, webhook tokens) come only from the environment and are never written anywhere.
"""

import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from data import DATA
from flows import __version__
from models.errors import SettingsError


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MOAWATCH_", extra="forbid", frozen=True)

    database: str = Field("sqlite:///moawatch.db", description="SQLAlchemy URL of the record")
    archive: str = Field("archive", description="folder (or fsspec URL) of the documents, by sha256")
    outbox: Path = Field(Path("outbox"), description="folder for digests where no SMTP server is set")
    sources: Path = Field(DATA / "sources.toml", description="the source registry")
    contact: str = Field(
        "https://github.com/moawatch/moawatch", description="page or address for publishers, in the user agent"
    )
    user_agent: str = Field("", description="overrides the whole user agent")
    smtp_host: str = Field("", description="mail relay; empty: messages go to the outbox folder")
    smtp_port: int = Field(587, ge=1, le=65535, description="its port; 465 is usual with tls")
    smtp_security: str = Field("starttls", pattern="^(starttls|tls|none)$", description="starttls, tls or none")
    smtp_user: str = Field("", description="login at the relay; empty: none")
    smtp_password: SecretStr = Field(SecretStr(""), description="secret")
    mail_from: str = Field("moawatch@localhost", description="sender of digests")
    messages_per_minute: int = Field(300, ge=1, description="limit for the mail relay")
    targets: dict[str, SecretStr] = Field(
        default_factory=dict, description='addresses of webhooks and chats by name, as JSON: {"desk": "https://..."}'
    )
    send_in_doubt_again: bool = Field(
        False, description="resend digests that may have arrived before a crash, instead of reporting them"
    )

    @property
    def agent(self) -> str:
        """The user agent, in a form that the publisher's firewall accepts (a bare client gets 403)."""
        return self.user_agent or f"Mozilla/5.0 (compatible; moawatch/{__version__}; +{self.contact})"

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
        return init_settings, env_settings, _WithoutSecrets(settings_cls, toml_file=path)


class _WithoutSecrets(TomlConfigSettingsSource):
    """The settings file. It refuses secrets: many people can read it, and it ends up in backups."""

    def __call__(self) -> dict[str, Any]:
        found = super().__call__()
        for name in SECRETS & found.keys():
            raise SettingsError(f"setting {name}: a secret may not be in the file; set MOAWATCH_{name.upper()} instead")
        return found


SECRETS = frozenset({"smtp_password", "targets"})


def load(**overrides: object) -> Settings:
    """The settings. Raises SettingsError naming the first invalid one."""
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"settings file: not TOML ({error}); correct it") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise SettingsError(f"setting {name}: {first['msg']}; see the README's table of settings") from error
