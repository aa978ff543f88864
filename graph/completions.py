"""Whole answers of models."""

from typing import Annotated, Any, Final, Self

import strawberry

from domain import calls, rate_limits
from graph.completion_inputs import RunCompletionInput, to_request
from graph.context import Info
from graph.errors import ARGUMENTS, UserError, mutation, no_errors, user_errors
from graph.job_inputs import blamed_at
from graph.jobs import Job
from graph.llm_calls import LlmCall
from graph.scalars import JSON

# For what is done before and after the model's own time, and read of the answer.
_ASIDE_SECONDS: Final = 10


@strawberry.type(description="A whole answer.")
class Completion:
    call: LlmCall = strawberry.field(description="The recorded call.")
    content: str | None = strawberry.field(
        description="Text answered; null if only tools were called."
    )
    tool_calls: JSON | None = strawberry.field(
        description="`tool_calls` of the OpenAI API; null if none."
    )
    finish_reason: str | None = strawberry.field(
        description="`finish_reason` of the OpenAI API, as in `stop` or `length`."
    )

    @classmethod
    def of(cls, answered: calls.Answered) -> Self:
        choice: dict[str, Any] = next(iter(answered.body.get("choices") or ()), {})
        message = choice.get("message") or {}
        called = message.get("tool_calls")
        return cls(
            call=LlmCall.from_model(answered.call),
            content=message.get("content"),
            tool_calls=JSON(called) if called else None,
            finish_reason=choice.get("finish_reason"),
        )


@strawberry.type(description="Result of `runCompletion`.")
class RunCompletionPayload:
    completion: Completion | None = strawberry.field(
        default=None, description="The answer; null if refused or failed."
    )
    job: Job | None = strawberry.field(
        default=None, description="The job, present even if the call failed; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.type
class CompletionMutation:
    @mutation(
        description="Calls a model and waits for the whole answer, in a given job or in one made "
        "for this call."
    )
    async def run_completion(
        self, info: Info, input: Annotated[RunCompletionInput, ARGUMENTS]
    ) -> RunCompletionPayload | None:
        job, request = to_request(input)
        context = info.context
        context.allow(context.ports.policy.call_timeout.total_seconds() + _ASIDE_SECONDS)
        await rate_limits.admit(context.actor, context.ports, rate_limits.Work.CALLS)
        try:
            with blamed_at(input.places):
                answered = await calls.run(context.actor, context.ports, job, request)
        except calls.CallFailed as failed:
            return RunCompletionPayload(job=Job.from_model(failed.job), errors=user_errors(failed))
        return RunCompletionPayload(
            completion=Completion.of(answered), job=Job.from_model(answered.job)
        )
