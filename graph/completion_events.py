"""Answers of models, as they are said."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Self

import strawberry
from strawberry import UNSET

from domain import calls, rate_limits
from domain.errors import Refusal
from graph.completion_inputs import RunCompletionInput, to_request
from graph.completions import Completion
from graph.context import Context, Info
from graph.errors import UserError, user_errors
from graph.events import After, Event
from graph.job_inputs import blamed_at
from graph.jobs import Job
from graph.live.runs import Run, Told
from graph.scalars import JSON


@strawberry.type(
    description="A part of a streamed answer. The last event has `completion` or `errors`."
)
class CompletionEvent(Event):
    delta: str | None = strawberry.field(description="Text to append; null if this part has none.")
    tool_calls_delta: JSON | None = strawberry.field(
        description="`delta.tool_calls` of the OpenAI API; null if this part has none."
    )
    completion: Completion | None = strawberry.field(
        description="The whole answer, in the last event."
    )
    job: Job | None = strawberry.field(description="The job, in the first and the last event.")
    errors: list[UserError] = strawberry.field(
        description="Why there is no answer, or only a part; ends the stream when not empty."
    )

    @classmethod
    def of(cls, told: Told) -> Self:
        outcome = told.outcome
        return cls(
            cursor=told.cursor,
            lagged=told.lagged,
            delta=told.part.text,
            tool_calls_delta=JSON(told.part.tool_calls) if told.part.tool_calls else None,
            completion=Completion.of(outcome) if isinstance(outcome, calls.Answered) else None,
            job=Job.from_model(told.job) if told.job else None,
            errors=user_errors(outcome) if isinstance(outcome, Refusal) else [],
        )


@strawberry.type
class CompletionSubscription:
    @strawberry.subscription(
        description="Calls a model and streams the answer. Subscribing again with the same "
        "idempotency key joins the running call instead of starting another."
    )
    async def completion(
        self,
        info: Info,
        input: Annotated[RunCompletionInput, strawberry.argument(description="What to run.")],
        after: After = UNSET,
    ) -> AsyncGenerator[CompletionEvent, None]:
        context = info.context
        run = _run(context, input)
        await run.begun()
        return _events(context, run, after or context.last_event_id)


def _run(context: Context, input: RunCompletionInput) -> Run:
    actor, ports = context.actor, context.ports

    async def opened() -> calls.Stream:
        job, request = to_request(input)
        await rate_limits.admit(actor, ports, rate_limits.Work.CALLS)
        with blamed_at(input.places):
            return await calls.stream(actor, ports, job, request)

    holder = (actor.kind, actor.admin_user_id, actor.role, actor.team_id)
    return context.live.runs.join((holder, input.idempotency_key), input, opened)


async def _events(context: Context, run: Run, seen: str) -> AsyncGenerator[CompletionEvent, None]:
    async with aclosing(run.events(seen)) as events:
        async for told in events:
            context.begin_event(told.cursor)
            yield CompletionEvent.of(told)
