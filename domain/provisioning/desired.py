"""What LiteLLM should hold of a team and its keys, computed from the rows alone."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from domain.ports import LLMKey, LLMTeam
from domain.provisioning import allowance
from persistence import database
from persistence.models import TenantStatus, VirtualKey, VirtualKeyStatus

# Names the row that something at LiteLLM belongs to: a team's primary key, or a virtual key's.
TARGET: Final = "target_id"

# To LiteLLM an empty list of models means all of them. No model has this name.
NO_MODELS: Final = ("no-models-allowed",)
_TEAM_MODELS: Final = ("all-team-models",)

_ENDED: Final = {VirtualKeyStatus.REVOKED, VirtualKeyStatus.EXPIRED}

# LiteLLM may rewrite what callers put into metadata; ours it keeps. The hash stands for theirs.
_CALLERS: Final = "metadata_hash"
_COMPARED: Final = (TARGET, "saas_organization_id", "model_groups", "is_default_team", _CALLERS)

_TEAMS: Final = """
SELECT t.id, t.team_id, t.name, t.status, t.is_default, t.metadata, t.credits_per_dollar,
       o.organization_id, o.status AS organization_status,
       coalesce(a.balance + a.overdraft_limit, 0) AS credits,
       ARRAY(SELECT g.group_name FROM team_model_groups l
             JOIN model_groups g ON g.id = l.model_group_id
             WHERE l.team_id = t.id) AS model_groups,
       ARRAY(SELECT m.model_name FROM team_model_groups l
             JOIN model_groups g ON g.id = l.model_group_id AND g.status = 'active'
             JOIN model_group_members m ON m.model_group_id = g.id AND m.is_active
             WHERE l.team_id = t.id
             UNION SELECT a.alias FROM team_access_groups l
             JOIN model_access_groups g ON g.id = l.access_group_id AND g.status = 'active'
             JOIN model_access_group_aliases m ON m.access_group_id = g.id
             JOIN model_aliases a ON a.id = m.alias_id AND a.status <> 'inactive'
             WHERE l.team_id = t.id) AS models
FROM teams t JOIN organizations o ON o.id = t.organization_id
LEFT JOIN credit_accounts a ON a.team_id = t.id
WHERE t.id = ANY($1::uuid[])
"""


@dataclass(frozen=True, slots=True)
class DesiredKey:
    """A key of a team. One that has ended is blocked where it exists, and not made any more."""

    key_id: UUID
    llm: LLMKey
    is_ended: bool
    sealed_secret: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Desired:
    """A team and its keys as LiteLLM should hold them; none of it when `is_deleted`. Their
    budgets are the `allowance` for as long as nothing was spent."""

    team_key: UUID
    team: LLMTeam
    keys: tuple[DesiredKey, ...]
    is_deleted: bool
    allowance: Decimal


async def read(team_ids: Sequence[UUID]) -> list[Desired]:
    """Of these teams (primary keys), in no order."""
    rows = await database.rows(_TEAMS, list(team_ids))
    keys = await VirtualKey.filter(team_id__in=list(team_ids)).order_by("created_at", "id")
    return [_desired(row, [key for key in keys if key.team_id == row["id"]]) for row in rows]


def team_differs(wanted: LLMTeam, seen: LLMTeam) -> bool:
    """Whether `update_team` is needed; whether it is blocked is another call's."""
    return (
        (wanted.alias, wanted.max_budget) != (seen.alias, seen.max_budget)
        or set(wanted.models) != set(seen.models)
        or _differ(wanted.metadata, seen.metadata)
    )


def key_differs(wanted: LLMKey, seen: LLMKey) -> bool:
    """Whether `update_key` is needed; whether it is blocked is another call's."""
    return (
        (wanted.alias, wanted.team_id, wanted.models, wanted.max_budget, wanted.expires_at)
        != (seen.alias, seen.team_id, seen.models, seen.max_budget, seen.expires_at)
    ) or _differ(wanted.metadata, seen.metadata)


def _differ(wanted: Mapping[str, Any], seen: Mapping[str, Any]) -> bool:
    return any(wanted.get(name) != seen.get(name) for name in _COMPARED)


def _desired(row: Mapping[str, Any], keys: Sequence[VirtualKey]) -> Desired:
    is_active = row["status"] == row["organization_status"] == TenantStatus.ACTIVE
    team = LLMTeam(
        team_id=row["team_id"],
        alias=row["name"],
        models=tuple(sorted(set(row["models"]))) or NO_MODELS,
        max_budget=allowance.of(row["credits"], row["credits_per_dollar"]),
        blocked=not is_active,
        metadata=_team_metadata(row),
    )
    return Desired(
        team_key=row["id"],
        team=team,
        keys=tuple(_desired_key(key, row, team) for key in keys),
        is_deleted=row["status"] == TenantStatus.DELETED,
        allowance=team.max_budget,
    )


def _desired_key(key: VirtualKey, row: Mapping[str, Any], team: LLMTeam) -> DesiredKey:
    is_ended = key.status in _ENDED
    return DesiredKey(
        key_id=key.id,
        is_ended=is_ended,
        sealed_secret=bytes(key.sealed_secret) if key.sealed_secret is not None else None,
        llm=LLMKey(
            token_hash=key.token_hash,
            alias=f"saas-litellm:{key.id}:v1",
            team_id=team.team_id,
            models=_TEAM_MODELS,
            # LiteLLM lets a team without a budget make its first calls, but no key without one.
            max_budget=team.max_budget,
            blocked=team.blocked or is_ended,
            expires_at=key.expires_at,
            metadata={TARGET: str(key.id), "saas_organization_id": row["organization_id"]},
        ),
    )


def _team_metadata(row: Mapping[str, Any]) -> dict[str, Any]:
    """The caller's, and over them what is ours."""
    callers = row["metadata"]
    if isinstance(callers, str):
        callers = json.loads(callers)
    text = json.dumps(callers, sort_keys=True, ensure_ascii=False)
    ours: dict[str, Any] = {
        "saas_organization_id": row["organization_id"],
        "model_groups": sorted(row["model_groups"]),
        TARGET: str(row["id"]),
        _CALLERS: hashlib.sha256(text.encode()).hexdigest()[:16],
    }
    if row["is_default"]:
        ours["is_default_team"] = True
    return {**callers, **ours}
