"""One team and its keys: look at LiteLLM, make one call, look again, until it agrees."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Final, TypeVar

from domain.ports import (
    CannotUnseal,
    LLMGateway,
    LLMKey,
    LLMTeam,
    UpstreamRefused,
    UpstreamUnavailable,
    Vault,
)
from domain.provisioning import allowance
from domain.provisioning.claims import Claim
from domain.provisioning.desired import TARGET, Desired, DesiredKey, key_differs, team_differs

Seen = TypeVar("Seen")
Budgeted = TypeVar("Budgeted", LLMTeam, LLMKey)
Call = Callable[[], Awaitable[None]]

# Create, update, block or unblock, and one more in case somebody interferes.
_MOST_CALLS: Final = 5


class Occupied(Exception):
    """LiteLLM still has another team of ours with this id, that of the row `target`."""

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.target = target


@dataclass(frozen=True, slots=True)
class Work:
    """One team to bring in step, and what it takes. `budgets` are those decided so far, by team
    id and by the hash of a key."""

    llm: LLMGateway
    vault: Vault
    claim: Claim
    wanted: Desired
    budgets: dict[str, Decimal] = field(default_factory=dict)


async def converge(work: Work) -> bool:
    """Whether LiteLLM had to be changed. Raises `Occupied`, `Fenced` or `UpstreamFailed`."""
    if work.wanted.is_deleted:
        return await _remove(work)
    # A key needs its team; but to stop a team, its keys come first: they stop at once, and the
    # team when LiteLLM's cache runs out.
    if work.wanted.team.blocked:
        made = await _settle(work, partial(_team, work), partial(_existence_call, work))
        refusal, changed = await _keys(work)
        changed |= await _settle_team(work)
    else:
        made = await _settle_team(work)
        refusal, changed = await _keys(work)
    if refusal is not None:
        raise refusal
    return made or changed


async def _keys(work: Work) -> tuple[UpstreamRefused | None, bool]:
    """One key that cannot be must not keep the others from being stopped."""
    refusal, changed = None, False
    for key in work.wanted.keys:
        try:
            changed |= await _settle(work, partial(_key, work, key), partial(_key_call, work, key))
        except UpstreamRefused as error:
            refusal = error
    return refusal, changed


async def _remove(work: Work) -> bool:
    changed = False
    for key in work.wanted.keys:
        removal = partial(_key_removal, work, key)
        changed |= await _settle(work, partial(_key, work, key), removal)
    return await _settle(work, partial(_team, work), partial(_team_removal, work)) or changed


async def _settle_team(work: Work) -> bool:
    return await _settle(work, partial(_team, work), partial(_team_call, work))


async def _settle(
    work: Work,
    look: Callable[[], Awaitable[Seen | None]],
    next_call: Callable[[Seen | None, int], Call | None],
) -> bool:
    for calls in range(_MOST_CALLS):
        call = next_call(await look(), calls)
        if call is None:
            return calls > 0
        await work.claim.keep()
        await call()
    raise UpstreamUnavailable("LiteLLM does not keep what it was told.")


async def _team(work: Work) -> LLMTeam | None:
    return await work.llm.team(work.wanted.team.team_id)


async def _key(work: Work, key: DesiredKey) -> LLMKey | None:
    return await work.llm.key(key.llm.token_hash)


def _existence_call(work: Work, seen: LLMTeam | None, calls: int) -> Call | None:
    if seen is None:
        return partial(work.llm.create_team, work.wanted.team)
    _require_own(work, seen)
    return None


def _team_call(work: Work, seen: LLMTeam | None, calls: int) -> Call | None:
    llm, wanted = work.llm, work.wanted.team
    if seen is None:
        return partial(llm.create_team, wanted)
    _require_own(work, seen)
    wanted = _budgeted(work, wanted.team_id, wanted, seen)
    if wanted.blocked and not seen.blocked:
        return partial(llm.set_team_blocked, wanted.team_id, True)
    if team_differs(wanted, seen) or _marks_may_be_lost(work, calls):
        return partial(llm.update_team, wanted)
    if seen.blocked and not wanted.blocked:
        return partial(llm.set_team_blocked, wanted.team_id, False)
    return None


def _key_call(work: Work, key: DesiredKey, seen: LLMKey | None, calls: int) -> Call | None:
    llm, wanted = work.llm, key.llm
    if seen is None:
        return None if key.is_ended else partial(_create_key, work, key)
    wanted = _budgeted(work, wanted.token_hash, wanted, seen)
    if wanted.blocked and not seen.blocked:
        return partial(llm.set_key_blocked, wanted.token_hash, True)
    if key_differs(wanted, seen) or _marks_may_be_lost(work, calls):
        return partial(llm.update_key, wanted)
    if seen.blocked and not wanted.blocked:
        return partial(llm.set_key_blocked, wanted.token_hash, False)
    return None


def _budgeted(work: Work, name: str, wanted: Budgeted, seen: Budgeted) -> Budgeted:
    """With its budget, decided at the first look: spend that goes on is not run after."""
    if name not in work.budgets:
        work.budgets[name] = allowance.budget(
            work.wanted.allowance, seen, was_refused=work.claim.was_refused
        )
    return replace(wanted, max_budget=work.budgets[name])


async def _create_key(work: Work, key: DesiredKey) -> None:
    if key.sealed_secret is None:
        raise UpstreamRefused("LiteLLM lost a key whose secret is not kept here; rotate the key.")
    try:
        secret = work.vault.unseal(key.sealed_secret, f"virtual_keys:sealed_secret:{key.key_id}")
    except CannotUnseal as error:
        raise UpstreamRefused("A virtual key was sealed with a key that is not here.") from error
    await work.llm.create_key(secret, key.llm)


def _key_removal(work: Work, key: DesiredKey, seen: LLMKey | None, calls: int) -> Call | None:
    if seen is None:
        return None
    if not seen.blocked:
        return partial(work.llm.set_key_blocked, seen.token_hash, True)
    return partial(work.llm.delete_key, seen.token_hash)


def _team_removal(work: Work, seen: LLMTeam | None, calls: int) -> Call | None:
    # A team of the same name that is not this row's is none of its business.
    if seen is None or not _is_own(work, seen):
        return None
    return partial(work.llm.delete_team, seen.team_id)


def _is_own(work: Work, seen: LLMTeam) -> bool:
    """Somebody who edits metadata at LiteLLM may lose our mark; the team is still ours."""
    target = seen.metadata.get(TARGET)
    was_here = work.claim.was_synced and work.claim.absent_since is None
    return target == str(work.wanted.team_key) or (target is None and was_here)


def _require_own(work: Work, seen: LLMTeam) -> None:
    if _is_own(work, seen):
        return
    if "managed_by" in seen.metadata or TARGET not in seen.metadata:
        raise UpstreamRefused(
            f"LiteLLM has a team '{seen.team_id}' that this installation does not manage."
        )
    raise Occupied(str(seen.metadata[TARGET]))


def _marks_may_be_lost(work: Work, calls: int) -> bool:
    """What a scan missed is written once more: the marks it looks for cannot be seen here."""
    return work.claim.has_drifted and calls == 0
