"""Storing, changing and ending credentials. What LiteLLM shall know of it follows."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from domain import audit, provisioning, tenancy, validation
from domain.access import Actor, Permission, requires
from domain.errors import AlreadyExists, InUse
from domain.ports import Ports
from domain.provider_credentials import checks
from domain.provider_credentials.reading import no_credential
from persistence.database import rows, transaction
from persistence.models import ModelAlias, Organization, ProviderCredential, uuid7

_HINT: Final = 4
# Of a shorter key the last characters would tell too much.
_SHORTEST_HINTED: Final = 16
_MOST_NAMED: Final = 5

_KEEP: Final = "SELECT 1 FROM provider_credentials WHERE id = $1 FOR NO KEY UPDATE"
# One at a time for an owner and a provider, so that at most one of theirs is active.
_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtextextended('provider credential ' || $1, 0))"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCredential:
    """What a caller wants. Without an organization it is the whole installation's."""

    provider: str
    name: str
    api_key: str = field(repr=False)
    api_base: str | None = None
    organization_id: str | None = None


@requires(Permission.MANAGE_PROVIDER_CREDENTIALS)
async def create(actor: Actor, ports: Ports, new: NewCredential) -> ProviderCredential:
    """It is active from the start; refused while its owner has another one for the provider."""
    given = {"provider": new.provider, "name": new.name, "api_key": new.api_key}
    columns = validation.all_of(checks.of({**given, "api_base": new.api_base}))
    await checks.judge(ports.outbound, columns["api_base"])
    key = uuid7()
    columns |= _sealed(ports, key, columns.pop("api_key"))
    async with transaction():
        owner = await _owner(actor, new.organization_id)
        owner_key = owner.id if owner else None
        await _alone(owner_key, columns["provider"])
        if await _rivals(owner_key, columns["provider"]):
            raise _already(owner, columns["provider"])
        credential = ProviderCredential(
            id=key,
            **columns,
            organization_id=owner_key,
            actor_kind=actor.kind,
            actor_label=actor.label,
            actor_id=actor.admin_user_id,
        )
        await credential.save(force_create=True)
        credential.organization = owner
        await provisioning.begin_credential(key)
        await _record(actor, "created", credential, after=_facts(credential))
    return credential


@requires(Permission.MANAGE_PROVIDER_CREDENTIALS)
async def update(
    actor: Actor,
    ports: Ports,
    credential_id: UUID,
    changes: Mapping[str, Any],
    *,
    replace_active: bool = True,
) -> ProviderCredential:
    """Sets what is given of `name`, `api_key`, `api_base` (None: the provider's own) and
    `is_active`. Activating one deactivates the owner's other for the provider, or is refused
    unless `replace_active`."""
    wanted = validation.all_of(checks.of(changes))
    await checks.judge(ports.outbound, wanted.get("api_base"))
    has_new_key = "api_key" in wanted
    if has_new_key:
        wanted |= _sealed(ports, credential_id, wanted.pop("api_key"))
    async with transaction():
        credential = await _lock(actor, credential_id, activate=bool(wanted.get("is_active")))
        before = _facts(credential)
        if wanted.get("is_active") and not credential.is_active:
            await _make_room(actor, credential, replace=replace_active)
        await credential.update_from_dict(wanted).save()
        if wanted.keys() - {"name"}:
            await provisioning.touch_credentials([credential.id])
        await _record(
            actor,
            "updated",
            credential,
            before=before,
            after=_facts(credential),
            details={"api_key": "replaced"} if has_new_key else {},
        )
    return credential


