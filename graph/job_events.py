"""Jobs as they change."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry
from strawberry import UNSET

from domain import jobs
from graph.context import Context, Info
from graph.events import After, Event
from graph.jobs import Job


@strawberry.type(description="A change of a job.")
class JobEvent(Event):
    job: Job = strawberry.field(description="The job after the change.")


@strawberry.type
class JobSubscription:
    @strawberry.subscription(description="Every change of one job, or of all jobs of a team.")
    async def job_updated(
        self,
        info: Info,
        team_id: Annotated[
            str | None,
            strawberry.argument(
                description="Team; a virtual key, or a caller who names a job, may omit it."
            ),
        ] = UNSET,
        job_id: Annotated[str | None, strawberry.argument(description="Only this job.")] = UNSET,
        after: After = UNSET,
    ) -> AsyncGenerator[JobEvent, None]:
        context = info.context
        changes = await jobs.watch(
            context.actor,
            context.live.feed,
            team_id=team_id or None,
            job_id=job_id or None,
            after=after or context.last_event_id or None,
        )
        return _events(context, changes)


async def _events(
    context: Context, changes: AsyncGenerator[jobs.JobChange, None]
) -> AsyncGenerator[JobEvent, None]:
    async with aclosing(changes):
        async for change in changes:
            context.begin_event(change.cursor)
            yield JobEvent(
                cursor=change.cursor, lagged=change.lagged, job=Job.from_model(change.job)
            )
