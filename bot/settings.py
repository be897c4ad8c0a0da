"""The environment and ``.env``, read once into one validated, frozen object.

Every key is documented in ``.env.example``. A wrong value is one sentence that names the key.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from emojifier.hub.reference import Reference

Port = Annotated[int, Field(ge=0, le=65_535)]
DiscordId = Annotated[int, Field(gt=0, lt=2**63)]
SlackId = Annotated[str, Field(pattern="^[UW][A-Z0-9]{2,30}$")]


class SettingsError(Exception):
    """Settings that cannot be used; ``str(error)`` names the key and never repeats the value."""


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _numbers(value: object) -> object:
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _list(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _folder_or_hub(value: object) -> object:
    """``owner/name@commit`` is a model on the Hub; a folder so named is written ``./...``."""
    if not isinstance(value, str) or "@" not in value or value.startswith((".", "/", "~")):
        return value
    reference = Reference.parse(value)
    if not reference.pinned:
        raise ValueError
    return reference


def _begins(prefix: str) -> AfterValidator:
    """Slack's tokens say by their beginning what they are for."""

    def check(token: SecretStr) -> SecretStr:
        if not token.get_secret_value().startswith(prefix):
            raise ValueError
        return token

    return AfterValidator(check)


def _only_an_address(url: HttpUrl) -> HttpUrl:
    """A password in it would be shown, and a query be lost."""
    if url.username or url.password or url.query or url.fragment:
        raise ValueError
    return url


def _database(address: SecretStr) -> SecretStr:
    # Here, so that who sets none need not wait for SQLAlchemy.
    from bot.store.address import parse
    from bot.store.errors import WrongAddress

    try:
        parse(address.get_secret_value())
    except WrongAddress:
        raise ValueError from None
    return address


class Settings(BaseModel):
    """All settings of the bot, with their defaults. Field names are the keys in lower case.

    A field's description completes the sentence "it must be ...".
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    discord_token: SecretStr | None = Field(
        None, description="a bot token from Discord's developer portal"
    )
    discord_application_id: DiscordId | None = Field(
        None, description="the application's number, from Discord's developer portal"
    )
    discord_owner_ids: Annotated[tuple[DiscordId, ...], BeforeValidator(_numbers)] = Field(
        (), description="users' numbers, separated by commas"
    )
    discord_message_content: bool = Field(False, description="true or false")
    discord_emoji_version: float = Field(
        16.0, ge=1, le=99, description="a Unicode emoji version such as 16.0"
    )
    shard_count: int | None = Field(
        None, ge=1, le=100_000, description="a whole number from 1 to 100000"
    )
    shard_ids: Annotated[tuple[int, ...], BeforeValidator(_numbers)] = Field(
        (), description="shards' numbers such as 0,1,2, all below SHARD_COUNT"
    )

    slack_bot_token: Annotated[SecretStr, _begins("xoxb-")] | None = Field(
        None, description="a Bot User OAuth Token, which begins with xoxb-"
    )
    slack_app_token: Annotated[SecretStr, _begins("xapp-")] | None = Field(
        None, description="an app-level token, which begins with xapp-"
    )
    slack_signing_secret: Annotated[SecretStr, Field(min_length=16)] | None = Field(
        None, description="the Signing Secret from the app's Basic Information page"
    )
    slack_owner_ids: Annotated[tuple[SlackId, ...], BeforeValidator(_list)] = Field(
        (), description="members' ids such as U012AB3CD, separated by commas"
    )
    slack_emoji_version: float = Field(
        16.0, ge=1, le=99, description="a Unicode emoji version such as 16.0"
    )

    model: Annotated[Path | Reference, BeforeValidator(_folder_or_hub)] | None = Field(
        None,
        description="a model folder, or owner/name@commit on the Hugging Face Hub with the "
        "commit's 40 digits in full, as python -m trainer pull prints them",
    )
    models_dir: Path = Field(Path("models/registry"), description="a folder for model versions")
    hf_token: SecretStr | None = Field(None, description="a token of the Hugging Face Hub")
    device: Annotated[Literal["auto", "cpu", "cuda"], BeforeValidator(_lower)] = Field(
        "auto", description="auto, cpu or cuda"
    )
    max_batch: int = Field(64, ge=1, le=4_096, description="a whole number from 1 to 4096")
    max_queue: int = Field(256, ge=1, le=100_000, description="a whole number from 1 to 100000")
    inference_url: Annotated[HttpUrl, AfterValidator(_only_an_address)] | None = Field(
        None,
        description="an http or https address such as http://127.0.0.1:8080, without a password "
        "or a query",
    )
    cache_size: int = Field(1024, ge=0, le=1_000_000, description="a whole number up to 1000000")

    retrain_enabled: bool = Field(True, description="true or false")
    retrain_sources: Annotated[tuple[str, ...], BeforeValidator(_list)] = Field(
        (), description="folders and data sets of the Hugging Face Hub, separated by commas"
    )
    retrain_auto_activate: bool = Field(False, description="true or false")
    retrain_max_minutes: float = Field(
        15, ge=1, le=10_080, description="a number of minutes from 1 to 10080"
    )

    database_url: Annotated[SecretStr, AfterValidator(_database)] | None = Field(
        None, description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
    )

    playground_host: str | None = Field(None, description="an address to listen on")
    playground_port: Port | None = Field(None, description="a port, 0 to 65535")
    port: Port | None = Field(None, description="a port, 0 to 65535")

    admin_token: Annotated[SecretStr, Field(min_length=16)] | None = Field(
        None, description="a secret of 16 characters or more"
    )

    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = (
        Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(_lower)] = Field(
        "text", description="text or json"
    )

    @field_validator("shard_ids")
    @classmethod
    def _shards_exist(cls, numbers: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
        count = info.data.get("shard_count") or 0
        if len(set(numbers)) != len(numbers) or not all(0 <= n < count for n in numbers):
            raise ValueError
        return numbers

    @property
    def database(self) -> str:
        """The database's address, which may hold a password; a file here, unless said otherwise."""
        if self.database_url is None:
            return "sqlite:///mojibot.db"
        return self.database_url.get_secret_value()

    @property
    def http_host(self) -> str:
        """Where HTTP listens: loopback, unless said otherwise or a host sets ``PORT``."""
        if self.playground_host is not None:
            return self.playground_host
        return "127.0.0.1" if self.port is None else "0.0.0.0"  # noqa: S104 - PORT asks for it

    @property
    def http_port(self) -> int:
        """The port HTTP listens on; 0 takes a free one."""
        if self.playground_port is not None:
            return self.playground_port
        return 8080 if self.port is None else self.port

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that must never be shown or logged."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return tuple(v.get_secret_value() for v in values if isinstance(v, SecretStr))


