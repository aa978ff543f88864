"""What a team may still spend at LiteLLM, in dollars: its budget there follows its balance.

LiteLLM counts what a team and each of its keys spent, and refuses them once that reaches their
budget. So a budget is what was counted when LiteLLM was looked at, and the allowance on top of it.
"""

from decimal import ROUND_DOWN, Decimal
from typing import Final

from domain.ports import LLMKey, LLMTeam
from domain.provisioning import queue
from domain.rates import CREDITS_PER_DOLLAR, MICROS
from persistence import database

NOTHING: Final = Decimal(0)
# Where jobs are charged, a credit may stand for more dollars than the rate says, and LiteLLM
# reserves the longest answer of every call that runs. Our own holds are what keeps a team within
# its credits; this much more shall not be what stops a call that they let through.
SLACK: Final = Decimal(1)

_MOST: Final = Decimal(10) ** 12
_CENTS: Final = Decimal("1e-6")

# What is left of an allowance may differ from what it should be by so much before a worker tells
# LiteLLM anew, before a balance that moved makes one look, and before a comparison of all that
# LiteLLM holds calls it a difference. Ordinary spending stays within the first until it matters.
_KEPT: Final = (Decimal("0.9"), Decimal("1.1"))
_FOLLOWED: Final = (Decimal("0.5"), Decimal("1.25"))
_TOLERATED: Final = (Decimal("0.25"), Decimal("2.5"))
# LiteLLM may refuse a team for its budget that has credits: spend is counted before it is written
# down, and running calls are. Then the team gets another allowance, up to so many in all.
_MOST_ALLOWANCES: Final = 2

_FOLLOW: Final = f"""
WITH due AS (
    SELECT p.id FROM provisionings p JOIN teams t ON t.id = p.team_id
    JOIN credit_accounts a ON a.team_id = p.team_id
    CROSS JOIN LATERAL (SELECT CASE WHEN a.balance + a.overdraft_limit <= 0 THEN 0
        ELSE least((a.balance + a.overdraft_limit)::numeric / {MICROS}
                   / coalesce(t.credits_per_dollar, {CREDITS_PER_DOLLAR}), {_MOST}) + {SLACK}
        END AS dollars) AS allowance
    WHERE p.removed_at IS NULL AND p.observed_generation >= p.generation
        AND t.status <> 'deleted'
        AND (p.allowance_usd IS NULL OR p.allowance_usd
            NOT BETWEEN allowance.dollars * {_FOLLOWED[0]} AND allowance.dollars * {_FOLLOWED[1]})
    ORDER BY p.id FOR UPDATE OF p SKIP LOCKED)
UPDATE provisionings p SET generation = generation + 1, attempts = 0, next_attempt_at = NULL,
    updated_at = now()
FROM due WHERE p.id = due.id RETURNING p.id
"""  # noqa: S608


def of(micro_credits: int, credits_per_dollar: Decimal | None) -> Decimal:
    """Of a balance with what is held and the overdraft; nothing when there is none left.
    Dollars as LiteLLM's double can hold them."""
    if micro_credits <= 0:
        return NOTHING
    dollars = Decimal(micro_credits) / MICROS / (credits_per_dollar or CREDITS_PER_DOLLAR)
    return _doubled((min(dollars, _MOST) + SLACK).quantize(_CENTS, ROUND_DOWN))


def budget(allowance: Decimal, seen: LLMTeam | LLMKey, *, was_refused: bool = False) -> Decimal:
    """What LiteLLM should have as the budget of what was seen there: that which it has, while
    enough and not too much of it is left. `was_refused`: it refuses calls for it all the same."""
    if allowance == NOTHING:
        return NOTHING
    if was_refused and seen.max_budget.is_finite():
        most = seen.spend + _MOST_ALLOWANCES * allowance
        return _doubled(min(max(seen.spend, seen.max_budget) + allowance, most))
    if _is_within(allowance, seen, _KEPT):
        return seen.max_budget
    return _doubled(seen.spend + allowance)


def differs(allowance: Decimal, seen: LLMTeam | LLMKey) -> bool:
    """Whether somebody else must have changed the budget of what was seen."""
    if allowance == NOTHING:
        return seen.max_budget != NOTHING
    return not _is_within(allowance, seen, _TOLERATED)


async def follow() -> int:
    """Have LiteLLM told of balances that moved since, and of allowances that were spent there.
    How many teams that were."""
    touched = await database.rows(_FOLLOW)
    if touched:
        await queue.wake()
    return len(touched)


def _is_within(allowance: Decimal, seen: LLMTeam | LLMKey, bounds: tuple[Decimal, Decimal]) -> bool:
    left = seen.max_budget - seen.spend
    return allowance * bounds[0] <= left <= allowance * bounds[1]


def _doubled(dollars: Decimal) -> Decimal:
    return Decimal(repr(float(dollars)))
