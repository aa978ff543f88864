"""Sums of usage, over a period or an interval of it."""

from datetime import datetime
from typing import Self

import strawberry

from domain import usage
from graph.scalars import Credits
from graph.usage_values import CallTotals


@strawberry.type(description="Jobs by status.")
class JobCounts:
    total: int = strawberry.field(description="All jobs.")
    pending: int = strawberry.field(description="Created, no call yet.")
    in_progress: int = strawberry.field(description="Under way.")
    completed: int = strawberry.field(description="Ended well.")
    failed: int = strawberry.field(description="Ended badly.")
    cancelled: int = strawberry.field(description="Called off.")

    @classmethod
    def of(cls, jobs: usage.Jobs) -> Self:
        return cls(
            total=jobs.total,
            pending=jobs.pending,
            in_progress=jobs.in_progress,
            completed=jobs.completed,
            failed=jobs.failed,
            cancelled=jobs.cancelled,
        )


@strawberry.type(
    description="Sums of usage. Jobs count when they were created, calls when they ended, credits "
    "when they were charged or refunded."
)
class UsageTotals:
    jobs: JobCounts = strawberry.field(description="Jobs by status.")
    calls: CallTotals = strawberry.field(description="Calls.")
    credits_charged: Credits = strawberry.field(description="Credits charged, less refunds.")

    @classmethod
    def of(cls, totals: usage.Totals) -> Self:
        return cls(
            jobs=JobCounts.of(totals.jobs),
            calls=CallTotals.of(totals.calls),
            credits_charged=Credits(totals.charged),
        )


@strawberry.type(description="Usage in one interval.")
class UsagePoint:
    start: datetime = strawberry.field(
        description="First instant of the interval; the first one's may be before the period, of "
        "which alone the sums are."
    )
    totals: UsageTotals = strawberry.field(description="Sums over the interval.")

    @classmethod
    def of(cls, point: usage.Point) -> Self:
        return cls(start=point.start, totals=UsageTotals.of(point.totals))
