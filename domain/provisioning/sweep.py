"""Comparing all that LiteLLM holds of ours with the rows: what drifted, is lost, or is unknown.

LiteLLM is listed first and the rows are read after: what is there had its row before, so that
nothing new is ever taken for unknown.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from domain import audit
from domain.access import Actor, Permission, requires
from domain.ports import LLMGateway, LLMKey, LLMTeam, Ports
from domain.provisioning import allowance, backlog, desired, queue, sweep_catalog
from domain.provisioning.desired import TARGET, Desired, DesiredKey, key_differs, team_differs
from domain.provisioning.unknown import Outcome, Unknown, put_away
from persistence import database
from persistence.models import Team

# How long LiteLLM may take to carry out a call that we gave up on.
CONFIRM_SECONDS: Final = 60.0
_OLD_SECONDS: Final = 60
_AT_ONCE: Final = 200
_log = logging.getLogger("saas_litellm.provisioning")


@dataclass(frozen=True, slots=True)
class Report:
    """What one comparison found. `drifted` and `returned` are being repaired; of the unknown,
    which say they are ours and have no row, some were blocked, deleted, or left for another time.
    """

    teams: int
    keys: int
    drifted: int
    returned: int
    blocked: int
    deleted: int
    left: int
    models: int = 0
    credentials: int = 0


@dataclass(frozen=True, slots=True)
class _Listed:
    """What LiteLLM holds with our mark, by natural key and by hash."""

    teams: dict[str, LLMTeam]
    keys: dict[str, LLMKey]
    catalog: sweep_catalog.Listed

    @property
    def count(self) -> int:
        return len(self.teams) + len(self.keys) + self.catalog.count


@dataclass(frozen=True, slots=True)
class _Known:
    """Primary keys of teams: those that were in step before LiteLLM was listed, those that a
    worker will look at or just did, and those removed. Hashes of keys, with their teams."""

    settled: set[UUID]
    moving: set[UUID]
    removed: set[UUID]
    keys: dict[str, UUID] = field(repr=False)


@requires(Permission.MANAGE_SYNC)
async def reconcile(
    actor: Actor, ports: Ports, *, confirm_seconds: float = CONFIRM_SECONDS, force: bool = False
) -> Report:
    """Compare, repair what differs, and put away what no row knows: block it, and delete it
    when a later comparison finds it again. `force` does so even when most is unknown.

    Raises `UpstreamFailed`, having done nothing, when LiteLLM cannot be listed.
    """
    [clock] = await database.rows("SELECT clock_timestamp() AS now")
    listed = await _list(ports.llm)
    known = await _read_known(before=clock["now"])
    drifted = 0
    for team_ids in _portions(list(known.settled)):
        for wanted in await desired.read(team_ids):
            drifted += _differs(wanted, listed) and await _repair(actor, wanted.team_key)
    returned = _returned(listed, known)
    await queue.reopen_removal(list(returned))
    compared = await sweep_catalog.compare(actor, listed.catalog, before=clock["now"])
    unknown = _unknown(listed, known, compared)
    if force or unknown.count * 2 <= listed.count:
        outcome = await put_away(actor, ports.llm, unknown, confirm_seconds)
    else:
        _log.warning("Most of what LiteLLM holds of ours is unknown here, and left alone.")
        outcome = Outcome(left=unknown.count)
    return Report(
        teams=len(listed.teams),
        keys=len(listed.keys),
        drifted=drifted + compared.drifted,
        returned=len(returned) + compared.returned,
        blocked=outcome.blocked,
        deleted=outcome.deleted,
        left=outcome.left,
        models=len(listed.catalog.models),
        credentials=len(listed.catalog.credentials),
    )


async def warn_of_old() -> None:
    """Write a warning to the log when a change waits for LiteLLM for more than a minute."""
    old = await backlog.waiting(longer_than_seconds=_OLD_SECONDS)
    if old.count:
        _log.warning(
            "%s changes wait for LiteLLM for more than a minute, that of %s among them: %s",
            old.count,
            old.example,
            old.error or "not tried yet",
        )


async def _list(llm: LLMGateway) -> _Listed:
    keys = {key.token_hash: key async for key in llm.managed_keys()}
    teams = {team.team_id: team async for team in llm.managed_teams()}
    return _Listed(teams, keys, await sweep_catalog.list_all(llm))


async def _read_known(*, before: datetime) -> _Known:
    known = _Known(set(), set(), set(), {})
    for row in await database.rows(
        "SELECT p.team_id, p.removed_at IS NOT NULL AS is_removed,"
        " t.status <> 'deleted' AND observed_generation >= generation AND synced_at < $1"
        " AS is_settled FROM provisionings p JOIN teams t ON t.id = p.team_id",
        before,
    ):
        kind = known.settled if row["is_settled"] else known.moving
        (known.removed if row["is_removed"] else kind).add(row["team_id"])
    for row in await database.rows("SELECT token_hash, team_id FROM virtual_keys"):
        known.keys[row["token_hash"]] = row["team_id"]
    return known


def _owner(target: object) -> UUID | None:
    try:
        return UUID(str(target))
    except ValueError:
        return None


def _returned(listed: _Listed, known: _Known) -> set[UUID]:
    """Removed teams of which something is there: a late call, or a restored database."""
    owners = {_owner(team.metadata.get(TARGET)) for team in listed.teams.values()}
    owners |= {known.keys.get(token_hash) for token_hash in listed.keys}
    return {owner for owner in owners if owner in known.removed}


def _unknown(listed: _Listed, known: _Known, compared: sweep_catalog.Compared) -> Unknown:
    """What is marked as ours and belongs to no row. A team that lost its target is not
    unknown while a row has its name: the worker marks it again."""
    ours = known.settled | known.moving | known.removed
    teams = [
        team
        for team in listed.teams.values()
        if TARGET in team.metadata and _owner(team.metadata[TARGET]) not in ours
    ]
    keys = [key for key in listed.keys.values() if key.token_hash not in known.keys]
    in_use = {model.credential_name for model in listed.catalog.models.values()}
    return Unknown(teams, keys, compared.models, compared.credentials, in_use)


def _portions(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _differs(wanted: Desired, listed: _Listed) -> bool:
    team = listed.teams.get(wanted.team.team_id)
    if team is None or _team_is_off(wanted, team):
        return True
    return any(
        not key.is_ended if seen is None else _key_is_off(wanted, key, seen)
        for key in wanted.keys
        for seen in [listed.keys.get(key.llm.token_hash)]
    )


def _team_is_off(wanted: Desired, seen: LLMTeam) -> bool:
    team = replace(wanted.team, max_budget=seen.max_budget)
    return (
        team_differs(team, seen)
        or team.blocked != seen.blocked
        or allowance.differs(wanted.allowance, seen)
    )


def _key_is_off(wanted: Desired, key: DesiredKey, seen: LLMKey) -> bool:
    llm = replace(key.llm, max_budget=seen.max_budget)
    return (
        key_differs(llm, seen)
        or llm.blocked != seen.blocked
        or allowance.differs(wanted.allowance, seen)
    )


async def _repair(actor: Actor, team_id: UUID) -> bool:
    """The workers do it; False when the team was removed meanwhile."""
    team = await Team.get(id=team_id).select_related("organization")
    async with database.transaction():
        marked = await database.rows(
            "UPDATE provisionings SET drifted_at = clock_timestamp()"
            " WHERE team_id = $1 AND removed_at IS NULL RETURNING id",
            team_id,
        )
        if marked:
            await queue.touch([team_id])
            await audit.record(
                actor,
                "team.drifted",
                "team",
                team.team_id,
                team=team,
                organization=team.organization,
            )
    return bool(marked)