def load_settings(environ: Mapping[str, str], dotenv: Path | None = None) -> Settings:
    """Settings from ``environ`` over those in the file ``dotenv`` (if there is one).

    A blank value is as good as none. Raises ``SettingsError`` with one sentence for the first wrong
    value; the value itself is not repeated, since it may be a token in the wrong place.
    """
    values = {**_read(dotenv), **environ}
    given = {name: values.get(name.upper(), "").strip() for name in Settings.model_fields}
    try:
        settings = Settings.model_validate({name: value for name, value in given.items() if value})
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        expected = Settings.model_fields[name].description
        raise SettingsError(f"{name.upper()} has a wrong value: it must be {expected}.") from None
    _check_slack(settings)
    return settings


def _check_slack(settings: Settings) -> None:
    """Raises ``SettingsError`` where one of Slack's keys lacks another one."""
    receiving = {
        "SLACK_APP_TOKEN": settings.slack_app_token,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
    }
    given = next((name for name, value in receiving.items() if value is not None), None)
    if settings.slack_bot_token is not None and given is None:
        raise SettingsError(
            "SLACK_BOT_TOKEN needs a second key: set SLACK_APP_TOKEN (Socket Mode, no public "
            "address needed) or SLACK_SIGNING_SECRET (HTTP)."
        )
    if settings.slack_bot_token is None and given is not None:
        raise SettingsError(
            f"{given} is set without SLACK_BOT_TOKEN: copy the Bot User OAuth Token from the app's "
            "page OAuth & Permissions."
        )


def _read(dotenv: Path | None) -> dict[str, str]:
    if dotenv is None or not dotenv.is_file():
        return {}
    try:
        # Interpolation would read the process's own environment, and change tokens with a "$".
        read = dotenv_values(dotenv, interpolate=False)
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"{dotenv} cannot be read as UTF-8 text.") from error
    return {key: value for key, value in read.items() if value is not None}
