"""One model call, streamed: every chunk is passed on as it comes, the last when all is settled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from uuid import UUID

from domain import prices
from domain.access import Actor, Permission, requires
from domain.calls import answers, attempts, background, failures, tending
from domain.calls.answers import Assembly
from domain.calls.attempts import Opened, Tries
from domain.calls.outcomes import Outcome
from domain.calls.preparing import Plan, prepare
from domain.calls.reserving import reserve
from domain.calls.running import answer, answered_before, failed, recorded, settle_surely
from domain.calls.types import AlreadyMade, Answered, Asked, CallFailed, CallRequest, Reserved
from domain.jobs import NewJob, finding
from domain.ports import ModelCallFailed, Ports
from persistence.models import Job, LLMCall

GONE = "The client went away before the answer."


class Chunks:
    """A streamed answer under way: iterate over its chunks once, and close it whatever happens.

    Chunks are in OpenAI's form, with the name asked for as their `model`; usage is on the last,
    which comes when the call is settled and its job, if it ends with it, is charged. Then `asked`
    is there. Raises `CallFailed` when the answer breaks off. Closing it early closes the
    upstream, too, and settles what was used.
    """

    def __init__(self, job_id: UUID, call_id: UUID, served_by: str) -> None:
        self.job_id = job_id
        self.call_id = call_id
        self.served_by = served_by
        self.asked: Asked | None = None

    def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        raise NotImplementedError

    async def aclose(self) -> None:
        return


class _Replay(Chunks):
    """An answer that was given before, as a stream of few chunks."""

    def __init__(self, earlier: Asked) -> None:
        super().__init__(earlier.job_id, earlier.call_id, earlier.served_by)
        self.asked = earlier

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        assert self.asked
        for chunk in answers.chunks_of(self.asked.body):
            yield chunk


class _Live(Chunks):
    def __init__(self, plan: Plan, opened: Opened) -> None:
        reserved = opened.reserved
        super().__init__(reserved.job_id, reserved.call_id, opened.candidate.model)
        self._plan, self._opened = plan, opened
        self._assembly = Assembly()
        self._settling: asyncio.Task[bool] | None = None

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        last: dict[str, Any] | None = None
        try:
            async for chunk in self._upstream():
                if last is not None:
                    yield last
                last = None
                if answers.finish_reason(chunk) is not None:
                    last = chunk  # until it is known whether it is the last, and what was used
                else:
                    yield chunk
            outcome = self._outcome()
            await self._settle(outcome)
        except ModelCallFailed as failure:
            raise await self._broken_off(failure) from failure
        finally:
            await self.aclose()
        self.asked = answer(self._plan, self._opened.reserved, outcome)
        yield self._final(last, outcome)

    async def aclose(self) -> None:
        if self._settling is None:
            self._settling = background.spawn(self._abandon())
        with suppress(asyncio.CancelledError):
            await asyncio.shield(self._settling)

    async def _upstream(self) -> AsyncIterator[dict[str, Any]]:
        """What the listener sees of each chunk that has anything for them."""
        if self._assembly.add(self._opened.first):
            yield self._shown(self._opened.first)
        async for chunk in self._opened.chunks:
            if self._assembly.add(chunk):
                yield self._shown(chunk)

    def _shown(self, chunk: dict[str, Any]) -> dict[str, Any]:
        seen = answers.shown(chunk, self._plan.route.requested)
        seen.pop("usage", None)
        for choice in seen.get("choices") or []:
            delta = choice.get("delta")
            if isinstance(delta, dict) and delta.get("content", "") is None:
                del delta["content"]  # clients add it to a text
            choice.setdefault("finish_reason", None)
        return seen

    def _final(self, last: dict[str, Any] | None, outcome: Outcome) -> dict[str, Any]:
        body = dict(outcome.response or {})
        if last is None:
            choice = {"index": 0, "delta": {}, "finish_reason": outcome.finish_reason or "stop"}
            head = {name: body.get(name) for name in ("id", "created", "model")}
            last = {**head, "object": "chat.completion.chunk", "choices": [choice]}
        return {**last, "usage": body["usage"]}

    def _tokens(self) -> prices.Tokens:
        return prices.tokens_of(self._assembly.usage) or attempts.estimated(
            self._plan, self._assembly.text
        )

    def _outcome(self, error: str | None = None) -> Outcome:
        tokens = self._tokens()
        body = self._assembly.body(self._plan.route.requested)
        body.setdefault("usage", {})
        body["usage"] = {
            "prompt_tokens": tokens.prompt,
            "completion_tokens": tokens.completion,
            "total_tokens": tokens.total,
            **body["usage"],
        }
        return attempts.priced(
            self._plan,
            self._opened.candidate,
            self._opened.tries,
            tokens,
            used_model=self._opened.upstream.used_model,
            error=error,
            finish_reason=answers.finish_reason(body),
            response=body,
        )

    async def _settle(self, outcome: Outcome) -> None:
        self._settling = background.spawn(settle_surely(self._plan, self._opened.reserved, outcome))
        await asyncio.shield(self._settling)

    async def _broken_off(self, failure: ModelCallFailed) -> CallFailed:
        attempt = self._opened.tries.attempts[-1]
        self._opened.tries.attempts[-1] = attempt.failed(failure.message)
        await self._settle(self._outcome(failures.BROKEN_OFF))
        return await failed(self._opened.reserved, failures.BROKEN_OFF, failure)

    async def _abandon(self) -> bool:
        """The listener is gone: no more is asked of the model. What it read and said is paid for:
        it had begun to answer."""
        with tending.until_over(self.call_id):
            await self._opened.upstream.aclose()
            return await settle_surely(self._plan, self._opened.reserved, self._outcome())


class Stream:
    """Chunks with the records of their job and call, as they are when the stream is opened, and
    in `answered` as they are after its end."""

    def __init__(self, chunks: Chunks, job: Job, call: LLMCall) -> None:
        self._chunks = chunks
        self.job = job
        self.call = call
        self.served_by = chunks.served_by
        self.answered: Answered | None = None

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        try:
            async for chunk in self._chunks:
                if self._chunks.asked and self.answered is None:
                    self.answered = await recorded(self._chunks.asked)
                yield chunk
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        await self._chunks.aclose()


@requires(Permission.RUN_JOBS)
async def listen(
    actor: Actor, ports: Ports, job: UUID | str | NewJob, request: CallRequest
) -> Chunks:
    """As `ask`, streamed: comes back with the first chunk at hand. What fails before it is raised
    here, as `CallFailed` or the refusals of `ask`."""
    plan = await prepare(actor, ports, job, request, words="Streaming single-call job")
    reserved = await reserve(plan.reservation)
    if isinstance(reserved, AlreadyMade):
        return _Replay(await answered_before(actor, reserved.call_id))
    tending.begin(reserved.call_id, reserved.run, plan.reservation.lease)
    tries = Tries()
    asking = background.spawn(attempts.stream(plan, reserved, tries))
    opening = background.spawn(_open(plan, reserved, tries, asking))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        asking.cancel()
        opening.add_done_callback(_close_unheard)
        raise


@requires(Permission.RUN_JOBS)
async def stream(
    actor: Actor, ports: Ports, job: UUID | str | NewJob, request: CallRequest
) -> Stream:
    """As `listen`, with the records of the job and the call."""
    chunks = await listen(actor, ports, job, request)
    try:
        found = await finding.query().get(id=chunks.job_id)
        return Stream(chunks, found, await LLMCall.get(id=chunks.call_id))
    except BaseException:
        await chunks.aclose()
        raise


async def _open(
    plan: Plan, reserved: Reserved, tries: Tries, asking: "asyncio.Task[Opened | None]"
) -> Chunks:
    """A listener who leaves before the first chunk cancels the asking, which closes the
    upstream."""
    try:
        opened = await asking
    except asyncio.CancelledError:
        attempted = (*tries.attempts[:-1], *(one.failed(GONE) for one in tries.attempts[-1:]))
        gone = Outcome(attempts=attempted, error=GONE, request=plan.body)
        await settle_surely(plan, reserved, gone)
        raise
    except BaseException:
        tending.end(reserved.call_id)
        raise
    if opened is not None:
        return _Live(plan, opened)
    outcome = tries.failed(plan)
    await settle_surely(plan, reserved, outcome)
    raise await failed(reserved, outcome.error or "", tries.failure)


def _close_unheard(opening: "asyncio.Task[Chunks]") -> None:
    """Whoever wanted the stream left while it was opened."""
    if not opening.cancelled() and opening.exception() is None:
        background.spawn(opening.result().aclose())
