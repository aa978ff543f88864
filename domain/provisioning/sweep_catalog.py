"""The comparison's part of models and credentials: those LiteLLM serves with those of the rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from domain import audit
from domain.access import Actor
from domain.ports import LLMCredential, LLMGateway, LLMModel
from domain.provisioning import catalog, queue
from domain.provisioning.desired import TARGET
from persistence import database
from persistence.models import ModelAlias, ProviderCredential

_AT_ONCE: Final = 200
_KNOWN: Final = """
SELECT coalesce(model_alias_id, provider_credential_id) AS target,
    model_alias_id IS NOT NULL AS is_model, removed_at IS NOT NULL AS is_removed,
    removed_at IS NULL AND observed_generation >= generation AND synced_at < $1 AS is_settled
FROM provisionings WHERE team_id IS NULL
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """What LiteLLM serves, by id and by name, and how many models there are of each name,
    whoever manages them."""

    models: dict[str, LLMModel]
    credentials: dict[str, LLMCredential]
    names: Counter[str]

    @property
    def count(self) -> int:
        return len(self.models) + len(self.credentials)


@dataclass(frozen=True, slots=True)
class Compared:
    """What of it is the workers' business now, and what belongs to no row."""

    drifted: int
    returned: int
    models: list[LLMModel]
    credentials: list[LLMCredential]


@dataclass(frozen=True, slots=True)
class _Known:
    """Targets of rows: those in step before LiteLLM was listed, those removed, and all."""

    models: list[UUID]
    credentials: list[UUID]
    removed: set[UUID]
    every: set[UUID]


async def list_all(llm: LLMGateway) -> Listed:
    """Of those that others manage, models leave their names."""
    names: Counter[str] = Counter()
    models: dict[str, LLMModel] = {}
    async for model in llm.models():
        names[model.name] += 1
        if catalog.is_ours(model.metadata):
            models[model.model_id] = model
    credentials = {one.name: one for one in await llm.credentials()}
    ours = {name: one for name, one in credentials.items() if catalog.is_ours(one.metadata)}
    return Listed(models, ours, names)


async def compare(actor: Actor, listed: Listed, *, before: datetime) -> Compared:
    """Workers are told of what drifted and of what came back."""
    known = await _read_known(before)
    drifted = 0
    for part in _portions(known.credentials):
        for credential in await catalog.read_credentials(part):
            if _credential_is_off(credential, listed):
                drifted += await _repair_credential(actor, credential.credential_id)
    for part in _portions(known.models):
        for model in await catalog.read_models(part):
            if _model_is_off(model, listed):
                drifted += await _repair_model(actor, model.alias_id)
    models = {name: _owners(name, one.metadata) for name, one in listed.models.items()}
    credentials = {name: _owners(name, one.metadata) for name, one in listed.credentials.items()}
    returned = known.removed & set().union(*models.values(), *credentials.values())
    await queue.reopen_removal(list(returned))
    return Compared(
        drifted,
        len(returned),
        [listed.models[name] for name, owners in models.items() if not owners & known.every],
        [listed.credentials[name] for name, of in credentials.items() if not of & known.every],
    )


async def _read_known(before: datetime) -> _Known:
    known = _Known([], [], set(), set())
    for row in await database.rows(_KNOWN, before):
        known.every.add(row["target"])
        if row["is_removed"]:
            known.removed.add(row["target"])
        elif row["is_settled"]:
            (known.models if row["is_model"] else known.credentials).append(row["target"])
    return known


def _owners(name: str, marks: Mapping[str, Any]) -> set[UUID]:
    """The rows that something may belong to, by its mark and by the name it was given: one whose
    mark somebody changed is not unknown."""
    found = set()
    for text in (str(marks[TARGET]), name.rpartition(":")[2]):
        with suppress(ValueError):
            found.add(UUID(text))
    return found


def _portions(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _model_is_off(wanted: catalog.DesiredModel, listed: Listed) -> bool:
    # What is to be absent is looked at twice by the workers themselves.
    if wanted.llm is None:
        return False
    is_alone = listed.names[wanted.llm.name] <= 1
    return listed.models.get(str(wanted.alias_id)) != wanted.llm or not is_alone


def _credential_is_off(wanted: catalog.DesiredCredential, listed: Listed) -> bool:
    if wanted.llm is None:
        return False
    seen = listed.credentials.get(wanted.llm.name)
    return seen is None or catalog.credential_differs(wanted.llm, seen)


async def _repair_model(actor: Actor, alias_id: UUID) -> bool:
    async with database.transaction():
        alias = await ModelAlias.get_or_none(id=alias_id)
        if alias is None or not await _mark("model_alias_id", alias_id):
            return False
        await queue.touch_aliases([alias_id])
        await audit.record(actor, "model_alias.drifted", "model_alias", alias.alias)
    return True


async def _repair_credential(actor: Actor, credential_id: UUID) -> bool:
    """Its aliases stay as they are: it is the same credential under the same name."""
    async with database.transaction():
        found = await ProviderCredential.get_or_none(id=credential_id)
        if found is None or not await _mark("provider_credential_id", credential_id):
            return False
        await queue.look_again(credential_id)
        await audit.record(
            actor,
            "provider_credential.drifted",
            "provider_credential",
            str(found.id),
            details={"name": found.name, "provider": found.provider},
        )
    return True


async def _mark(column: str, target: UUID) -> bool:
    return bool(
        await database.rows(
            "UPDATE provisionings SET drifted_at = clock_timestamp()"  # noqa: S608
            f" WHERE {column} = $1 AND removed_at IS NULL RETURNING id",
            target,
        )
    )
