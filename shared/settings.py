"""What a service is told by its environment (`FALLBUCH_…`). A setting that is missing or wrong stops the start."""

import base64
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.clock import Clock, StoryClock, SystemClock
from shared.errors import Misconfigured
from shared.ids import source_of

KEY_BYTES = 32


class Settings(BaseSettings):
    """Settings of one service process. Secrets are files, never values."""

    model_config = SettingsConfigDict(env_prefix="FALLBUCH_", frozen=True, hide_input_in_errors=True)

    service: Literal["intake", "allocation", "reporting", "audit", "provider"]
    provider: str = Field("", description="id of the provider, for its own service alone")
    process: str = Field("1", pattern=r"^[a-z0-9-]{1,20}$", description="which of several processes of one service")
    town: str = "weinheim"
    providers: str = Field("caritas,diakonie,drk,town", description="ids of all providers, with commas")
    database_url_file: Path = Field(description="file with the PostgreSQL address of the running role")
    kafka: str = Field(description="host:port of brokers, with commas")
    host: str = "127.0.0.1"
    port: int = Field(ge=1, le=65535)
    clock: Literal["system", "story"] = "system"
    clock_file: Path | None = None
    mode: Literal["production", "demo"] = "production"
    issuer: str = Field(description="issuer of the tokens that are accepted")
    audience: str = "fallbuch"
    jwks: str = Field(description="file or https address of the issuer's public keys")
    master_key_file: Path = Field(description="file with 32 random bytes, base64url: wraps the vault's keys")
    idempotency_key_file: Path = Field(description="file with 32 random bytes, base64url: hashes repeated bodies")
    intake_url: str = Field("", description="where a provider fetches names")
    faults: Path | None = Field(None, description="folder in which a test arms faults; refused in production")
    service_token_file: Path | None = Field(None, description="token with which a provider fetches names")

    @model_validator(mode="after")
    def agree(self) -> "Settings":
        if (self.service == "provider") != bool(self.provider):
            raise ValueError("FALLBUCH_PROVIDER belongs to a provider's service, and to no other")
        if self.clock == "story" and (self.mode == "production" or self.clock_file is None):
            raise ValueError("the story clock needs FALLBUCH_CLOCK_FILE and is refused in production")
        if self.mode == "production" and self.faults is not None:
            raise ValueError("FALLBUCH_FAULTS is for tests and is refused in production")
        if self.mode == "production" and not self.jwks.startswith("https://"):
            raise ValueError("in production FALLBUCH_JWKS is the https address of a configured issuer")
        return self

    @property
    def name(self) -> str:
        """`intake`, or `provider-drk`."""
        return f"provider-{self.provider}" if self.provider else self.service

    @property
    def source(self) -> str:
        return source_of(self.town, self.name)

    @property
    def provider_ids(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.providers.split(",") if part.strip())

    @property
    def brokers(self) -> list[str]:
        return self.kafka.split(",")

    def time(self) -> Clock:
        """The clock of the domain."""
        return StoryClock(self.clock_file) if self.clock == "story" and self.clock_file else SystemClock()

    def database_url(self) -> str:
        return read_secret(self.database_url_file)


def load() -> Settings:
    """Read the environment. Raises `Misconfigured` with the names of the settings at fault."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [
            (f"FALLBUCH_{fault['loc'][0]}: ".upper() if fault["loc"] else "") + fault["msg"]
            for fault in error.errors(include_input=False, include_url=False)
        ]
        raise Misconfigured("; ".join(faults)) from None


def read_secret(path: Path) -> str:
    """The text of a secret file. Raises `Misconfigured` if it is missing, empty or readable by everyone."""
    try:
        text = path.read_text().strip()
        mode = path.stat().st_mode
    except (OSError, UnicodeDecodeError):
        raise Misconfigured(f"the secret file {path.name} cannot be read") from None
    if not text:
        raise Misconfigured(f"the secret file {path.name} is empty")
    if mode & 0o004:
        raise Misconfigured(f"the secret file {path.name} is readable by everyone")
    return text


def read_key(path: Path) -> bytes:
    """A key of 32 bytes from a secret file in base64url. Raises `Misconfigured`."""
    text = read_secret(path)
    try:
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise Misconfigured(f"the secret file {path.name} is not base64url") from None
    if len(key) != KEY_BYTES or len(set(key)) < 8:
        raise Misconfigured(f"the secret file {path.name} does not hold {KEY_BYTES} random bytes")
    return key