@requires(Permission.MANAGE_PROVIDER_CREDENTIALS)
async def delete(actor: Actor, credential_id: UUID) -> ProviderCredential:
    """Refused while an alias names it."""
    async with transaction():
        credential = await _lock(actor, credential_id)
        users = await (
            ModelAlias.filter(provider_credential_id=credential_id)
            .order_by("alias")
            .limit(_MOST_NAMED)
            .only("id", "alias")
        )
        if users:
            names = ", ".join(f"'{alias.alias}'" for alias in users)
            raise InUse(f"Provider credential is used by model aliases: {names}", field="id")
        await provisioning.touch_credentials([credential.id])
        await ProviderCredential.filter(id=credential_id).delete()
        await _record(actor, "deleted", credential, before=_facts(credential))
    return credential


async def end_of(actor: Actor, organization: Organization) -> None:
    """Takes the organization's credentials out of use; call it in the transaction of its end."""
    active = await (
        ProviderCredential.filter(organization_id=organization.id, is_active=True)
        .select_for_update(no_key=True)
        .order_by("id")
    )
    for credential in active:
        credential.organization = organization
        await _deactivate(actor, credential)


def _sealed(ports: Ports, key: UUID, api_key: str) -> dict[str, Any]:
    hint = api_key[-_HINT:] if len(api_key) >= _SHORTEST_HINTED else ""
    context = f"provider_credentials:sealed_api_key:{key}"
    return {"sealed_api_key": ports.vault.seal(api_key, context), "key_hint": hint}


async def _owner(actor: Actor, organization_id: str | None) -> Organization | None:
    if organization_id is None:
        return None
    return await tenancy.lock_organization(actor, organization_id, shared=True)


async def _alone(owner: UUID | None, provider: str) -> None:
    name = f"{owner or ''} {provider}"
    await rows(_ALONE, hashlib.sha256(name.encode()).hexdigest())


async def _rivals(owner: UUID | None, provider: str) -> list[ProviderCredential]:
    return await ProviderCredential.filter(
        organization_id=owner, provider=provider, is_active=True
    ).select_related("organization")


async def _lock(actor: Actor, credential_id: UUID, *, activate: bool = False) -> ProviderCredential:
    """The credential as it is until the transaction ends, and no other of its owner for its
    provider is activated or made. Its owner must still be there for it to be activated."""
    found = await ProviderCredential.get_or_none(id=credential_id).select_related("organization")
    if found is None:
        raise no_credential(credential_id)
    if activate and found.organization is not None:
        await tenancy.lock_organization(actor, found.organization.organization_id, shared=True)
    await _alone(found.organization_id, found.provider)
    if not await rows(_KEEP, credential_id):
        raise no_credential(credential_id)
    return await ProviderCredential.get(id=credential_id).select_related("organization")


async def _make_room(actor: Actor, credential: ProviderCredential, *, replace: bool) -> None:
    for rival in await _rivals(credential.organization_id, credential.provider):
        if not replace:
            raise _already(credential.organization, credential.provider)
        await _deactivate(actor, rival)


async def _deactivate(actor: Actor, credential: ProviderCredential) -> None:
    before = _facts(credential)
    await credential.update_from_dict({"is_active": False}).save()
    await provisioning.touch_credentials([credential.id])
    await _record(actor, "updated", credential, before=before, after=_facts(credential))


def _already(owner: Organization | None, provider: str) -> AlreadyExists:
    who = f"Organization '{owner.organization_id}'" if owner else "The installation"
    return AlreadyExists(
        f"{who} already has an active credential for provider '{provider}'."
        " Deactivate the existing one first or update it.",
        field="provider",
    )


def _facts(credential: ProviderCredential) -> dict[str, Any]:
    return {
        "provider": credential.provider,
        "name": credential.name,
        "api_base": credential.api_base,
        "is_active": credential.is_active,
    }


async def _record(
    actor: Actor,
    past: str,
    credential: ProviderCredential,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    await audit.record(
        actor,
        f"provider_credential.{past}",
        "provider_credential",
        str(credential.id),
        organization=credential.organization,
        before=before,
        after=after,
        details={"name": credential.name, "provider": credential.provider, **(details or {})},
    )
