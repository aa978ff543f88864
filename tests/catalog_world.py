"""Aliases and credentials to bring to a sandbox, as their own operations leave them."""

from decimal import Decimal
from uuid import UUID

from domain import provisioning
from domain.provisioning import SyncStatus
from persistence.database import transaction
from persistence.models import (
    ModelAlias,
    ModelStatus,
    Organization,
    ProviderCredential,
    Provisioning,
    uuid7,
)
from tests.provisioning_world import VAULT, World

SECRET = "sk-key-of-the-provider-9f3c"


async def new_alias(
    name: str = "fast", credential: ProviderCredential | None = None, **values
) -> ModelAlias:
    wanted = {
        "alias": name,
        "display_name": name,
        "provider": "openai",
        "actual_model": "gpt-4o",
        "provider_credential": credential,
        "input_price": Decimal("2.5"),
        "output_price": Decimal(10),
    }
    async with transaction():
        alias = await ModelAlias.create(**(wanted | values))
        await provisioning.begin_alias(alias.id)
    return alias


async def new_credential(
    organization: Organization | None = None, secret: str = SECRET, **values
) -> ProviderCredential:
    credential_id = uuid7()
    wanted = {
        "id": credential_id,
        "organization": organization,
        "provider": "openai",
        "name": "Ours",
        "sealed_api_key": sealed(credential_id, secret),
        "key_hint": secret[-4:],
        "actor_kind": "system",
        "actor_label": "test",
    }
    async with transaction():
        credential = await ProviderCredential.create(**(wanted | values))
        await provisioning.begin_credential(credential.id)
    return credential


def sealed(credential_id: UUID, secret: str) -> bytes:
    return VAULT.seal(secret, f"provider_credentials:sealed_api_key:{credential_id}")


async def change_alias(row: ModelAlias, **values) -> None:
    async with transaction():
        await ModelAlias.filter(id=row.id).update(**values)
        await provisioning.touch_aliases([row.id])


async def change_credential(credential: ProviderCredential, **values) -> None:
    async with transaction():
        await ProviderCredential.filter(id=credential.id).update(**values)
        await provisioning.touch_credentials([credential.id])


async def delete_alias(alias: ModelAlias) -> None:
    async with transaction():
        await alias.delete()
        await provisioning.touch_aliases([alias.id])


async def delete_credential(credential: ProviderCredential) -> None:
    async with transaction():
        await credential.delete()
        await provisioning.touch_credentials([credential.id])


async def row_of(target: ModelAlias | ProviderCredential) -> Provisioning:
    if isinstance(target, ModelAlias):
        return await Provisioning.get(model_alias_id=target.id)
    return await Provisioning.get(provider_credential_id=target.id)


async def status_of(target: ModelAlias | ProviderCredential) -> SyncStatus:
    return provisioning.status_of(await row_of(target))


def name_of(credential: ProviderCredential) -> str:
    return f"saas-litellm:{credential.id}"


async def agrees(world: World) -> bool:
    """Whether the sandbox has just the models and credentials that the rows ask for, where every
    alias has a credential of its own or none."""
    assert world.state is not None
    aliases = await ModelAlias.exclude(status=ModelStatus.INACTIVE)
    credentials = await ProviderCredential.filter(is_active=True)
    models = {
        (each.id, each.name, each.served.params["model"], each.blocked)
        for each in world.state.deployments.values()
        if each.served
    }
    keys = {(each.name, each.values["api_key"]) for each in world.state.credentials.values()}
    return len(world.state.deployments) == len(models) and (models, keys) == (
        {(str(a.id), a.alias, f"{a.provider}/{a.actual_model}", False) for a in aliases},
        {(name_of(c), _secret(c)) for c in credentials},
    )


def _secret(credential: ProviderCredential) -> str:
    context = f"provider_credentials:sealed_api_key:{credential.id}"
    return VAULT.unseal(bytes(credential.sealed_api_key), context)
