"""Which teams a caller sees."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from domain import tenancy, validation
from domain.access import Actor, Permission, requires
from domain.budgets import Budget
from domain.paging import Page, PageRequest
from persistence import paging
from persistence.batched_paging import pages
from persistence.filters import search as matching
from persistence.filters import that_have_accounts, with_available_credits
from persistence.models import BudgetMode, GroupStatus, ModelStatus, Team, TenantStatus

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet


class TeamOrderField(StrEnum):
    CREATED_AT = "created_at"
    NAME = "name"
    AVAILABLE_CREDITS = "available"


class Owners(StrEnum):
    """Who has a list of teams; the value is the way to it from a team."""

    ORGANIZATIONS = "organization_id"
    MODEL_GROUPS = "model_group_links__model_group_id"
    ACCESS_GROUPS = "access_group_links__access_group_id"
    MODEL_ALIASES = "access_group_links__access_group__alias_links__alias_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCriteria:
    """All given ones must match. `available_below` is in micro-credits."""

    organization_id: str | None = None
    status: Sequence[TenantStatus] | None = None
    search: str | None = None
    budget_mode: Sequence[BudgetMode] | None = None
    available_below: int | None = None
    model_group: str | None = None
    access_group: str | None = None


@requires(Permission.READ)
async def get(actor: Actor, team_id: str) -> Team:
    return await tenancy.find_team(actor, team_id)


@requires(Permission.READ)
async def own(actor: Actor) -> Team:
    """The team whose virtual key is calling; raises `NotFound` for every other caller."""
    return await tenancy.find_team(actor, actor.team_id or "")


@requires(Permission.READ)
async def by_ids(actor: Actor, ids: Sequence[UUID]) -> list[Team]:
    """Deleted ones too: what hangs on them stays readable."""
    return await _visible(actor).filter(id__in=list(ids))


@requires(Permission.READ)
async def defaults_of(actor: Actor, organization_ids: Sequence[UUID]) -> list[Team]:
    """The default team of each organization, given by primary key, that has one."""
    return await _visible(actor).filter(
        organization_id__in=list(organization_ids),
        is_default=True,
        status__not=TenantStatus.DELETED,
    )


def budget_of(actor: Actor, team: Team) -> Budget:
    """How its work is turned into credits; the markup is hidden from virtual keys."""
    budget = Budget.of(team)
    return (
        budget
        if actor.may(Permission.READ_PROVIDER_COSTS)
        else replace(budget, markup_percent=None)
    )


@requires(Permission.READ)
async def list_visible(
    actor: Actor,
    request: PageRequest,
    criteria: TeamCriteria = TeamCriteria(),
    *,
    order: TeamOrderField = TeamOrderField.CREATED_AT,
    descending: bool = True,
) -> Page[Team]:
    query = _matching(_visible(actor), criteria)
    if order is TeamOrderField.AVAILABLE_CREDITS:
        query = that_have_accounts(query)
    return await paging.page(query, request, _SORT_KEYS[order](descending))


@requires(Permission.READ)
async def lists_of(
    actor: Actor,
    owners: Owners,
    keys: Sequence[UUID],
    request: PageRequest,
    criteria: TeamCriteria = TeamCriteria(),
    *,
    order: TeamOrderField = TeamOrderField.CREATED_AT,
    descending: bool = True,
) -> dict[UUID, Page[Team]]:
    """The same page of the teams of each organization, or of those that have each model group or
    access group, or may call each alias; these are given by primary keys."""
    query = _matching(_visible(actor), criteria)
    of_aliases = owners is Owners.MODEL_ALIASES
    if of_aliases:
        query = query.filter(
            access_group_links__access_group__status=GroupStatus.ACTIVE,
            access_group_links__access_group__alias_links__alias__status__not=ModelStatus.INACTIVE,
        )
    return await pages(
        query,
        request,
        _SORT_KEYS[order](descending),
        parent=owners.value,
        parents=keys,
        several_ways=of_aliases,
    )


_SORT_KEYS = {
    TeamOrderField.CREATED_AT: lambda descending: paging.by_time(descending=descending),
    TeamOrderField.NAME: lambda descending: paging.by_text(
        "name", longest=validation.LONGEST_TENANT_NAME, descending=descending
    ),
    TeamOrderField.AVAILABLE_CREDITS: lambda descending: paging.by_number(
        "available", descending=descending, id="credit_account__team_id"
    ),
}


def _visible(actor: Actor) -> "QuerySet[Team]":
    query = with_available_credits(Team.all().select_related("organization"))
    if not actor.is_tenant:
        return query
    # A deleted team that had the same name was somebody else's.
    return query.filter(team_id=actor.team_id, status__not=TenantStatus.DELETED)


def _matching(query: "QuerySet[Team]", criteria: TeamCriteria) -> "QuerySet[Team]":
    if criteria.status:
        query = query.filter(status__in=list(criteria.status))
    else:
        query = query.filter(status__not=TenantStatus.DELETED)
    if criteria.organization_id is not None:
        query = query.filter(organization__organization_id=_name(criteria.organization_id))
    if criteria.budget_mode:
        query = query.filter(budget_mode__in=list(criteria.budget_mode))
    if criteria.available_below is not None:
        query = query.filter(available__lt=criteria.available_below)
    if criteria.model_group is not None:
        group_name = _name(criteria.model_group)
        query = query.filter(model_group_links__model_group__group_name=group_name)
    if criteria.access_group is not None:
        group_name = _name(criteria.access_group)
        query = query.filter(access_group_links__access_group__group_name=group_name)
    if text := validation.search(("filter", "search"), criteria.search):
        query = query.filter(matching(text, "team_id", "name"))
    return query


def _name(text: str) -> str:
    """A name that nothing has, instead of one that the database cannot be asked about."""
    return text if validation.is_storable(text) else ""
