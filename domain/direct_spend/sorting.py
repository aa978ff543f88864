"""Whose call a row of the spend log is: one of ours, or one made at the proxy directly.

A row is ours by the name that we gave the attempt, which the caller of a stream may know while it
runs. So a name counts once, for the team of the call, and for a row that the attempt can have
left behind: else a tenant could name a call of its own by it, and not pay.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Any, Final
from uuid import UUID

from domain.jobs.upkeep import GIVEN_UP
from domain.ports import LoggedSpend
from persistence.database import rows
from persistence.models import CallStatus, LLMCall

_REF: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([1-9]\d{0,8})")
# As many ids of attempts belong to one run of a call, and so many of them may be in use.
_PER_RUN: Final = 100
_MODELS: Final = 20
# LiteLLM may count a little differently than the provider's answer says.
_MORE_TOKENS, _SOME_TOKENS = 1.2, 100
# What we waited for so long in vain may have been answered, and be paid for, afterwards.
_IN_VAIN: Final = timedelta(seconds=5)

_TEAMS: Final = """
SELECT given.place, coalesce(k.team_id, t.id) AS team_key, k.id AS key_id
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS given (token_hash, team_id, place)
LEFT JOIN virtual_keys k ON k.token_hash = given.token_hash
LEFT JOIN LATERAL (
    SELECT id FROM teams WHERE team_id = given.team_id
    ORDER BY status = 'deleted', created_at DESC LIMIT 1) t ON k.id IS NULL
WHERE coalesce(k.team_id, t.id) IS NOT NULL
"""


class Whose(Enum):
    """What a row is about, and so what is to be done about it."""

    OURS = auto()
    LATE = auto()  # a call of ours that was given up: its usage comes to light
    DIRECT = auto()
    UNDECIDED = auto()  # a call of ours that runs: when it is settled


@dataclass(frozen=True, slots=True)
class Found:
    """A row of a team of ours (primary key), its virtual key if it is one that we made, and the
    call of ours that it is about."""

    spend: LoggedSpend
    team_key: UUID
    key_id: UUID | None
    whose: Whose
    call: LLMCall | None = None


async def sort(spends: Sequence[LoggedSpend]) -> list[Found]:
    """Those of our teams that nothing was done about yet, in their order."""
    done = await _done(spends)
    new = list(
        {spend.request_id: spend for spend in spends if spend.request_id not in done}.values()
    )
    teams = await rows(_TEAMS, [each.token_hash for each in new], [each.team_id for each in new])
    places = {row["place"] - 1: row for row in teams}
    mine = [(new[place], places[place]) for place in sorted(places)]
    calls = await _calls([spend for spend, _ in mine])
    taken = await _taken([spend for spend, _ in mine])
    return [_found(spend, team, calls, taken) for spend, team in mine]


def _found(
    spend: LoggedSpend, team: Mapping[str, Any], calls: Mapping[UUID, LLMCall], taken: set[str]
) -> Found:
    team_key, key_id = team["team_key"], team["key_id"]
    named = _named(spend.call_ref)
    call = calls.get(named[0]) if named else None
    if named is None or call is None or call.team_id != team_key or spend.call_ref in taken:
        return Found(spend, team_key, key_id, Whose.DIRECT)
    whose = _whose(spend, call, named[1])
    if whose in {Whose.OURS, Whose.LATE}:
        taken.add(str(spend.call_ref))
    return Found(spend, team_key, key_id, whose, call)


def _whose(spend: LoggedSpend, call: LLMCall, number: int) -> Whose:
    if call.status is CallStatus.RUNNING:
        return Whose.UNDECIDED
    run, model = divmod(number - 1, _PER_RUN)
    if run + 1 < call.run and model < _MODELS:
        return Whose.OURS  # of a process that is no more; a later one made the call again
    if call.error == GIVEN_UP:
        known = run < call.run and model < _MODELS
        return Whose.LATE if known else Whose.DIRECT
    attempt = next((each for each in call.attempts if each.get("id") == spend.call_ref), None)
    fits = attempt is not None and _fits(spend, call, attempt)
    return Whose.OURS if fits else Whose.DIRECT


def _fits(spend: LoggedSpend, call: LLMCall, attempt: Mapping[str, Any]) -> bool:
    if spend.asked_group not in {None, attempt.get("model")}:
        return False
    if attempt is call.attempts[-1] and call.prompt_tokens + call.completion_tokens:
        most = (call.prompt_tokens + call.completion_tokens) * _MORE_TOKENS + _SOME_TOKENS
        return call.is_estimated or spend.prompt_tokens + spend.completion_tokens <= most
    waited = timedelta(milliseconds=int(attempt.get("latency_ms") or 0))
    return waited >= _IN_VAIN and spend.ended_at - spend.started_at >= waited * 0.9


def _named(ref: str | None) -> tuple[UUID, int] | None:
    """The call and the number of its attempt."""
    match = _REF.fullmatch(ref or "")
    return (UUID(match[1]), int(match[2])) if match else None


async def _done(spends: Sequence[LoggedSpend]) -> set[str]:
    found = await rows(
        "SELECT request_id FROM proxy_spends WHERE request_id = ANY($1::text[])",
        [spend.request_id for spend in spends],
    )
    return {row["request_id"] for row in found}


async def _calls(spends: Sequence[LoggedSpend]) -> dict[UUID, LLMCall]:
    ids = {named[0] for spend in spends if (named := _named(spend.call_ref))}
    return {call.id: call for call in await LLMCall.filter(id__in=list(ids))} if ids else {}


async def _taken(spends: Sequence[LoggedSpend]) -> set[str]:
    refs = [spend.call_ref for spend in spends if _named(spend.call_ref)]
    found = await rows("SELECT call_ref FROM proxy_spends WHERE call_ref = ANY($1::text[])", refs)
    return {row["call_ref"] for row in found}
