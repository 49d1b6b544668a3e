"""Who acts: a role, the provider it belongs to, and the person, `caseworker@drk:maria`."""

from dataclasses import dataclass

from shared.ids import wire_id


@dataclass(frozen=True, slots=True)
class Actor:
    """One person of one role. Who is not named is the one of that role and provider."""

    role: str
    provider: str | None = None
    staff: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Actor":
        """From `role[@provider][:staff_ref]`; the form was checked before."""
        role_and_provider, _, staff = text.partition(":")
        role, _, provider = role_and_provider.partition("@")
        return cls(role, provider or None, staff or None)

    @property
    def staff_ref(self) -> str:
        """The UUID that facts name as who decided them."""
        everyone = f"{self.role}-{self.provider}" if self.provider else self.role
        return str(wire_id("staff", self.staff or everyone.replace("_", "-")))


AUDITOR = Actor("auditor")
OPERATOR = Actor("operator")
