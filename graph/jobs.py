"""Jobs."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import jobs, usage
from domain.access import Actor
from graph.context import Context, Info
from graph.credits import CreditTransaction
from graph.job_lists import NEWEST_FIRST, FilterArgument, OrderArgument, job_page
from graph.llm_calls import LlmCallConnection
from graph.loaders import by_way, in_key_order
from graph.nodes import Node, find, or_none
from graph.pagination import (
    After,
    Before,
    Connection,
    Edge,
    First,
    Last,
    connection,
    page_request,
)
from graph.scalars import JSON, Credits
from graph.usage_values import CallTotals
from graph.values import OrderDirection

if TYPE_CHECKING:
    from graph.credits.holds import CreditHold
    from graph.teams import Team


async def _by_id(actor: Actor, ids: list[UUID]) -> list[Any]:
    return in_key_order(ids, await jobs.by_ids(actor, ids), lambda job: job.id)


async def _retries(actor: Actor, job_keys: list[UUID]) -> list[int]:
    found = await jobs.retry_counts(actor, job_keys)
    return [found.get(key, 0) for key in job_keys]


async def _calls(actor: Actor, asked: list[tuple[Any, UUID]]) -> list[Any]:
    async def read(way: Any, job_keys: list[UUID]) -> Any:
        request, descending = way
        return await jobs.calls_of_jobs(actor, job_keys, request, descending=descending)

    return await by_way(asked, read)


@strawberry.type(description="A unit of work of a team: groups model calls for one charge.")
class Job(Node):
    row: strawberry.Private[Any]
    job_id: str = strawberry.field(description="Natural key, a UUID.")

    @strawberry.field(description="Its team.")
    async def team(self, info: Info) -> Annotated["Team", strawberry.lazy("graph.teams")]:
        found: Team = await find(info.context, "Team", self.row.team_id)
        return found

    job_type: str = strawberry.field(
        description="Kind of work, in the team's own words; usage can be grouped by it."
    )
    status: jobs.JobStatus = strawberry.field(description="How far it is.")
    end_user_id: str | None = strawberry.field(description="The team's own user behind it.")
    external_task_id: str | None = strawberry.field(description="The team's own ID for it.")
    metadata: JSON | None = strawberry.field(description="Free-form data, at most 10 KB.")
    error_message: str | None = strawberry.field(description="Why it failed.")
    requested_models: list[str] = strawberry.field(
        description="Names of models and model groups its calls asked for."
    )

    @strawberry.field(description="Calls that repeated an earlier one of the same purpose.")
    async def retry_count(self, info: Info) -> int:
        return await info.context.load(_retries, self.key)

    @strawberry.field(description="Sums over its calls.")
    def totals(self, info: Info) -> CallTotals:
        return CallTotals.of(usage.Calls.of_job(info.context.actor, self.row))

    charge_status: jobs.ChargeStatus = strawberry.field(description="What became of its charge.")

    @strawberry.field(description="The charge; null unless charged.")
    async def charge(self, info: Info) -> CreditTransaction | None:
        found: CreditTransaction | None = await find(
            info.context, "CreditTransaction", self.row.charge_id
        )
        return found

    @strawberry.field(description="Credits reserved while it runs.")
    async def hold(
        self, info: Info
    ) -> Annotated["CreditHold", strawberry.lazy("graph.credits.holds")] | None:
        found: CreditHold | None = await find(info.context, "CreditHold", self.row.hold_id)
        return found

    max_credits: Credits | None = strawberry.field(
        description="Most credits it may be charged; null for no cap."
    )
    max_calls: int | None = strawberry.field(description="Most calls it may make; null for no cap.")

    @strawberry.field(description="Its calls, by time.")
    async def calls(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        order_by: Annotated[
            OrderDirection | None, strawberry.argument(description="Direction in time.")
        ] = OrderDirection.ASC,
    ) -> LlmCallConnection | None:
        asked = (page_request(first, after, last, before), order_by is OrderDirection.DESC)
        page = await info.context.load(_calls, (asked, self.key))
        found: LlmCallConnection = connection("LlmCall", page)
        return found

    created_at: datetime = strawberry.field(description="Time of creation.")
    started_at: datetime | None = strawberry.field(description="First call; null before.")
    completed_at: datetime | None = strawberry.field(
        description="End, whatever the outcome; null before."
    )

    @classmethod
    def from_model(cls, row: Any) -> Self:
        return cls(
            key=row.id,
            row=row,
            job_id=str(row.id),
            job_type=row.job_type,
            status=row.status,
            end_user_id=row.end_user_id,
            external_task_id=row.external_task_id,
            metadata=JSON(row.metadata),
            error_message=row.error_message,
            requested_models=row.requested_models,
            charge_status=row.charge_status,
            max_credits=None if row.max_credits is None else Credits(row.max_credits),
            max_calls=row.max_calls,
            created_at=row.created_at,
            started_at=row.started_at,
            completed_at=row.completed_at,
        )

    @classmethod
    async def read(cls, context: Context, key: UUID) -> Any:
        return await context.load(_by_id, key)


@strawberry.type(description="A row of a page of jobs.")
class JobEdge(Edge[Job]): ...


@strawberry.type(description="A page of jobs.")
class JobConnection(Connection[JobEdge, Job]): ...


@strawberry.type
class JobQuery:
    @strawberry.field(description="The job with this natural key.")
    async def job(
        self,
        info: Info,
        job_id: Annotated[
            str,
            strawberry.argument(description="Natural key, a UUID. A malformed one finds nothing."),
        ],
    ) -> Job | None:
        row = await or_none(jobs.get(info.context.actor, job_id))
        return Job.from_model(row) if row else None

    @strawberry.field(description="Jobs of all visible teams.")
    async def jobs(
        self,
        info: Info,
        *,
        first: First = UNSET,
        after: After = UNSET,
        last: Last = UNSET,
        before: Before = UNSET,
        filter: FilterArgument = UNSET,
        order_by: OrderArgument = NEWEST_FIRST,
    ) -> JobConnection | None:
        request = page_request(first, after, last, before)
        page: JobConnection = await job_page(info, request, filter, order_by)
        return page
