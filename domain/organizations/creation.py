"""A new organization and, unless refused, its default team: both or neither."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from domain import audit, idempotency, provisioning, validation
from domain import virtual_keys as keys
from domain.access import Actor, Permission, requires
from domain.errors import AlreadyExists
from domain.ports import Vault
from domain.teams import GroupNames, NewTeam, creation
from persistence.database import UniqueViolation, transaction
from persistence.models import Organization, TenantStatus

OPERATION = "createOrganization"
DEFAULT_SUFFIX = "_default"
_NAME_TAKEN = "organizations_organization_id_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultTeam:
    """The team made along with an organization; credits in micro-credits."""

    name: str | None = None
    groups: GroupNames = field(default_factory=GroupNames)
    initial_credits: int = 0


@dataclass(frozen=True, slots=True)
class Founded:
    """The organization; its default team with key, if it has one; and why LiteLLM did not take
    that team, if it was to be waited for."""

    organization: Organization
    default: creation.Created | None = None
    trouble: str | None = None


@requires(Permission.MANAGE_ORGANIZATIONS)
async def create(
    actor: Actor,
    vault: Vault,
    organization_id: str,
    name: str,
    *,
    metadata: object = None,
    default_team: DefaultTeam | None = None,
    idempotency_key: str | None = None,
    wait_seconds: float = 0,
) -> Founded:
    """Repeats under the same idempotency key return the first reply.

    LiteLLM is given at most `wait_seconds` to follow; what was made stands in any case.
    """
    values = _checked(organization_id, name, metadata, has_team=default_team is not None)
    team = _team(values, default_team) if default_team else None
    with validation.inside("defaultTeam"):
        columns = creation.checked(actor, team) if team else {}
    minted = keys.mint(vault)

    async def effect() -> dict[str, Any]:
        organization = await _make(actor, values)
        made = {"organization": str(organization.id)}
        if team is None:
            return made
        with validation.inside("defaultTeam"):
            return made | await creation.make(actor, organization, team, columns, minted)

    request = values | {"default_team": default_team and asdict(default_team)}
    with _names_taken(organization_id, team):
        async with transaction():
            made = await idempotency.once(actor, OPERATION, idempotency_key, request, effect)
    founded = await _recall(vault, made, minted)
    if wait_seconds and founded.default:
        await provisioning.wait_until_synced(founded.default.team.id, wait_seconds)
    return founded


@contextmanager
def _names_taken(organization_id: str, team: NewTeam | None) -> Iterator[None]:
    """Told as a refusal: somebody took the name after it was looked for."""
    try:
        yield
    except UniqueViolation as taken:
        if team and taken.constraint == creation.NAME_TAKEN:
            raise creation.already_exists(team.team_id, None) from taken
        if taken.constraint == _NAME_TAKEN:
            raise already_exists(organization_id) from taken
        raise


@requires(Permission.MANAGE_ORGANIZATIONS)
async def create_in_step(
    actor: Actor,
    vault: Vault,
    organization_id: str,
    name: str,
    *,
    metadata: object = None,
    default_team: DefaultTeam | None = None,
    idempotency_key: str | None = None,
    wait_seconds: float,
) -> Founded:
    """As `create`, but a default team that LiteLLM has not taken in time is given up again;
    the organization stands, and `trouble` says why it has no team."""
    founded = await create(
        actor,
        vault,
        organization_id,
        name,
        metadata=metadata,
        default_team=default_team,
        idempotency_key=idempotency_key,
    )
    if founded.default is None:
        return founded
    if founded.default.team.status is TenantStatus.DELETED:
        return Founded(founded.organization, trouble="it has been given up or deleted since")
    trouble = await creation.trouble_in_following(founded.default.team, wait_seconds)
    if trouble is None:
        return founded
    await creation.abandon(actor, founded.default.team)
    return Founded(founded.organization, trouble=trouble)


def already_exists(organization_id: str) -> AlreadyExists:
    return AlreadyExists(
        f"Organization with ID '{organization_id}' already exists", field="organizationId"
    )


def _checked(
    organization_id: str, name: str, metadata: object, *, has_team: bool
) -> dict[str, Any]:
    # The name of the default team begins with that of the organization.
    longest = validation.LONGEST_KEY - (len(DEFAULT_SUFFIX) if has_team else 0)
    return validation.all_of(
        {
            "organization_id": lambda: validation.natural_key(
                "organizationId", organization_id, longest=longest
            ),
            "name": lambda: validation.line("name", name, longest=validation.LONGEST_TENANT_NAME),
            "metadata": lambda: validation.metadata("metadata", metadata),
        }
    )


def _team(organization: Mapping[str, Any], wanted: DefaultTeam) -> NewTeam:
    return NewTeam(
        team_id=organization["organization_id"] + DEFAULT_SUFFIX,
        name=wanted.name or organization["name"],
        groups=wanted.groups,
        initial_credits=wanted.initial_credits,
        is_default=True,
    )


async def _make(actor: Actor, values: Mapping[str, Any]) -> Organization:
    organization_id = values["organization_id"]
    if await Organization.exists(organization_id=organization_id, status__not=TenantStatus.DELETED):
        raise already_exists(organization_id)
    organization = await Organization.create(**values)
    await audit.record(
        actor,
        "organization.created",
        "organization",
        organization_id,
        organization=organization,
        after={"name": organization.name, "metadata": organization.metadata},
    )
    return organization


async def _recall(vault: Vault, made: Mapping[str, Any], minted: keys.Minted) -> Founded:
    organization = await Organization.get(id=UUID(made["organization"]))
    default = await creation.recall(vault, made, minted) if "team" in made else None
    return Founded(organization, default)
