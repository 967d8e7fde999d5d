"""All settings, read once from the environment (`NUANXIN_*`)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """A setting is wrong; the message names it, says what is wrong and what to do."""


class Settings(BaseSettings):
    """What the operator may set; every field is described in the README."""

    model_config = SettingsConfigDict(env_prefix="NUANXIN_", frozen=True, extra="ignore", env_ignore_empty=True)

    home: Path = Field(Path(".nuanxin"), description="Folder of the embedded database and of the desk's key.")
    database_url: SecretStr = Field(
        SecretStr(""), description="PostgreSQL or SQLite; empty: SQLite in the home folder."
    )
    redis_url: SecretStr = Field(SecretStr(""), description="Redis, where several processes work together.")
    encryption_keys: SecretStr = Field(
        SecretStr(""),
        description="id:base64 of 32 bytes, comma-separated, the newest first; empty: a key file in the home folder.",
    )
    encryption_keys_file: Path | None = Field(
        None, description="A file with the keys instead, such as a container's secret; a line each, the newest first."
    )
    jurisdiction: str = Field("cn", description="A file of data/jurisdictions, without .yml.")
    services_folder: Path | None = Field(None, description="A folder with further service files.")
    nlu_url: str = Field("", description="Root of a running understanding service; empty: the desk starts its own.")
    understanding_timeout: float = Field(1.5, gt=0, le=30, description="Seconds to wait for understanding.")
    telegram_token: SecretStr = Field(SecretStr(""), description="Bot token; empty: no Telegram.")
    telegram_api_url: str = Field("https://api.telegram.org", description="Root of the Bot API server.")
    telegram_webhook_url: str = Field(
        "", description="Public https address of this desk; empty: the desk polls Telegram instead."
    )
    telegram_webhook_secret: SecretStr = Field(
        SecretStr(""), description="What Telegram shows with each post; empty: made from the token."
    )
    staff_group_id: int = Field(0, description="The staff's Telegram group; 0: staff work in the console only.")
    speech_command: str = Field("", description="Makes words of a voice message: {file} is its path; prints them.")
    speech_model: Path | None = Field(None, description="Folder of a faster-whisper model, instead of a command.")
    rest_token: SecretStr = Field(
        SecretStr(""), description="Bearer token for /webhooks/rest; without one it is open in the demonstration only."
    )
    webhook_url: str = Field("", description="Another program that is told of each step of a request; empty: none.")
    webhook_secret: SecretStr = Field(
        SecretStr(""), validate_default=True, description="Signs what the webhook is told; at least 16 characters."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    workers: int = Field(16, ge=1, le=64, description="Turns worked on at once in one process.")
    log: Literal["text", "json"] = Field("text", description="Shape of the log lines on stderr.")

    @field_validator("nlu_url", "telegram_api_url", "telegram_webhook_url", "webhook_url")
    @classmethod
    def _http(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value

    @field_validator("nlu_url", "telegram_api_url", "telegram_webhook_url")
    @classmethod
    def _root(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _shown(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value.get_secret_value()):
            raise ValueError("may hold letters, digits, _ and - only, at most 256")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _signed(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        if info.data.get("webhook_url") and len(value.get_secret_value()) < 16:
            raise ValueError("must have at least 16 characters where NUANXIN_WEBHOOK_URL is set")
        return value

    @field_validator("database_url")
    @classmethod
    def _engine(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith(("postgresql", "sqlite:///")):
            raise ValueError("must start with postgresql:// or sqlite:///")
        return value

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the desk."""
        return self.host in ("127.0.0.1", "::1", "localhost")

    @property
    def files(self) -> Path:
        """The folder of what people sent, sealed."""
        return self.home / "files"

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.home.absolute() / 'desk.db'}"


def read_settings() -> Settings:
    """The settings of this environment; raises SettingsError in words for the operator."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"NUANXIN_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsError("; ".join(lines)) from None
