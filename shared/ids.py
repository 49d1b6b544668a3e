"""Ids: slugs where people write, UUIDs on the wire (contracts: UUIDv5 of `fallbuch:<kind>:<slug>`)."""

import re
from uuid import NAMESPACE_URL, UUID, uuid5

SLUG = re.compile(r"[a-z0-9-]{1,64}")
PROVIDER = re.compile(r"[a-z][a-z0-9]{0,31}")


def wire_id(kind: str, text: str) -> UUID:
    """The UUID of a slug; a text that is a UUID already stays. Raises `ValueError` if it is neither."""
    try:
        return UUID(text)
    except ValueError:
        pass
    if not SLUG.fullmatch(text):
        raise ValueError("an id has 1 to 64 characters of a-z, 0-9 and -")
    return uuid5(NAMESPACE_URL, f"fallbuch:{kind}:{text}")


def source_of(town: str, service: str) -> str:
    """The source of a service's facts; a provider's service is `provider-<id>`."""
    return f"urn:fallbuch:{town}:{service}"


def service_of(source: str) -> str:
    """The last part of a source, `provider-drk`."""
    return source.rsplit(":", 1)[-1]
