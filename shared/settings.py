"""What a service is told by its environment (`FALLBUCH_…`). A setting that is missing or wrong stops the start."""

from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.brokers import Brokers
from shared.clock import Clock, StoryClock, SystemClock
from shared.errors import Misconfigured
from shared.ids import source_of
from shared.secret import read_secret

BROKER = r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}"
PASSWORD_LENGTH = 16
"""In production a password that is shorter was made by a person, or copied from an example."""


class Settings(BaseSettings):
    """Settings of one service process. Secrets are files, never values."""

    model_config = SettingsConfigDict(env_prefix="FALLBUCH_", frozen=True, hide_input_in_errors=True)

    service: Literal["intake", "allocation", "reporting", "audit", "provider"]
    provider: str = Field("", description="id of the provider, for its own service alone")
    process: str = Field("1", pattern=r"^[a-z0-9-]{1,20}$", description="which of several processes of one service")
    town: str = "weinheim"
    providers: str = Field("caritas,diakonie,drk,town", description="ids of all providers, with commas")
    database_url_file: Path = Field(description="file with the PostgreSQL address of the running role")
    kafka: str = Field(pattern=rf"^{BROKER}(,{BROKER})*$", description="host:port of brokers, with commas")
    kafka_password_file: Path | None = Field(
        None, description="file with the password of this service's principal, which has the service's name"
    )
    kafka_ca_file: Path | None = Field(None, description="certificate of who signs the brokers'; with it, in cipher")
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
        if self.mode == "production" and not self.kafka_ca_file and not self.kafka_is_here:
            raise ValueError("in production FALLBUCH_KAFKA is on this machine, or FALLBUCH_KAFKA_CA_FILE is set")
        if self.mode == "production" and not self.kafka_is_here and not self.kafka_password_file:
            raise ValueError("in production a Kafka elsewhere needs FALLBUCH_KAFKA_PASSWORD_FILE")
        if self.kafka_ca_file and not self.kafka_password_file:
            raise ValueError("FALLBUCH_KAFKA_CA_FILE needs FALLBUCH_KAFKA_PASSWORD_FILE: nobody is asked in cipher")
        if self.mode == "production" and not is_safe(self.intake_url):
            raise ValueError("in production FALLBUCH_INTAKE_URL is an https address, or on this machine")
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
    def kafka_is_here(self) -> bool:
        return all(is_here(broker.rpartition(":")[0]) for broker in self.kafka.split(","))

    def brokers(self) -> Brokers:
        """Raises `Misconfigured` if a secret is none."""
        if self.kafka_password_file is None:
            return Brokers(self.kafka)
        password = read_secret(self.kafka_password_file)
        if len(password) < PASSWORD_LENGTH:
            raise Misconfigured(f"the password in {self.kafka_password_file.name} has not {PASSWORD_LENGTH} characters")
        if self.kafka_ca_file is not None and not self.kafka_ca_file.is_file():
            raise Misconfigured(f"there is no certificate {self.kafka_ca_file.name}")
        return Brokers(self.kafka, self.name, password, self.kafka_ca_file)

    def time(self) -> Clock:
        """The clock of the domain."""
        return StoryClock(self.clock_file) if self.clock == "story" and self.clock_file else SystemClock()

    def database_url(self) -> str:
        """Raises `Misconfigured` if it is none, and in production if it is weak or goes over the net in the clear."""
        url = read_secret(self.database_url_file)
        parts = split(url)
        if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
            raise Misconfigured(
                "FALLBUCH_DATABASE_URL_FILE holds no address like postgresql://role:…@host:port/database"
            )
        if self.mode == "production":
            if parts.password is not None and len(parts.password) < PASSWORD_LENGTH:
                raise Misconfigured(f"in production the database's password has at least {PASSWORD_LENGTH} characters")
            if not is_here(parts.hostname or "") and "sslmode=verify-full" not in parts.query.split("&"):
                raise Misconfigured("in production the database is on this machine, or asked with sslmode=verify-full")
        return url


def split(url: str) -> SplitResult:
    """The parts of an address; what is none has no parts."""
    try:
        parts = urlsplit(url)
        return parts if parts.port is None or parts.port else urlsplit("")
    except ValueError:
        return urlsplit("")


def is_here(host: str) -> bool:
    """Whether a host is this machine: what is said to it passes no net."""
    try:
        return host in ("", "localhost") or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_safe(url: str) -> bool:
    """Whether what is asked there cannot be read on the way; no address is safe too."""
    parts = split(url)
    return parts.scheme == "https" or not url or is_here(parts.hostname or "?")


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
