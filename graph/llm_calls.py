"""Model calls. What a provider did and took is for those who may read provider costs."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry

from domain import jobs, usage
from domain.access import Actor, Permission
from graph.context import Context, Info
from graph.loaders import in_key_order
from graph.nodes import Node, find
from graph.pagination import Connection, Edge
from graph.prices import TokenPrice
from graph.scalars import JSON
from graph.usage_values import Cost, TokenUsage

if TYPE_CHECKING:
    from graph.jobs import Job


async def _by_id(actor: Actor, ids: list[UUID]) -> list[Any]:
    return in_key_order(ids, await jobs.calls_by_ids(actor, ids), lambda call: call.id)


async def _content(actor: Actor, call_ids: list[UUID]) -> list[Any]:
    found = await jobs.contents(actor, call_ids)
    return [found.get(call_id) for call_id in call_ids]


@strawberry.enum(description="What became of one model tried for a call.")
class AttemptOutcome(Enum):
    SUCCEEDED = strawberry.enum_value("succeeded", description="Answered.")
    FAILED = strawberry.enum_value("failed", description="Failed; the next one was tried.")
    SKIPPED = strawberry.enum_value("skipped", description="Not tried.")


@strawberry.type(description="One model tried for a call.")
class CallAttempt:
    model_name: str = strawberry.field(description="Model as LiteLLM knows it.")
    outcome: AttemptOutcome = strawberry.field(description="What became of it.")
    reason: str | None = strawberry.field(
        description="Why it failed or was skipped; null if it answered."
    )
    latency_ms: int | None = strawberry.field(
        description="Time taken in milliseconds; null if skipped."
    )

    @classmethod
    def of(cls, attempt: dict[str, Any]) -> Self:
        return cls(
            model_name=attempt["model"],
            outcome=AttemptOutcome(attempt["outcome"]),
            reason=attempt.get("reason"),
            latency_ms=attempt.get("latency_ms"),
        )


@strawberry.type(description="One call to a model within a job.")
class LlmCall(Node):
    row: strawberry.Private[Any]

    @strawberry.field(description="Its job.")
    async def job(self, info: Info) -> Annotated["Job", strawberry.lazy("graph.jobs")]:
        found: Job = await find(info.context, "Job", self.row.job_id)
        return found

    purpose: str | None = strawberry.field(description="What it was for, in the team's own words.")
    requested_model: str = strawberry.field(description="Alias or model group asked for.")

    @strawberry.field(description="Model that the name led to; needs `READ_PROVIDER_COSTS`.")
    def resolved_model(self, info: Info) -> str | None:
        return self.row.resolved_model if _sees_provider(info) else None

    @strawberry.field(
        description="Model the provider says has answered; null if none did; needs "
        "`READ_PROVIDER_COSTS`."
    )
    def used_model(self, info: Info) -> str | None:
        return self.row.used_model if _sees_provider(info) else None

    @strawberry.field(description="Models tried, in order; needs `READ_PROVIDER_COSTS`.")
    def attempts(self, info: Info) -> list[CallAttempt] | None:
        if not _sees_provider(info):
            return None
        return [CallAttempt.of(attempt) for attempt in self.row.attempts]

    @strawberry.field(description="Tokens used.")
    def tokens(self) -> TokenUsage:
        return TokenUsage.of(usage.Tokens.of(self.row))

    @strawberry.field(description="Cost.")
    def cost(self, info: Info) -> Cost:
        return Cost.of(usage.Cost.seen_by(info.context.actor, self.row))

    @strawberry.field(description="Price applied; needs `READ_PROVIDER_COSTS`.")
    def price(self, info: Info) -> TokenPrice | None:
        if not _sees_provider(info):
            return None
        return TokenPrice.of(self.row.input_price, self.row.output_price, self.row.cached_price)

    latency_ms: int | None = strawberry.field(
        description="Time to the whole answer in milliseconds; null if it failed."
    )
    error: str | None = strawberry.field(description="Why it failed; null if it did not.")

    @strawberry.field(description="Request ID at LiteLLM; needs `READ_PROVIDER_COSTS`.")
    def litellm_call_id(self, info: Info) -> str | None:
        return self.row.litellm_call_id if _sees_provider(info) else None

    @strawberry.field(description="What was sent; needs `READ_PROMPTS`, and null once erased.")
    async def request(self, info: Info) -> JSON | None:
        content = await self._content(info)
        return JSON(content.request) if content else None

    @strawberry.field(description="What was answered; needs `READ_PROMPTS`, and null once erased.")
    async def response(self, info: Info) -> JSON | None:
        content = await self._content(info)
        return JSON(content.response) if content and content.response is not None else None

    created_at: datetime = strawberry.field(description="Time of the call.")

    async def _content(self, info: Info) -> Any:
        if not info.context.actor.may(Permission.READ_PROMPTS):
            return None
        return await info.context.load(_content, self.key)

    @classmethod
    def from_model(cls, row: Any) -> Self:
        return cls(
            key=row.id,
            row=row,
            purpose=row.purpose,
            requested_model=row.requested_model,
            latency_ms=row.latency_ms,
            error=row.error,
            created_at=row.created_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_by_id, key)


def _sees_provider(info: Info) -> bool:
    return info.context.actor.may(Permission.READ_PROVIDER_COSTS)


@strawberry.type(description="A row of a page of model calls.")
class LlmCallEdge(Edge[LlmCall]): ...


@strawberry.type(description="A page of model calls.")
class LlmCallConnection(Connection[LlmCallEdge, LlmCall]): ...
