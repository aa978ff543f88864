"""Whose events an endpoint is told of: a team's, an organization's, or all of them."""

from dataclasses import dataclass
from typing import Any

from domain.access import Actor, Permission
from domain.errors import Forbidden, NotFound
from domain.tenancy import find_organization, find_team, lock_organization, lock_team
from persistence.database import rows
from persistence.models import Organization, Team, TenantStatus, WebhookEndpoint

_LOCK_INSTALLATION = "SELECT pg_advisory_xact_lock(hashtextextended('webhook_endpoints', 0))"


@dataclass(frozen=True, slots=True)
class Scope:
    """An organization or a team by natural key; neither for the whole installation."""

    organization_id: str | None = None
    team_id: str | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """The tenant that a scope names; none for the whole installation."""

    organization: Organization | None = None
    team: Team | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "organization_id": self.organization.id if self.organization else None,
            "team_id": self.team.id if self.team else None,
        }

    @property
    def audited(self) -> dict[str, Any]:
        """How the audit log names it."""
        organization = self.team.organization if self.team else self.organization
        return {"organization": organization, "team": self.team}


async def lock(actor: Actor, scope: Scope) -> Owner:
    """The tenant, kept as it is until the transaction ends; whoever adds endpoints waits."""
    owner = Owner()
    if scope.team_id is not None:
        owner = Owner(team=await lock_team(actor, scope.team_id))
    elif scope.organization_id is not None:
        owner = Owner(organization=await lock_organization(actor, scope.organization_id))
    if actor.is_tenant and owner.team is None:
        raise Forbidden(
            Permission.MANAGE_NOTIFICATIONS, "A virtual key manages the webhooks of its own team."
        )
    if owner == Owner():
        await rows(_LOCK_INSTALLATION)
    return owner


async def find(actor: Actor, scope: Scope) -> Owner | None:
    """The tenant; None when the caller sees none of its endpoints. Raises `NotFound`."""
    owner = Owner()
    if scope.team_id is not None:
        owner = Owner(team=await find_team(actor, scope.team_id))
    elif scope.organization_id is not None:
        owner = Owner(organization=await find_organization(actor, scope.organization_id))
    return None if actor.is_tenant and owner.team is None else owner


def owner_of(endpoint: WebhookEndpoint) -> Owner:
    """Of an endpoint that was read with its tenants."""
    return Owner(organization=endpoint.organization, team=endpoint.team)


def visible(actor: Actor, endpoint: WebhookEndpoint) -> bool:
    """Those of a deleted tenant are nobody's."""
    tenant = endpoint.team or endpoint.organization
    if tenant is not None and tenant.status is TenantStatus.DELETED:
        return False
    return not actor.is_tenant or (
        endpoint.team is not None and endpoint.team.team_id == actor.team_id
    )


def no_endpoint() -> NotFound:
    return NotFound("No such webhook endpoint.", field="id")
