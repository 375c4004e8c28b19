"""The settings of a flow, with the secrets that an installation keeps in Prefect."""

from collections.abc import Mapping

from prefect.blocks.system import Secret

from flows.settings import Settings, load

# The blocks with the secrets, asked for where they are needed and the environment has none.
SMTP_SECRET = "moawatch-smtp-password"  # noqa: S105 (the name of the block, not its content)
LINK_SECRET = "moawatch-link-secret"  # noqa: S105


def settings_of_run(overrides: Mapping[str, str]) -> Settings:
    """The settings, with the secrets from Prefect's Secret blocks where the environment has none."""
    settings = load(**overrides)
    wanted = {
        "smtp_password": SMTP_SECRET if settings.smtp_user and not settings.smtp_password.get_secret_value() else "",
        "link_secret": LINK_SECRET if settings.web_url and not settings.link_secret.get_secret_value() else "",
    }
    found = {name: _secret(block) for name, block in wanted.items() if block}
    return load(**overrides, **found) if any(found.values()) else settings


def _secret(name: str) -> str | None:
    try:
        block = Secret.load(name)
    except ValueError:  # no block has that name
        return None
    assert isinstance(block, Secret), "outside of a coroutine it is the block itself"
    return str(block.get())
