"""What waits for LiteLLM: the rows say so, and any process may look and wait."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from time import monotonic
from typing import Final
from uuid import UUID

from persistence import database
from persistence.models import Provisioning, Team

CHANNEL: Final = "provisioning"

# Errors of rows begin with one of these.
AWAY: Final = "LITELLM_UNAVAILABLE"
AUTH: Final = "LITELLM_AUTH"
REFUSED: Final = "LITELLM_REFUSED"

# From the third refusal in the same words on, nobody waits for the next.
PATIENCE: Final = 3

_OF_TARGETS: Final = (
    "(team_id = ANY($1::uuid[]) OR model_alias_id = ANY($1::uuid[])"
    " OR provider_credential_id = ANY($1::uuid[]))"
)
_FIRST_LOOK_SECONDS: Final = 0.03
_LONGEST_LOOK_SECONDS: Final = 0.25


class SyncState(StrEnum):
    """Whether LiteLLM holds what it should."""

    SYNCED = "SYNCED"
    PENDING = "PENDING"
    FAILED = "FAILED"
    DRIFTED = "DRIFTED"


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """`error` begins with a code; `is_refused`: more of the same will not help."""

    state: SyncState
    synced_at: datetime | None
    error: str | None
    next_attempt_at: datetime | None
    is_refused: bool = False

    @property
    def reason(self) -> str:
        """The error without its code, for people."""
        return (self.error or "").partition(": ")[2]


async def begin(team: Team) -> None:
    """LiteLLM shall have this team; call it in the transaction that creates it."""
    await Provisioning.create(team=team)
    await wake()


async def begin_alias(alias_id: UUID) -> None:
    """LiteLLM shall have the model of this alias; call it in the transaction that creates it."""
    await Provisioning.create(model_alias_id=alias_id)
    await wake()


async def begin_credential(credential_id: UUID) -> None:
    """LiteLLM shall have this provider credential; call it in the transaction that creates it."""
    await Provisioning.create(provider_credential_id=credential_id)
    # The installation's own aliases of the provider may now have a key that they had not.
    await touch_credentials([credential_id])


async def touch(team_ids: Sequence[UUID]) -> None:
    """LiteLLM shall see what changed about these teams (primary keys); call it in the
    transaction of the change."""
    # In one order, so that two changes that share teams do not wait for each other in a circle.
    await database.rows(
        "WITH locked AS (SELECT id FROM provisionings WHERE team_id = ANY($1::uuid[])"
        " AND removed_at IS NULL ORDER BY id FOR UPDATE)"
        " UPDATE provisionings p SET generation = generation + 1, attempts = 0,"
        " next_attempt_at = NULL, updated_at = now() FROM locked WHERE p.id = locked.id",
        list(team_ids),
    )
    await wake()


async def touch_aliases(alias_ids: Sequence[UUID]) -> None:
    """LiteLLM shall see what changed about these aliases, or that they are gone; call it in the
    transaction of the change."""
    await _touch("model_alias_id = ANY($1::uuid[])", list(alias_ids))


async def touch_credentials(credential_ids: Sequence[UUID]) -> None:
    """The same for provider credentials, and for the aliases that may now use another one. Before
    or after a row is deleted: where it is gone already, every alias may have used it."""
    await _touch(
        "provider_credential_id = ANY($1::uuid[]) OR model_alias_id IN ("
        "SELECT a.id FROM model_aliases a"
        " LEFT JOIN provider_credentials own ON own.id = a.provider_credential_id"
        " WHERE a.status <> 'inactive' AND (coalesce(own.provider, a.provider) IN"
        " (SELECT provider FROM provider_credentials WHERE id = ANY($1::uuid[]))"
        " OR (SELECT count(*) FROM provider_credentials WHERE id = ANY($1::uuid[]))"
        " < cardinality($1::uuid[])))",
        list(credential_ids),
    )


async def _touch(which: str, ids: list[UUID]) -> None:
    """What was gone from LiteLLM may be wanted there again: an alias may become active anew."""
    await database.rows(
        f"WITH locked AS (SELECT id FROM provisionings WHERE {which} ORDER BY id FOR UPDATE)"  # noqa: S608
        " UPDATE provisionings p SET generation = generation + 1, attempts = 0,"
        " next_attempt_at = NULL, removed_at = NULL, absent_since = NULL, updated_at = now()"
        " FROM locked WHERE p.id = locked.id",
        ids,
    )
    await wake()


async def hasten(team_id: UUID) -> None:
    """LiteLLM refused a call of this team (primary key) for its budget, though the team has
    credits: it shall be told again, with room for what it counts and has not written down.
    Call it outside a transaction; `wait_until_synced` tells when it is done."""
    await database.rows(
        "UPDATE provisionings SET generation = generation + 1, attempts = 0, updated_at = now(),"
        " next_attempt_at = NULL, allowance_usd = NULL"
        " WHERE team_id = $1 AND removed_at IS NULL AND allowance_usd IS NOT NULL",
        team_id,
    )
    await wake()


async def reopen_removal(targets: Sequence[UUID]) -> None:
    """These, deleted here and once gone from LiteLLM, are there again: remove them."""
    await _again(targets, "removed_at IS NOT NULL")


async def look_again(target: UUID) -> bool:
    """The row of this team, alias or credential shall be looked at, though it is removed or in
    step: something at LiteLLM says otherwise. Whether there is such a row."""
    await _again([target], "(removed_at IS NOT NULL OR team_id IS NULL)")
    found = await database.rows(f"SELECT 1 FROM provisionings WHERE {_OF_TARGETS}", [target])  # noqa: S608
    return bool(found)


async def _again(targets: Sequence[UUID], which: str) -> None:
    await database.rows(
        "UPDATE provisionings SET generation = generation + 1, attempts = 0, updated_at = now(),"  # noqa: S608
        " next_attempt_at = NULL, removed_at = NULL, absent_since = NULL"
        f" WHERE {_OF_TARGETS} AND {which} AND observed_generation >= generation",
        list(targets),
    )
    await wake()


def status_of(row: Provisioning) -> SyncStatus:
    """What a row says to those who ask about its team or alias."""
    state, error = SyncState.PENDING, row.last_error
    if row.removed_at or row.observed_generation >= row.generation:
        state, error = SyncState.SYNCED, None
    elif error:
        state = SyncState.FAILED
    elif row.drifted_at:
        state = SyncState.DRIFTED
    refused = bool(error and error.startswith(REFUSED) and row.attempts >= PATIENCE)
    next_attempt_at = None if state is SyncState.SYNCED else row.next_attempt_at
    return SyncStatus(state, row.synced_at, error, next_attempt_at, refused)


async def wait_until_synced(team_id: UUID, seconds: float) -> SyncStatus:
    """Until LiteLLM holds what the team (primary key) was when this was called, or refuses it,
    or time is up: `state` says which. Call it outside a transaction."""
    return await _wait(lambda: Provisioning.get(team_id=team_id), seconds)


async def wait_until_alias_synced(alias_id: UUID, seconds: float) -> SyncStatus:
    """As `wait_until_synced`, of a model alias (primary key)."""
    return await _wait(lambda: Provisioning.get(model_alias_id=alias_id), seconds)


async def _wait(read: Callable[[], Awaitable[Provisioning]], seconds: float) -> SyncStatus:
    row = await read()
    wanted, pause, deadline = row.generation, _FIRST_LOOK_SECONDS, monotonic() + seconds
    while True:
        # Later changes may be under way; they are not what is waited for.
        row.generation = wanted
        status = status_of(row)
        left = deadline - monotonic()
        if status.state is SyncState.SYNCED or status.is_refused or left <= 0:
            return status
        await asyncio.sleep(min(pause, left))
        pause = min(pause * 1.5, _LONGEST_LOOK_SECONDS)
        row = await read()


async def wake() -> None:
    """Workers shall look for what is due."""
    # Delivered at commit; the loop also polls, so that a lost notice costs a second at most.
    await database.rows(f"NOTIFY {CHANNEL}")
