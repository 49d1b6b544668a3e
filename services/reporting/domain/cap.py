"""R4: the cap of an award, as it is split among providers."""

from shared.events.reporting import GrantAwarded
from shared.money import largest_remainder


def cap_shares(award: GrantAwarded) -> dict[str, int]:
    """The cap in cents by the award's shares. The parts add up to the cap."""
    return largest_remainder(award.cap_cents, award.shares)
