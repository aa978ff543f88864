"""Mutations of jobs."""

from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from domain import jobs
from graph.context import Info
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.job_inputs import JobInput, blamed_at, new_job_at
from graph.jobs import Job
from graph.scalars import JSON

_JOB = "The job; null if refused."


@strawberry.input(description="Arguments of `createJob`.")
class CreateJobInput:
    job: JobInput = strawberry.field(description="The new job.")
    idempotency_key: str | None = strawberry.field(
        default=UNSET,
        description="Name the caller gives this request, 1 to 255 characters: repeats return the "
        "first reply.",
    )


@strawberry.type(description="Result of `createJob`.")
class CreateJobPayload:
    job: Job | None = strawberry.field(default=None, description="The new job; null if refused.")
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `updateJobMetadata`.")
class UpdateJobMetadataInput:
    job_id: str = strawberry.field(description="Natural key.")
    metadata: JSON = strawberry.field(description="Keys to set.")


@strawberry.type(description="Result of `updateJobMetadata`.")
class UpdateJobMetadataPayload:
    job: Job | None = strawberry.field(default=None, description=_JOB)
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `completeJob`.")
class CompleteJobInput:
    job_id: str = strawberry.field(description="Natural key.")
    metadata: JSON | None = strawberry.field(
        default=UNSET, description="Keys to merge into its metadata."
    )


@strawberry.type(description="Result of `completeJob`.")
class CompleteJobPayload:
    job: Job | None = strawberry.field(
        default=None, description="The job with its charge; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `failJob`.")
class FailJobInput:
    job_id: str = strawberry.field(description="Natural key.")
    error_message: str | None = strawberry.field(default=UNSET, description="What went wrong.")
    metadata: JSON | None = strawberry.field(
        default=UNSET, description="Keys to merge into its metadata."
    )


@strawberry.type(description="Result of `failJob`.")
class FailJobPayload:
    job: Job | None = strawberry.field(default=None, description=_JOB)
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `cancelJob`.")
class CancelJobInput:
    job_id: str = strawberry.field(description="Natural key.")
    reason: str | None = strawberry.field(
        default=UNSET, description="Why; kept as its error message."
    )


@strawberry.type(description="Result of `cancelJob`.")
class CancelJobPayload:
    job: Job | None = strawberry.field(default=None, description=_JOB)
    errors: list[UserError] = no_errors()


@strawberry.type
class JobMutation:
    @mutation(description="Starts a job: calls made in it are charged once, when it completes.")
    async def create_job(
        self, info: Info, input: Annotated[CreateJobInput, ARGUMENTS]
    ) -> CreateJobPayload | None:
        key = input.idempotency_key
        with blamed_at(new_job_at("job")):
            job = await jobs.create(
                info.context.actor,
                input.job.wanted(),
                idempotency_key=None if key is UNSET else key,
            )
        return CreateJobPayload(job=Job.from_model(job))

    @mutation(description="Merges keys into the metadata of a job, at the top level.")
    async def update_job_metadata(
        self, info: Info, input: Annotated[UpdateJobMetadataInput, ARGUMENTS]
    ) -> UpdateJobMetadataPayload | None:
        job = await jobs.update_metadata(info.context.actor, input.job_id, _merged(input.metadata))
        return UpdateJobMetadataPayload(job=Job.from_model(job))

    @mutation(
        description="Completes a job and charges it. Completing again returns the same job and "
        "charges nothing."
    )
    async def complete_job(
        self, info: Info, input: Annotated[CompleteJobInput, ARGUMENTS]
    ) -> CompleteJobPayload | None:
        job = await jobs.complete(
            info.context.actor, input.job_id, metadata=_merged(input.metadata)
        )
        return CompleteJobPayload(job=Job.from_model(job))

    @mutation(description="Ends a job as failed, uncharged.")
    async def fail_job(
        self, info: Info, input: Annotated[FailJobInput, ARGUMENTS]
    ) -> FailJobPayload | None:
        job = await jobs.fail(
            info.context.actor,
            input.job_id,
            error_message=input.error_message or None,
            metadata=_merged(input.metadata),
        )
        return FailJobPayload(job=Job.from_model(job))

    @mutation(description="Ends a job as cancelled, uncharged, and stops its running calls.")
    async def cancel_job(
        self, info: Info, input: Annotated[CancelJobInput, ARGUMENTS]
    ) -> CancelJobPayload | None:
        job = await jobs.cancel(info.context.actor, input.job_id, reason=input.reason or None)
        return CancelJobPayload(job=Job.from_model(job))


def _merged(metadata: Any) -> Any:
    return None if metadata is UNSET else metadata
