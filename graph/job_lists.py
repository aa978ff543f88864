"""What lists of jobs take, and how they are read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import jobs
from domain.access import Actor
from domain.paging import Page, PageRequest
from graph.context import Info
from graph.enums import describe_enum
from graph.loaders import by_way
from graph.pagination import After, Before, First, Last, connection, page_request
from graph.scalars import JSON
from graph.values import DateTimeRange, OrderDirection, ScopeInput

if TYPE_CHECKING:
    from graph.jobs import JobConnection

describe_enum(
    jobs.JobStatus,
    "How far a job is. The last three are final.",
    PENDING="Created, no call yet.",
    IN_PROGRESS="At least one call made.",
    COMPLETED="Ended well.",
    FAILED="Ended badly, by its owner or because nothing was heard of it.",
    CANCELLED="Called off.",
)
describe_enum(
    jobs.ChargeStatus,
    "What became of the charge of a job.",
    NOT_DUE="Not completed.",
    CHARGED="Charged in full.",
    WAIVED="Completed and free, by the failed-call policy.",
    UNDERPAID="Completed with too few credits left: charged down to the overdraft limit.",
)
describe_enum(
    jobs.JobOrder,
    "What jobs can be ordered by.",
    name="JobOrderField",
    CREATED_AT="Time of creation.",
    CLIENT_COST="Client cost.",
)


@strawberry.input(description="Which jobs to list. All given criteria must match.")
class JobFilter:
    scope: ScopeInput | None = strawberry.field(
        default=UNSET, description="Of this organization or team."
    )
    status: list[jobs.JobStatus] | None = strawberry.field(
        default=UNSET, description="One of these."
    )
    job_type: list[str] | None = strawberry.field(
        default=UNSET, description="One of these kinds of work."
    )
    end_user_id: str | None = strawberry.field(
        default=UNSET, description="Of this user of the team's."
    )
    search: str | None = strawberry.field(
        default=UNSET, description="First characters of the natural key."
    )
    created_at: DateTimeRange | None = strawberry.field(
        default=UNSET, description="Created in this period."
    )
    metadata: JSON | None = strawberry.field(
        default=UNSET, description="Metadata contains this object."
    )


@strawberry.input(description="Ordering of jobs.")
class JobOrder:
    field: jobs.JobOrder = strawberry.field(description="What to order by.")
    direction: OrderDirection = strawberry.field(
        default=OrderDirection.ASC, description="Direction."
    )


FilterArgument = Annotated[JobFilter | None, strawberry.argument(description="Only matching jobs.")]
OrderArgument = Annotated[JobOrder | None, strawberry.argument(description="Ordering.")]

NEWEST_FIRST = JobOrder(field=jobs.JobOrder.CREATED_AT, direction=OrderDirection.DESC)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of a list of jobs; equal ones are read together."""

    request: PageRequest
    only: jobs.JobFilter
    by: jobs.JobOrder
    descending: bool

    @classmethod
    def of(cls, request: PageRequest, only: JobFilter | None, order: JobOrder | None) -> Self:
        order = order or NEWEST_FIRST
        descending = order.direction is OrderDirection.DESC
        return cls(request, _criteria(only or JobFilter()), order.field, descending)


def _criteria(only: JobFilter) -> jobs.JobFilter:
    scope, period = only.scope or ScopeInput(), only.created_at or DateTimeRange()
    sent: dict[str, Any] = {
        "organization_id": scope.organization_id,
        "team_id": scope.team_id,
        "end_user_id": only.end_user_id,
        "search": only.search,
        "metadata": only.metadata,
    }
    return jobs.JobFilter(
        **{name: value for name, value in sent.items() if value is not UNSET},
        statuses=tuple(only.status or ()) or None,
        job_types=tuple(only.job_type or ()) or None,
        since=period.from_ or None,
        until=period.until or None,
    )


async def job_page(
    info: Info, request: PageRequest, only: JobFilter | None, order: JobOrder | None
) -> Any:
    """A `JobConnection` of all jobs that the caller sees."""
    asked = _Asked.of(request, only, order)
    page = await jobs.list_page(
        info.context.actor, request, asked.only, by=asked.by, descending=asked.descending
    )
    return connection("Job", page)


@strawberry.type
class JobsOfTeam:
    """What `Team` has of jobs; those of several teams are read together."""

    key: strawberry.Private[UUID]

    @strawberry.field(description="Its jobs.")
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
    ) -> Annotated["JobConnection", strawberry.lazy("graph.jobs")] | None:
        asked = _Asked.of(page_request(first, after, last, before), filter, order_by)
        page: JobConnection = connection("Job", await info.context.load(_lists, (asked, self.key)))
        return page


async def _lists(actor: Actor, keys: list[tuple[_Asked, UUID]]) -> list[Any]:
    async def read(asked: _Asked, team_keys: list[UUID]) -> dict[UUID, Page[jobs.Job]]:
        return await jobs.lists_of_teams(
            actor,
            team_keys,
            asked.request,
            asked.only,
            by=asked.by,
            descending=asked.descending,
        )

    return await by_way(keys, read)
