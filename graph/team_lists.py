"""What lists of teams take: several nouns have one."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import teams
from domain.access import Actor
from domain.paging import PageRequest
from graph.context import Info
from graph.enums import describe_enum
from graph.loaders import by_way
from graph.pagination import connection
from graph.scalars import Credits
from graph.values import OrderDirection, given

describe_enum(
    teams.TenantStatus,
    "Whether an organization or team may work.",
    ACTIVE="Works.",
    SUSPENDED="Stopped by an admin.",
    PAUSED="Stopped for a while.",
    DELETED="Deleted; kept for history.",
)
describe_enum(
    teams.BudgetMode,
    "What a completed job is charged for. The least charge is one credit.",
    JOB_BASED="One credit a job.",
    CONSUMPTION_USD="Client cost in dollars times `creditsPerDollar`, rounded down.",
    CONSUMPTION_TOKENS="Tokens divided by `tokensPerCredit`, rounded down.",
)
describe_enum(
    teams.TeamOrderField,
    "What teams can be ordered by.",
    CREATED_AT="Time of creation.",
    NAME="Name.",
    AVAILABLE_CREDITS="Available credits.",
)


@strawberry.input(description="Which teams to list. All given criteria must match.")
class TeamFilter:
    organization_id: str | None = strawberry.field(
        default=UNSET, description="Teams of this organization."
    )
    status: list[teams.TenantStatus] | None = strawberry.field(
        default=UNSET, description="One of these; all but `DELETED` when omitted."
    )
    search: str | None = strawberry.field(
        default=UNSET, description="Part of the natural key or name, whatever its case."
    )
    budget_mode: list[teams.BudgetMode] | None = strawberry.field(
        default=UNSET, description="One of these modes."
    )
    available_below: Credits | None = strawberry.field(
        default=UNSET, description="Fewer credits available than this."
    )
    model_group: str | None = strawberry.field(
        default=UNSET, description="Teams that may use this model group."
    )
    access_group: str | None = strawberry.field(
        default=UNSET, description="Teams that may use this model access group."
    )


@strawberry.input(description="Ordering of teams.")
class TeamOrder:
    field: teams.TeamOrderField = strawberry.field(description="What to order by.")
    direction: OrderDirection = strawberry.field(
        default=OrderDirection.ASC, description="Direction."
    )


FilterArgument = Annotated[
    TeamFilter | None, strawberry.argument(description="Only matching teams.")
]
OrderArgument = Annotated[TeamOrder | None, strawberry.argument(description="Ordering.")]

NEWEST_FIRST = TeamOrder(field=teams.TeamOrderField.CREATED_AT, direction=OrderDirection.DESC)
BY_NAME = TeamOrder(field=teams.TeamOrderField.NAME, direction=OrderDirection.ASC)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of a list of teams; equal ones are read together."""

    request: PageRequest
    criteria: teams.TeamCriteria
    order: teams.TeamOrderField
    descending: bool
    owners: teams.Owners | None = None


def asked_of_teams(
    request: PageRequest,
    filter_: TeamFilter | None,
    order: TeamOrder,
    owners: teams.Owners | None = None,
) -> _Asked:
    descending = order.direction is OrderDirection.DESC
    return _Asked(request, _criteria(filter_), order.field, descending, owners)


def _criteria(filter_: TeamFilter | None) -> teams.TeamCriteria:
    wanted: dict[str, Any] = given(filter_) if filter_ else {}
    for name in ("status", "budget_mode"):
        wanted[name] = tuple(wanted.get(name) or ())
    return teams.TeamCriteria(**wanted)


async def team_page(info: Info, asked: _Asked) -> Any:
    """A `TeamConnection` of all teams that the caller sees."""
    page = await teams.list_visible(
        info.context.actor,
        asked.request,
        asked.criteria,
        order=asked.order,
        descending=asked.descending,
    )
    return connection("Team", page)


async def team_page_of(info: Info, key: UUID, asked: _Asked) -> Any:
    """A `TeamConnection` of one owner, read together with those of the others."""
    return connection("Team", await info.context.load(_lists, (asked, key)))


async def _lists(actor: Actor, keys: list[tuple[_Asked, UUID]]) -> list[Any]:
    async def read(asked: _Asked, owners: list[UUID]) -> Any:
        return await teams.lists_of(
            actor,
            asked.owners or teams.Owners.ORGANIZATIONS,
            owners,
            asked.request,
            asked.criteria,
            order=asked.order,
            descending=asked.descending,
        )

    return await by_way(keys, read)
