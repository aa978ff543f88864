"""Trying the models of a route in their order, until one answers."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from time import monotonic
from typing import Any, Final, TypeVar

from domain import prices, provisioning
from domain.calls import answers, failures, routing
from domain.calls.outcomes import Attempt, Outcome
from domain.calls.preparing import Plan
from domain.calls.types import Candidate, Reserved
from domain.errors import StorageTrouble
from domain.ports import ModelAnswer, ModelCallFailed, ModelStream

R = TypeVar("R")
Ask = Callable[[Candidate, str], Awaitable[R]]
Found = tuple[Candidate, R]

_log = logging.getLogger("saas_litellm.calls")
# Ids of attempts go on where an earlier run of the same call may have stopped.
_PER_RUN: Final = 100
_LONGEST_REASON: Final = 300
# How long LiteLLM is given to learn of a budget.
_BUDGET_SECONDS: Final = 5.0


@dataclass(slots=True)
class Tries:
    """What was tried so far."""

    began: float = field(default_factory=monotonic)
    attempts: list[Attempt] = field(default_factory=list)
    failure: ModelCallFailed | None = None
    last: Candidate | None = None

    @property
    def latency_ms(self) -> int:
        return round((monotonic() - self.began) * 1000)

    def failed(self, plan: Plan) -> Outcome:
        """No model answered."""
        error = failures.told(self.failure, self.last, plan.route.requested)
        return Outcome(attempts=tuple(self.attempts), error=error, request=plan.body)


@dataclass(slots=True)
class Opened:
    """A stream whose first chunk has come."""

    reserved: Reserved
    tries: Tries
    candidate: Candidate
    upstream: ModelStream
    chunks: AsyncIterator[dict[str, Any]]
    first: dict[str, Any]


async def plain(plan: Plan, reserved: Reserved, tries: Tries) -> Found[ModelAnswer] | None:
    """The first whole answer; None when no model gave one."""

    async def ask(candidate: Candidate, call_id: str) -> ModelAnswer:
        body = {**plan.body, "model": candidate.model}
        return await plan.ports.models.complete(
            plan.secret, body, call_id=call_id, timeout_seconds=_seconds(plan)
        )

    return await _first(plan, reserved, tries, ask)


async def stream(plan: Plan, reserved: Reserved, tries: Tries) -> Opened | None:
    """The first stream that begins; another model may still be tried when it breaks before its
    first chunk, since nobody has seen anything of it."""

    async def ask(candidate: Candidate, call_id: str) -> Opened:
        options = plan.request.body.get("stream_options")
        kept = options if isinstance(options, dict) else {}
        more = {"stream": True, "stream_options": {**kept, "include_usage": True}}
        upstream = await plan.ports.models.stream(
            plan.secret,
            {**plan.body, **more, "model": candidate.model},
            call_id=call_id,
            timeout_seconds=_seconds(plan),
        )
        chunks = aiter(upstream)
        try:
            first = await anext(chunks, None)
            if first is None:
                raise ModelCallFailed("The stream ended before it began.")
        except BaseException:
            await upstream.aclose()
            raise
        return Opened(reserved, tries, candidate, upstream, chunks, first)

    found = await _first(plan, reserved, tries, ask)
    return found[1] if found else None


def answered(plan: Plan, candidate: Candidate, answer: ModelAnswer, tries: Tries) -> Outcome:
    """What a whole answer comes to."""
    tokens = prices.tokens_of(answer.body.get("usage")) or estimated(
        plan, answers.text_of(answer.body)
    )
    return priced(
        plan,
        candidate,
        tries,
        tokens,
        used_model=answer.used_model,
        finish_reason=answers.finish_reason(answer.body),
        response=answers.shown(answer.body, plan.route.requested),
    )


def priced(
    plan: Plan,
    candidate: Candidate,
    tries: Tries,
    tokens: prices.Tokens,
    *,
    used_model: str | None,
    error: str | None = None,
    finish_reason: str | None = None,
    response: dict[str, Any] | None = None,
) -> Outcome:
    price = routing.price_of(candidate, used_model)
    return Outcome(
        attempts=tuple(tries.attempts),
        error=error,
        resolved_model=candidate.model,
        used_model=used_model,
        provider=prices.provider_of(used_model or candidate.actual_model or candidate.model, price),
        price=price,
        tokens=tokens,
        cost=prices.cost(price, tokens),
        latency_ms=tries.latency_ms if error is None else None,
        finish_reason=finish_reason,
        request=plan.body,
        response=response,
    )


def estimated(plan: Plan, text: str) -> prices.Tokens:
    """When nobody says how many they were."""
    return prices.Tokens(
        prompt=min(prices.estimate_prompt(plan.body), prices.MAX_TOKENS),
        completion=prices.estimate_text(text),
        is_estimated=True,
    )


async def _first(plan: Plan, reserved: Reserved, tries: Tries, ask: Ask[R]) -> Found[R] | None:
    """Another model is tried after a provider's error or a timeout alone: whatever is wrong with
    the request is wrong with it everywhere. Where only LiteLLM's idea of the budget is wrong, the
    same model is tried once more: the call is paid for."""
    numbers = count((reserved.run - 1) * _PER_RUN + 1)
    for candidate in plan.route.candidates:
        for is_last in (False, True):
            found = await _try(candidate, f"{reserved.call_id}-{next(numbers)}", tries, ask)
            if found is not None:
                return candidate, found
            if is_last or not (tries.failure and tries.failure.is_budget):
                break
            await _hasten(plan)
        if not (tries.failure and tries.failure.is_provider):
            return None
    return None


async def _try(candidate: Candidate, call_id: str, tries: Tries, ask: Ask[R]) -> R | None:
    began, reason = monotonic(), None
    try:
        return await ask(candidate, call_id)
    except ModelCallFailed as failure:
        tries.failure, tries.last = failure, candidate
        reason = failure.message[:_LONGEST_REASON]
        return None
    finally:
        latency_ms = round((monotonic() - began) * 1000)
        tries.attempts.append(
            Attempt(id=call_id, model=candidate.model, reason=reason, latency_ms=latency_ms)
        )


async def _hasten(plan: Plan) -> None:
    """LiteLLM's idea of the team's budget is behind ours: tell it again."""
    _log.warning("LiteLLM refused team '%s' for its budget.", plan.context.team_id)
    try:
        await provisioning.hasten(plan.context.team_key)
        await provisioning.wait_until_synced(plan.context.team_key, _BUDGET_SECONDS)
    except StorageTrouble as trouble:
        _log.warning("It could not be told of the balance: %s", trouble)


def _seconds(plan: Plan) -> float:
    return plan.ports.policy.call_timeout.total_seconds()
