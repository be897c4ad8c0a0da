"""The environment and ``.env``, read once into one validated, frozen object.

Every key is documented in ``.env.example``. A wrong value is one sentence that names the key.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict


class SettingsError(Exception):
    """A setting that cannot be used; the message names the key and says what it may be."""


def _empty_is_absent(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


Token = Annotated[SecretStr | None, BeforeValidator(_empty_is_absent)]


class Settings(BaseSettings):
    """All settings of the bot, with their defaults. Field names are the keys in lower case."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    discord_token: Token = Field(None, description="a bot token from Discord's developer portal")
    discord_application_id: Annotated[int | None, BeforeValidator(_empty_is_absent)] = Field(
        None, gt=0, description="the application's number"
    )
    discord_home_guild: Annotated[int | None, BeforeValidator(_empty_is_absent)] = Field(
        None, gt=0, description="a server's number"
    )
    discord_emoji_version: float = Field(
        16.0, ge=1, le=99, description="a Unicode emoji version such as 16.0"
    )

    model: Path | None = Field(None, description="a model folder")
    device: Literal["auto", "cpu", "cuda"] = Field("auto", description="auto, cpu or cuda")
    max_queue: int = Field(256, ge=1, le=100_000, description="a whole number from 1 on")

    playground_host: str | None = Field(None, description="an address to listen on")
    playground_port: int | None = Field(None, ge=0, le=65535, description="a port, 0 to 65535")
    port: int | None = Field(None, ge=0, le=65535, description="a port, 0 to 65535")

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["text", "json"] = Field("text", description="text or json")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what ``load_settings`` passes: the environment is a parameter, not a global."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)

    @property
    def http_host(self) -> str:
        """Where HTTP listens: loopback, unless said otherwise or a host sets ``PORT``."""
        return self.playground_host or ("0.0.0.0" if self.port is not None else "127.0.0.1")  # noqa: S104

    @property
    def http_port(self) -> int:
        """The port HTTP listens on; 0 takes a free one."""
        if self.playground_port is not None:
            return self.playground_port
        return self.port if self.port is not None else 8080


def load_settings(environ: Mapping[str, str], dotenv: Path | None = None) -> Settings:
    """Settings from ``environ`` over those in the file ``dotenv`` (if there is one).

    Raises ``SettingsError`` with one sentence for the first wrong value; the value itself is not
    repeated, since it may be a token in the wrong place.
    """
    values: dict[str, str] = {}
    if dotenv is not None and dotenv.is_file():
        values.update({k: v for k, v in dotenv_values(dotenv).items() if v is not None})
    values.update(environ)
    known = {
        name: values[name.upper()]
        for name in Settings.model_fields
        if values.get(name.upper(), "").strip()
    }
    try:
        return Settings.model_validate(known)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        expected = Settings.model_fields[name].description
        raise SettingsError(f"{name.upper()} has a wrong value: it must be {expected}.") from None
