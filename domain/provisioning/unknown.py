"""What LiteLLM holds in our name and no row knows: it stops at once, and goes if it stays."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from domain import audit
from domain.access import Actor
from domain.ports import (
    LLMCredential,
    LLMGateway,
    LLMKey,
    LLMModel,
    LLMTeam,
    UpstreamRefused,
)
from domain.provisioning.desired import NO_MODELS
from persistence import database

# Kept in LiteLLM's own metadata: the next comparison may be another process's.
_SINCE: Final = "unknown_since"


@dataclass(frozen=True, slots=True)
class Unknown:
    """What has our mark and no row; `in_use` are the names of the credentials that models have."""

    teams: list[LLMTeam]
    keys: list[LLMKey]
    models: list[LLMModel]
    credentials: list[LLMCredential]
    in_use: set[str | None]

    @property
    def count(self) -> int:
        return len(self.teams) + len(self.keys) + len(self.models) + len(self.credentials)


@dataclass(slots=True)
class Outcome:
    """How many were blocked, deleted, or left for a later comparison."""

    blocked: int = 0
    deleted: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Stray:
    """One that is unknown, and the two things that may happen to it."""

    kind: str
    name: str
    since: datetime | None
    block: Callable[[], Awaitable[None]]
    delete: Callable[[], Awaitable[None]]


async def put_away(
    actor: Actor, llm: LLMGateway, unknown: Unknown, confirm_seconds: float
) -> Outcome:
    """Block what is seen for the first time; delete what was blocked for long enough."""
    [clock] = await database.rows("SELECT clock_timestamp() AS now")
    now: datetime = clock["now"]
    outcome = Outcome()
    for stray in _strays(llm, unknown, now) + _strays_of_catalog(llm, unknown, now):
        try:
            if stray.since is None:
                await stray.block()
                outcome.blocked += 1
                await audit.record(actor, f"{stray.kind}.blocked", stray.kind, stray.name)
            elif stray.since <= now - timedelta(seconds=confirm_seconds):
                await stray.delete()
                outcome.deleted += 1
                await audit.record(actor, f"{stray.kind}.deleted", stray.kind, stray.name)
            else:
                outcome.left += 1
        except UpstreamRefused:  # gone since it was listed, most likely
            outcome.left += 1
    return outcome


def _strays(llm: LLMGateway, unknown: Unknown, now: datetime) -> list[_Stray]:
    keys = [
        _Stray(
            "litellm_key",
            key.alias,
            _since(key.metadata),
            partial(_block_key, llm, key, now),
            partial(llm.delete_key, key.token_hash),
        )
        for key in unknown.keys
    ]
    teams = [
        _Stray(
            "litellm_team",
            team.team_id,
            _since(team.metadata),
            partial(_block_team, llm, team, now),
            partial(llm.delete_team, team.team_id),
        )
        for team in unknown.teams
    ]
    return keys + teams


def _strays_of_catalog(llm: LLMGateway, unknown: Unknown, now: datetime) -> list[_Stray]:
    models = [
        _Stray(
            "litellm_model",
            model.name,
            _since(model.metadata),
            partial(_block_model, llm, model, now),
            partial(llm.delete_model, model.model_id),
        )
        for model in unknown.models
    ]
    credentials = [
        _Stray(
            "litellm_credential",
            credential.name,
            _since(credential.metadata),
            partial(_mark_credential, llm, credential, now),
            partial(llm.delete_credential, credential.name),
        )
        for credential in unknown.credentials
        if credential.name not in unknown.in_use
    ]
    return models + credentials


async def _block_model(llm: LLMGateway, model: LLMModel, now: datetime) -> None:
    marked = {**model.metadata, _SINCE: now.isoformat()}
    await llm.update_model(replace(model, blocked=True, metadata=marked))


async def _mark_credential(llm: LLMGateway, credential: LLMCredential, now: datetime) -> None:
    """Nothing uses it, so that there is nothing to stop."""
    marked = {**credential.metadata, _SINCE: now.isoformat()}
    await llm.update_credential(None, replace(credential, metadata=marked))


async def _block_key(llm: LLMGateway, key: LLMKey, now: datetime) -> None:
    await llm.set_key_blocked(key.token_hash, True)
    marked = {**key.metadata, _SINCE: now.isoformat()}
    models, dollars = key.models or NO_MODELS, _limited(key.max_budget)
    await llm.update_key(replace(key, models=models, max_budget=dollars, metadata=marked))


async def _block_team(llm: LLMGateway, team: LLMTeam, now: datetime) -> None:
    await llm.set_team_blocked(team.team_id, True)
    marked = {**team.metadata, _SINCE: now.isoformat()}
    models, dollars = team.models or NO_MODELS, _limited(team.max_budget)
    await llm.update_team(replace(team, models=models, max_budget=dollars, metadata=marked))


def _limited(dollars: Decimal) -> Decimal:
    return dollars if dollars.is_finite() else Decimal(0)


def _since(metadata: Mapping[str, Any]) -> datetime | None:
    try:
        return datetime.fromisoformat(str(metadata.get(_SINCE)))
    except ValueError:
        return None
