"""Which jobs and calls a caller sees."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from uuid import UUID

from domain import validation
from domain.access import Actor, Permission, requires
from domain.errors import NotFound
from domain.jobs import finding
from domain.jobs.types import JobFilter, JobOrder
from domain.paging import Page, PageRequest
from domain.tenancy import sees
from persistence import filters, paging
from persistence.batched_paging import pages
from persistence.database import rows
from persistence.models import (
    Job,
    LLMCall,
    LLMCallContent,
    Organization,
    Team,
    TenantStatus,
)

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet

_RETRIES: Final = """
SELECT job_id, sum(calls - 1)::int AS retries FROM (
    SELECT job_id, count(*) AS calls FROM llm_calls
    WHERE job_id = ANY($1::uuid[]) GROUP BY job_id, coalesce(purpose, 'default')) AS purposes
GROUP BY job_id
"""
_UUID_DIGITS: Final = 32
_HEX: Final = frozenset("0123456789abcdef")
EVERY: Final = JobFilter()
# Of the calls of a job, where they are shown with it.
MOST_SHOWN: Final = 1000


@requires(Permission.READ)
async def get(actor: Actor, job_id: UUID | str) -> Job:
    """With its team and organization."""
    return await finding.find(actor, job_id)


@requires(Permission.READ)
async def exists(actor: Actor, job_id: UUID | str) -> bool:
    """Whether there is such a job, whoever may see it: the legacy contract tells that."""
    with suppress(NotFound):
        return await Job.filter(id=finding.key_of(job_id)).exists()
    return False


@requires(Permission.READ)
async def by_ids(actor: Actor, ids: Sequence[UUID]) -> list[Job]:
    """Those that the caller may see, in no order."""
    found = await finding.query().filter(id__in=list(ids))
    return [job for job in found if sees(actor, job.team)]


@requires(Permission.READ)
async def list_page(
    actor: Actor,
    request: PageRequest,
    only: JobFilter = EVERY,
    *,
    by: JobOrder = JobOrder.CREATED_AT,
    descending: bool = True,
) -> Page[Job]:
    query = matching(await _of_named(visible(actor), only), only)
    return await paging.page(query, request, _SORT_KEYS[by](descending))


@requires(Permission.READ)
async def lists_of_teams(
    actor: Actor,
    team_keys: Sequence[UUID],
    request: PageRequest,
    only: JobFilter = EVERY,
    *,
    by: JobOrder = JobOrder.CREATED_AT,
    descending: bool = True,
) -> dict[UUID, Page[Job]]:
    """The same page of the jobs of each team, given by primary key."""
    query = matching(await _of_named(visible(actor), only), only)
    key = _SORT_KEYS[by](descending)
    return await pages(query, request, key, parent="team_id", parents=team_keys)


@requires(Permission.READ)
async def list_offset(
    actor: Actor, only: JobFilter, *, limit: int, offset: int, descending: bool = True
) -> tuple[list[Job], int]:
    """By time of creation, counted off from the start; and how many match in all."""
    query = matching(await _of_named(visible(actor), only), only)
    sign = "-" if descending else ""
    found = await query.order_by(f"{sign}created_at", f"{sign}id").limit(limit).offset(offset)
    return found, await query.count()


@requires(Permission.READ)
async def calls_of(actor: Actor, job: Job) -> list[LLMCall]:
    """The calls of a job that was read already, the first first, and no more than so many."""
    if not sees(actor, job.team):
        raise finding.no_job()
    return await LLMCall.filter(job_id=job.id).order_by("created_at", "id").limit(MOST_SHOWN)


@requires(Permission.READ)
async def calls_of_jobs(
    actor: Actor, job_keys: Sequence[UUID], request: PageRequest, *, descending: bool = False
) -> dict[UUID, Page[LLMCall]]:
    """The same page of the calls of each job, by time."""
    key = paging.by_time(descending=descending)
    return await pages(_visible_calls(actor), request, key, parent="job_id", parents=job_keys)


@requires(Permission.READ)
async def calls_by_ids(actor: Actor, ids: Sequence[UUID]) -> list[LLMCall]:
    """Those that the caller may see, in no order."""
    return await _visible_calls(actor).filter(id__in=list(ids))


@requires(Permission.READ_PROMPTS)
async def contents(actor: Actor, call_ids: Sequence[UUID]) -> dict[UUID, LLMCallContent]:
    """What was sent and answered, of those calls of which it is still kept."""
    visible = [call.id for call in await calls_by_ids(actor, call_ids)]
    return {content.id: content for content in await LLMCallContent.filter(id__in=visible)}


@requires(Permission.READ)
async def retry_counts(actor: Actor, job_keys: Sequence[UUID]) -> dict[UUID, int]:
    """Calls that repeated an earlier one of the same purpose, by job; none purpose is one, too."""
    visible = [job.id for job in await by_ids(actor, job_keys)]
    found = {row["job_id"]: row["retries"] for row in await rows(_RETRIES, visible)}
    return {key: found.get(key, 0) for key in job_keys}


_SORT_KEYS: Final = {
    JobOrder.CREATED_AT: lambda descending: paging.by_time(descending=descending),
    JobOrder.CLIENT_COST: lambda descending: paging.by_decimal(
        "client_cost", descending=descending
    ),
}


def visible(actor: Actor) -> "QuerySet[Job]":
    query = finding.query()
    if actor.is_tenant:
        query = query.filter(team__team_id=actor.team_id, team__status__not=TenantStatus.DELETED)
    return query


def _visible_calls(actor: Actor) -> "QuerySet[LLMCall]":
    query = LLMCall.all()
    if actor.is_tenant:
        query = query.filter(
            job__team__team_id=actor.team_id, job__team__status__not=TenantStatus.DELETED
        )
    return query


async def _of_named(query: "QuerySet[Job]", only: JobFilter) -> "QuerySet[Job]":
    """Of the organization and the team that the filter names. They are looked up first: only of a
    known one does an index have the jobs in their order."""
    for model, field, name in (
        (Organization, "organization_id", only.organization_id),
        (Team, "team_id", only.team_id),
    ):
        if name is not None and validation.is_storable(name):
            # Deleted ones may have been called so, too.
            keys = [row.id for row in await model.filter(**{field: name}).only("id")]
            query = query.filter(**({field: keys[0]} if len(keys) == 1 else {f"{field}__in": keys}))
    return query


def matching(query: "QuerySet[Job]", only: JobFilter) -> "QuerySet[Job]":
    given = {
        "end_user_id": only.end_user_id,
        "status__in": None if only.statuses is None else list(only.statuses),
        "job_type__in": None if only.job_types is None else list(only.job_types),
        "created_at__gte": only.since,
        "created_at__lt": only.until,
    }
    texts = [only.organization_id, only.team_id, only.end_user_id, only.id_part]
    texts += only.job_types or ()
    if any(text is not None and not validation.is_storable(text) for text in texts):
        return query.filter(filters.nothing())
    query = query.filter(**{name: value for name, value in given.items() if value is not None})
    if only.search is not None:
        query = query.filter(_beginning_with(only.search))
    if only.id_part is not None:
        query = query.filter(_with(only.id_part))
    if only.metadata is not None:
        wanted = validation.metadata(("filter", "metadata"), only.metadata)
        query = query.filter(filters.contains("metadata", wanted))
    return query


def _with(part: str) -> filters.Condition:
    whole = part.replace("-", "")
    if len(whole) == _UUID_DIGITS or set(whole.lower()) - _HEX:
        return _beginning_with(whole)
    return filters.equal(id__contains=part.lower())


def _beginning_with(text: str) -> filters.Condition:
    """Ids that begin so are between two ids, which an index finds."""
    digits = text.strip().replace("-", "").lower()
    if not 0 < len(digits) <= _UUID_DIGITS or set(digits) - _HEX:
        return filters.nothing()
    least, most = (UUID(digits.ljust(_UUID_DIGITS, fill)) for fill in "0f")
    return filters.equal(id__gte=least, id__lte=most)
