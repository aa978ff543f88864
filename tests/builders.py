"""Valid, dull objects: a test says only what matters to it."""

from itertools import count
from typing import Any

from domain import (
    access_groups,
    model_aliases,
    model_groups,
    organizations,
    provider_credentials,
    teams,
)
from domain.access import SYSTEM
from domain.ports import Ports, Vault
from persistence.models import (
    ModelAccessGroup,
    ModelAlias,
    ModelGroup,
    Organization,
    ProviderCredential,
)

_numbers = count(1)


class PlainVault:
    """Seals nothing, but wants the same context again."""

    def seal(self, secret: str, context: str) -> bytes:
        return f"{context}|{secret}".encode()

    def unseal(self, sealed: bytes, context: str) -> str:
        found, _, secret = sealed.decode().partition("|")
        assert found == context
        return secret

    def reseal(self, sealed: bytes, context: str) -> bytes | None:
        self.unseal(sealed, context)
        return None


VAULT: Vault = PlainVault()


async def make_organization(organization_id: str | None = None, **values: Any) -> Organization:
    """Without a default team unless `default_team` is given."""
    name = organization_id or f"org-{next(_numbers)}"
    founded = await organizations.create(SYSTEM, VAULT, name, values.pop("name", name), **values)
    return founded.organization


async def make_team(
    team_id: str | None = None,
    organization: Organization | None = None,
    *,
    groups: tuple[str, ...] = (),
    access_groups: tuple[str, ...] = (),
    **values: Any,
) -> teams.Created:
    """In an organization of its own unless one is given; with its key's secret."""
    owner = organization or await make_organization()
    new = teams.NewTeam(
        team_id=team_id or f"team-{next(_numbers)}",
        groups=teams.GroupNames(model_groups=groups, access_groups=access_groups),
        **values,
    )
    return await teams.create(SYSTEM, VAULT, owner.organization_id, new)


async def make_model_group(
    group_name: str | None = None, *, models: tuple[str, ...] = ("gpt-4o", "gpt-4o-mini")
) -> ModelGroup:
    return await model_groups.create(
        SYSTEM,
        group_name or f"Group{next(_numbers)}",
        models=[model_groups.Step(model) for model in models],
    )


async def make_alias(alias: str | None = None, **values: Any) -> ModelAlias:
    """Of OpenAI's `gpt-4o-mini` unless told otherwise."""
    model = {"provider": "openai", "actual_model": "gpt-4o-mini", **values}
    name = alias or f"alias-{next(_numbers)}"
    return await model_aliases.create(SYSTEM, model_aliases.NewAlias(alias=name, **model))


async def make_credential(
    ports: Ports, organization: Organization | None = None, **values: Any
) -> ProviderCredential:
    """Of OpenAI unless told otherwise; the installation's own without an organization."""
    wanted = {
        "provider": "openai",
        "name": "Key",
        "api_key": f"sk-provider-{next(_numbers):020}",
        "organization_id": organization and organization.organization_id,
        **values,
    }
    return await provider_credentials.create(
        SYSTEM, ports, provider_credentials.NewCredential(**wanted)
    )


async def make_access_group(group_name: str | None = None, *aliases: str) -> ModelAccessGroup:
    """Of aliases that are there."""
    name = group_name or f"access-{next(_numbers)}"
    return await access_groups.create(SYSTEM, name, model_aliases=aliases)
