"""Mutations of organizations."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain import budgets, organizations
from domain.teams import GroupNames
from graph.context import Info
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.ids import global_id
from graph.organizations import Organization
from graph.scalars import JSON, Credits
from graph.values import given
from graph.virtual_keys import IssuedVirtualKey
from graph.waiting import IDEMPOTENCY_KEY, WAIT_MS, wait_seconds


@strawberry.input(description="The team made along with an organization.")
class DefaultTeamInput:
    name: str | None = strawberry.field(
        default=UNSET, description="Name to show; the organization's when omitted."
    )
    model_groups: list[str] = strawberry.field(
        default_factory=list, description="Model groups it may use."
    )
    access_groups: list[str] = strawberry.field(
        default_factory=list, description="Model access groups it may use."
    )
    initial_credits: Credits = strawberry.field(
        default=Credits(0), description="Credits granted at once."
    )

    def wanted(self) -> organizations.DefaultTeam:
        return organizations.DefaultTeam(
            name=self.name or None,
            groups=GroupNames(self.model_groups, self.access_groups),
            initial_credits=self.initial_credits,
        )


@strawberry.input(description="Arguments of `createOrganization`.")
class CreateOrganizationInput:
    organization_id: str = strawberry.field(description="Natural key, at most 255 characters.")
    name: str = strawberry.field(description="Name to show.")
    metadata: JSON | None = strawberry.field(default=UNSET, description="Free-form data.")
    default_team: DefaultTeamInput | None = strawberry.field(
        default_factory=dict,
        description="The default team, `{organizationId}_default`; null for none.",
    )
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)
    wait_ms: int = strawberry.field(default=0, description=WAIT_MS)


@strawberry.type(description="Result of `createOrganization`.")
class CreateOrganizationPayload:
    organization: Organization | None = strawberry.field(
        default=None, description="The new organization; null if refused."
    )
    issued_key: IssuedVirtualKey | None = strawberry.field(
        default=None,
        description="The default team's virtual key with its secret; null without a default "
        "team, and when repeated after 24 hours.",
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `updateOrganization`. What is omitted stays.")
class UpdateOrganizationInput:
    organization_id: str = strawberry.field(description="Natural key.")
    name: str | None = strawberry.field(default=UNSET, description="Name to show.")
    metadata: JSON | None = strawberry.field(
        default=UNSET, description="Free-form data; replaces the old."
    )
    failed_call_policy: budgets.FailedCallPolicy | None = strawberry.field(
        default=UNSET,
        description="What a completed job costs when calls in it failed; null for the default. "
        "Needs `MANAGE_PRICING`.",
    )


@strawberry.type(description="Result of `updateOrganization`.")
class UpdateOrganizationPayload:
    organization: Organization | None = strawberry.field(
        default=None, description="The organization; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `suspendOrganization`.")
class SuspendOrganizationInput:
    organization_id: str = strawberry.field(description="Natural key.")
    reason: str | None = strawberry.field(default=UNSET, description="Why; shown to its admins.")


@strawberry.type(description="Result of `suspendOrganization`.")
class SuspendOrganizationPayload:
    organization: Organization | None = strawberry.field(
        default=None, description="The organization; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `pauseOrganization`.")
class PauseOrganizationInput:
    organization_id: str = strawberry.field(description="Natural key.")
    reason: str | None = strawberry.field(default=UNSET, description="Why; shown to its admins.")


@strawberry.type(description="Result of `pauseOrganization`.")
class PauseOrganizationPayload:
    organization: Organization | None = strawberry.field(
        default=None, description="The organization; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `resumeOrganization`.")
class ResumeOrganizationInput:
    organization_id: str = strawberry.field(description="Natural key.")


@strawberry.type(description="Result of `resumeOrganization`.")
class ResumeOrganizationPayload:
    organization: Organization | None = strawberry.field(
        default=None, description="The organization; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `deleteOrganization`.")
class DeleteOrganizationInput:
    organization_id: str = strawberry.field(description="Natural key.")


@strawberry.type(description="Result of `deleteOrganization`.")
class DeleteOrganizationPayload:
    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="Global ID of the deleted organization."
    )
    errors: list[UserError] = no_errors()


@strawberry.type
class OrganizationMutation:
    @mutation(
        description="Creates an organization and, unless refused, its default team with a "
        "virtual key."
    )
    async def create_organization(
        self, info: Info, input: Annotated[CreateOrganizationInput, ARGUMENTS]
    ) -> CreateOrganizationPayload | None:
        founded = await organizations.create(
            info.context.actor,
            info.context.ports.vault,
            input.organization_id,
            input.name,
            metadata=input.metadata or None,
            default_team=input.default_team.wanted() if input.default_team else None,
            idempotency_key=input.idempotency_key,
            wait_seconds=wait_seconds(input.wait_ms),
        )
        default = founded.default
        return CreateOrganizationPayload(
            organization=Organization.from_model(founded.organization),
            issued_key=IssuedVirtualKey.of(default.issued) if default else None,
        )

    @mutation(description="Changes name, metadata or failed-call policy of an organization.")
    async def update_organization(
        self, info: Info, input: Annotated[UpdateOrganizationInput, ARGUMENTS]
    ) -> UpdateOrganizationPayload | None:
        changes = given(input, without={"organization_id"}, never_null={"name"})
        row = await organizations.update(info.context.actor, input.organization_id, changes)
        return UpdateOrganizationPayload(organization=Organization.from_model(row))

    @mutation(description="Stops all teams of an organization until an admin resumes it.")
    async def suspend_organization(
        self, info: Info, input: Annotated[SuspendOrganizationInput, ARGUMENTS]
    ) -> SuspendOrganizationPayload | None:
        row = await organizations.suspend(
            info.context.actor, input.organization_id, input.reason or None
        )
        return SuspendOrganizationPayload(organization=Organization.from_model(row))

    @mutation(description="Stops all teams of an organization for a while.")
    async def pause_organization(
        self, info: Info, input: Annotated[PauseOrganizationInput, ARGUMENTS]
    ) -> PauseOrganizationPayload | None:
        row = await organizations.pause(
            info.context.actor, input.organization_id, input.reason or None
        )
        return PauseOrganizationPayload(organization=Organization.from_model(row))

    @mutation(description="Ends a suspension or pause of an organization.")
    async def resume_organization(
        self, info: Info, input: Annotated[ResumeOrganizationInput, ARGUMENTS]
    ) -> ResumeOrganizationPayload | None:
        row = await organizations.resume(info.context.actor, input.organization_id)
        return ResumeOrganizationPayload(organization=Organization.from_model(row))

    @mutation(
        description="Deletes an organization that has no team left but its default one. "
        "History stays."
    )
    async def delete_organization(
        self, info: Info, input: Annotated[DeleteOrganizationInput, ARGUMENTS]
    ) -> DeleteOrganizationPayload | None:
        row = await organizations.delete(info.context.actor, input.organization_id)
        return DeleteOrganizationPayload(deleted_id=global_id("Organization", row.id))
