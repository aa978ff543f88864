"""Usage of a team, an organization, or all that the caller sees."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import strawberry

from domain import usage
from domain.access import Actor
from graph.context import Info
from graph.enums import describe_enum
from graph.loaders import by_way
from graph.nodes import Node, find
from graph.usage_totals import UsagePoint, UsageTotals
from graph.values import DateTimeRange

describe_enum(
    usage.Interval,
    "Length of an interval.",
    name="TimeInterval",
    HOUR="An hour.",
    DAY="A calendar day.",
    WEEK="A week from Monday.",
    MONTH="A calendar month.",
)
describe_enum(
    usage.Dimension,
    "What usage can be grouped by.",
    name="UsageDimension",
    ORGANIZATION="Organization.",
    TEAM="Team.",
    VIRTUAL_KEY="Virtual key; needs to be no virtual key.",
    JOB_TYPE="Kind of work.",
    MODEL="Alias or model group asked for. Jobs and credits have none: they are zero.",
    PROVIDER="Provider; needs `READ_PROVIDER_COSTS`. Jobs and credits have none: they are zero.",
)

IntervalArgument = Annotated[
    usage.Interval, strawberry.argument(description="Length of an interval.")
]
ZoneArgument = Annotated[
    ZoneInfo,
    strawberry.argument(name="timeZone", description="Time zone in which intervals begin."),
]
During = Annotated[
    DateTimeRange, strawberry.argument(description="Period to report; `from` is required.")
]
_UTC = ZoneInfo("UTC")


# How usage is asked for, and of whom: what is asked in one way is read together for all owners.
_Asked = tuple[tuple[Any, ...], UUID]


async def _totals(actor: Actor, asked: list[_Asked]) -> list[Any]:
    async def read(way: Any, keys: list[UUID]) -> Any:
        over, within = way
        return await usage.totals(actor, usage.Whose(over, keys), within)

    return await by_way(asked, read)


async def _series(actor: Actor, asked: list[_Asked]) -> list[Any]:
    async def read(way: Any, keys: list[UUID]) -> Any:
        over, *how = way
        return await usage.series(actor, usage.Whose(over, keys), *how)

    return await by_way(asked, read)


async def _breakdown(actor: Actor, asked: list[_Asked]) -> list[Any]:
    async def read(way: Any, keys: list[UUID]) -> Any:
        over, *how = way
        return await usage.breakdown(actor, usage.Whose(over, keys), *how)

    return await by_way(asked, read)


async def _series_of_members(
    actor: Actor, asked: list[tuple[tuple[Any, ...], UUID, tuple[str, ...]]]
) -> list[Any]:
    listed = {(way, key): members for way, key, members in asked}

    async def read(way: Any, keys: list[UUID]) -> Any:
        over, within, by, _, interval, zone = way
        members = {key: listed[way, key] for key in keys}
        return await usage.series_of_members(
            actor, over, members, within, by, interval=interval, zone=zone
        )

    return await by_way(list(listed), read)


@strawberry.type(description="Usage of one member of a dimension.")
class UsageSlice:
    way: strawberry.Private[tuple[Any, ...]]
    owner: strawberry.Private[UUID]
    listed: strawberry.Private[tuple[str, ...]]
    slice: strawberry.Private[usage.Slice]
    key: str = strawberry.field(
        description="Natural key or name of the member; `other` for the rest, `none` for what has "
        "none."
    )

    @strawberry.field(
        description="The member, if it is an object that still exists and is visible."
    )
    async def node(self, info: Info) -> Node | None:
        for name, key in self.slice.objects.items():
            found: Node | None = await find(info.context, name, key)
            if found is not None:
                return found
        return None

    @strawberry.field(description="Sums over the period.")
    def totals(self) -> UsageTotals:
        return UsageTotals.of(self.slice.totals)

    @strawberry.field(description="Sums per interval, for stacked charts.")
    async def series(
        self,
        info: Info,
        interval: IntervalArgument = usage.Interval.DAY,
        time_zone: ZoneArgument = _UTC,
    ) -> list[UsagePoint]:
        way = (*self.way, interval, time_zone)
        lines = await info.context.load(_series_of_members, (way, self.owner, self.listed))
        return [UsagePoint.of(point) for point in lines[self.slice.member]]


@strawberry.type(description="What was used in a period.")
class Usage:
    over: strawberry.Private[usage.Over]
    owner: strawberry.Private[UUID]
    within: strawberry.Private[usage.Period]

    @strawberry.field(name="from", description="First instant included.")
    def from_(self) -> datetime:
        return self.within.begin

    @strawberry.field(description="First instant no longer included.")
    def until(self) -> datetime:
        return self.within.end

    @strawberry.field(description="Sums over the period.")
    async def totals(self, info: Info) -> UsageTotals:
        way = (self.over, self.within)
        return UsageTotals.of(await info.context.load(_totals, (way, self.owner)))

    @strawberry.field(description="Sums per interval, empty ones included, at most 1000.")
    async def series(
        self,
        info: Info,
        interval: IntervalArgument = usage.Interval.DAY,
        time_zone: ZoneArgument = _UTC,
    ) -> list[UsagePoint]:
        way = (self.over, self.within, interval, time_zone)
        points = await info.context.load(_series, (way, self.owner))
        return [UsagePoint.of(point) for point in points]

    @strawberry.field(
        description="Sums per member of a dimension, by client cost, the largest first."
    )
    async def breakdown(
        self,
        info: Info,
        by: Annotated[usage.Dimension, strawberry.argument(description="The dimension.")],
        first: Annotated[
            int,
            strawberry.argument(
                description="At most so many; 1 to 100. The rest is summed up under the key "
                "`other`."
            ),
        ] = 10,
    ) -> list[UsageSlice]:
        way = (self.over, self.within, by, first)
        slices = await info.context.load(_breakdown, (way, self.owner))
        listed = tuple(each.member for each in slices if each.member is not None)
        return [
            UsageSlice(way=way, owner=self.owner, listed=listed, slice=each, key=each.name)
            for each in slices
        ]


async def usage_of(info: Info, over: usage.Over, owner: UUID, during: DateTimeRange) -> Usage:
    """That of one owner; `until` now is the same now for all of a request."""
    since, until = during.from_ or None, during.until or None
    within = await info.context.once(
        f"usage from {since} until {until}",
        lambda: usage.during(info.context.actor, since, until),
    )
    return Usage(over=over, owner=owner, within=within)


@strawberry.type
class UsageQuery:
    @strawberry.field(description="Usage of everything the caller can see.")
    async def usage(self, info: Info, during: During) -> Usage | None:
        whose = usage.EVERYTHING
        return await usage_of(info, whose.over, whose.keys[0], during)
