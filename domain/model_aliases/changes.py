"""Making, changing and ending aliases. Whatever teams may call is told LiteLLM with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

from domain import audit, model_access, provisioning, validation
from domain.access import Actor, Permission, requires
from domain.errors import AlreadyExists, InvalidInput, NotFound, UpstreamFailed
from persistence.database import UniqueViolation, rows, transaction
from persistence.models import (
    GroupStatus,
    ModelAccessGroup,
    ModelAccessGroupAlias,
    ModelAlias,
    ModelStatus,
)

LONGEST_ALIAS: Final = 200
LONGEST_DISPLAY_NAME: Final = 200
LONGEST_PROVIDER: Final = 100
LONGEST_MODEL: Final = 200
MAX_GROUPS: Final = 100
# Dollars for a million tokens: a dollar for each.
MAX_PRICE: Final = Decimal(1_000_000)
_PRICE_DECIMALS: Final = 8

_KEEP_CREDENTIAL: Final = "SELECT id FROM provider_credentials WHERE id = $1 FOR KEY SHARE"

# In LiteLLM's lists of models these stand for others than themselves.
_RESERVED: Final = frozenset(
    {"all-proxy-models", "all-team-models", "no-default-models", "no-models-allowed"}
)
_PRICE_FIELDS: Final = {
    "input_price": "inputPerMillion",
    "output_price": "outputPerMillion",
    "cached_price": "cachedInputPerMillion",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAlias:
    """What a caller wants. Prices are dollars per million tokens; a price that is not given is
    the catalog's. Without a credential the installation's own is used."""

    alias: str
    provider: str
    actual_model: str
    display_name: str | None = None
    description: str | None = None
    input_price: Decimal | None = None
    output_price: Decimal | None = None
    cached_price: Decimal | None = None
    provider_credential_id: UUID | None = None
    status: ModelStatus = ModelStatus.ACTIVE
    access_groups: Sequence[str] = ()


@requires(Permission.MANAGE_MODELS)
async def create(actor: Actor, new: NewAlias) -> ModelAlias:
    columns = _checked_new(new)
    names = columns.pop("access_groups")
    try:
        async with transaction():
            await model_access.lock()
            groups = await model_access.groups_named(names, "accessGroups")
            await _require_credential(columns)
            alias = await ModelAlias.create(**columns)
            await model_access.link(groups, [alias])
            await provisioning.begin_alias(alias.id)
            await _touch_teams(groups)
            await audit.record(
                actor, "model_alias.created", "model_alias", alias.alias, after=_facts(alias, names)
            )
    except UniqueViolation as taken:
        raise AlreadyExists(f"Model alias '{new.alias}' already exists", field="alias") from taken
    return alias


@requires(Permission.MANAGE_MODELS)
async def create_in_step(actor: Actor, new: NewAlias, *, wait_seconds: float) -> ModelAlias:
    """As `create`, but an alias that LiteLLM has not taken in time is given up again, and
    `UpstreamFailed` says why."""
    alias = await create(actor, new)
    status = await provisioning.wait_until_alias_synced(alias.id, wait_seconds)
    if status.state is not provisioning.SyncState.SYNCED:
        await delete(actor, alias.alias)
        reason = status.reason or f"no answer within {wait_seconds:g} seconds"
        raise UpstreamFailed(f"Failed to create model in LiteLLM: {reason}")
    return alias


@requires(Permission.MANAGE_MODELS)
async def update(actor: Actor, alias: str, changes: Mapping[str, Any]) -> ModelAlias:
    """Sets what is given of `display_name`, `description`, `provider`, `actual_model`, the three
    prices, `provider_credential_id`, `status` and `access_groups`. None resets what may be
    missing; `access_groups` replaces all of them."""
    wanted = _checked_changes(alias, changes)
    names = wanted.pop("access_groups", None)
    async with transaction():
        await model_access.lock()
        row = await _find(alias)
        old = await _groups_of(row)
        before = _facts(row, [group.group_name for group in old])
        await _require_credential(wanted)
        await row.update_from_dict(wanted).save()
        new = old if names is None else await model_access.groups_named(names, "accessGroups")
        await _relink(row, old, new)
        await provisioning.touch_aliases([row.id])
        if names is not None or "status" in wanted:
            await _touch_teams([*old, *new])
        after = _facts(row, [group.group_name for group in new])
        await audit.record(
            actor, "model_alias.updated", "model_alias", alias, before=before, after=after
        )
    return row


@requires(Permission.MANAGE_MODELS)
async def delete(actor: Actor, alias: str) -> ModelAlias:
    """It leaves its access groups with it, and LiteLLM."""
    async with transaction():
        await model_access.lock()
        row = await _find(alias)
        groups = await _groups_of(row)
        before = _facts(row, [group.group_name for group in groups])
        await ModelAlias.filter(id=row.id).delete()
        await provisioning.touch_aliases([row.id])
        await _touch_teams(groups)
        await audit.record(actor, "model_alias.deleted", "model_alias", alias, before=before)
    return row


def _checked_new(new: NewAlias) -> dict[str, Any]:
    given = {each.name: getattr(new, each.name) for each in fields(new)}
    return validation.all_of({"alias": lambda: _name(new.alias), **_checks(new.alias, given)})


def _checked_changes(alias: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    return validation.all_of(_checks(alias, changes))


def _checks(alias: str, given: Mapping[str, Any]) -> dict[str, Callable[[], Any]]:
    """How each value that may be given is checked."""
    checks: dict[str, Callable[[], Any]] = {
        "display_name": lambda: _display_name(given["display_name"]) or alias,
        "description": lambda: validation.optional_text("description", given["description"]),
        "provider": lambda: validation.natural_key(
            "provider", given["provider"], longest=LONGEST_PROVIDER
        ),
        "actual_model": lambda: validation.natural_key(
            "actualModel", given["actual_model"], longest=LONGEST_MODEL
        ),
        "provider_credential_id": lambda: given["provider_credential_id"],
        "status": lambda: given["status"],
        "access_groups": lambda: _group_names(given["access_groups"]),
    }
    prices = {name: partial(_price, name, given.get(name)) for name in _PRICE_FIELDS}
    return {name: check for name, check in (checks | prices).items() if name in given}


def _name(alias: str) -> str:
    name = validation.natural_key("alias", alias, longest=LONGEST_ALIAS)
    if name in _RESERVED or "*" in name:
        raise InvalidInput("alias", "Means other models than itself to LiteLLM.")
    return name


def _display_name(text: str | None) -> str | None:
    return validation.optional_line("displayName", text, longest=LONGEST_DISPLAY_NAME)


def _group_names(names: Sequence[str]) -> list[str]:
    if len(names) > MAX_GROUPS:
        raise InvalidInput("accessGroups", f"Name {MAX_GROUPS} groups at most.")
    return validation.no_repeats("accessGroups", names)


def _price(name: str, price: Decimal | None) -> Decimal | None:
    field = ("price", _PRICE_FIELDS[name])
    if price is None:
        return None
    if not (price.is_finite() and 0 <= price <= MAX_PRICE):
        raise InvalidInput(field, f"Must be 0 to {MAX_PRICE:,}.")
    if price != round(price, _PRICE_DECIMALS):
        raise InvalidInput(field, f"May have {_PRICE_DECIMALS} decimals at most.")
    return price


async def _require_credential(columns: Mapping[str, Any]) -> None:
    """The credential is kept from being deleted until the transaction ends."""
    wanted = columns.get("provider_credential_id")
    if wanted is not None and not await rows(_KEEP_CREDENTIAL, wanted):
        raise NotFound("Provider credential not found", field="providerCredentialId")


async def _find(alias: str) -> ModelAlias:
    found = await ModelAlias.get_or_none(alias=alias) if validation.is_storable(alias) else None
    if found is None:
        raise model_access.no_alias(alias)
    return found


async def _groups_of(alias: ModelAlias) -> list[ModelAccessGroup]:
    return await ModelAccessGroup.filter(alias_links__alias_id=alias.id)


async def _relink(
    alias: ModelAlias, old: Sequence[ModelAccessGroup], new: Sequence[ModelAccessGroup]
) -> None:
    if {group.id for group in old} == {group.id for group in new}:
        return
    await ModelAccessGroupAlias.filter(alias_id=alias.id).delete()
    await model_access.link(new, [alias])


async def _touch_teams(groups: Sequence[ModelAccessGroup]) -> None:
    active = [group.id for group in groups if group.status is GroupStatus.ACTIVE]
    await provisioning.touch(await model_access.teams_of(active))


def _facts(alias: ModelAlias, groups: Sequence[str]) -> dict[str, Any]:
    """JSON has no decimals: prices are written as text."""
    return {
        "display_name": alias.display_name,
        "description": alias.description,
        "provider": alias.provider,
        "actual_model": alias.actual_model,
        "status": alias.status,
        "provider_credential_id": alias.provider_credential_id
        and str(alias.provider_credential_id),
        "input_price": _amount(alias.input_price),
        "output_price": _amount(alias.output_price),
        "cached_price": _amount(alias.cached_price),
        "access_groups": sorted(groups),
    }


def _amount(price: Decimal | None) -> str | None:
    return None if price is None else f"{price.normalize():f}"
