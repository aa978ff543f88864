"""Mutations of webhook endpoints. A signing secret is in the answer of what made it alone."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain import webhooks
from graph.context import Info
from graph.errors import ARGUMENTS, UserError, mutation, no_errors
from graph.ids import global_id, key_of
from graph.values import ScopeInput, given
from graph.waiting import IDEMPOTENCY_KEY
from graph.webhooks import WebhookDelivery, WebhookEndpoint, scope_of


@strawberry.input(description="Arguments of `createWebhookEndpoint`.")
class CreateWebhookEndpointInput:
    scope: ScopeInput | None = strawberry.field(
        default=UNSET, description="Whose events; those of the whole installation when omitted."
    )
    url: str = strawberry.field(description="Address; HTTPS, no private network.")
    events: list[webhooks.WebhookEvent] = strawberry.field(description="Events to be told of.")
    authorization_header: str | None = strawberry.field(
        default=UNSET, description="Value of the header `Authorization` to send; never returned."
    )
    idempotency_key: str | None = strawberry.field(default=UNSET, description=IDEMPOTENCY_KEY)


@strawberry.type(description="Result of `createWebhookEndpoint`.")
class CreateWebhookEndpointPayload:
    webhook_endpoint: WebhookEndpoint | None = strawberry.field(
        default=None, description="The new endpoint; null if refused."
    )
    signing_secret: str | None = strawberry.field(
        default=None, description="Secret to verify signatures with, `whsec_…`; shown once."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `updateWebhookEndpoint`. What is omitted stays.")
class UpdateWebhookEndpointInput:
    id: strawberry.ID = strawberry.field(description="Global ID of the endpoint.")
    url: str | None = strawberry.field(default=UNSET, description="Address.")
    events: list[webhooks.WebhookEvent] | None = strawberry.field(
        default=UNSET, description="All events to be told of."
    )
    is_active: bool | None = strawberry.field(default=UNSET, description="Whether it is told.")
    authorization_header: str | None = strawberry.field(
        default=UNSET, description="Value of the header `Authorization`; null to send none."
    )


@strawberry.type(description="Result of `updateWebhookEndpoint`.")
class UpdateWebhookEndpointPayload:
    webhook_endpoint: WebhookEndpoint | None = strawberry.field(
        default=None, description="The endpoint; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `rotateWebhookSecret`.")
class RotateWebhookSecretInput:
    id: strawberry.ID = strawberry.field(description="Global ID of the endpoint.")
    idempotency_key: str | None = strawberry.field(default=UNSET, description=IDEMPOTENCY_KEY)


@strawberry.type(description="Result of `rotateWebhookSecret`.")
class RotateWebhookSecretPayload:
    webhook_endpoint: WebhookEndpoint | None = strawberry.field(
        default=None, description="The endpoint; null if refused."
    )
    signing_secret: str | None = strawberry.field(
        default=None, description="The new secret; shown once."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `deleteWebhookEndpoint`.")
class DeleteWebhookEndpointInput:
    id: strawberry.ID = strawberry.field(description="Global ID of the endpoint.")


@strawberry.type(description="Result of `deleteWebhookEndpoint`.")
class DeleteWebhookEndpointPayload:
    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="Global ID of the deleted endpoint."
    )
    errors: list[UserError] = no_errors()


@strawberry.input(description="Arguments of `redeliverWebhook`.")
class RedeliverWebhookInput:
    delivery_id: strawberry.ID = strawberry.field(description="Global ID of the delivery.")


@strawberry.type(description="Result of `redeliverWebhook`.")
class RedeliverWebhookPayload:
    webhook_delivery: WebhookDelivery | None = strawberry.field(
        default=None, description="The delivery, pending again; null if refused."
    )
    errors: list[UserError] = no_errors()


@strawberry.type
class WebhookMutation:
    @mutation(description="Adds a webhook endpoint. The signing secret is shown only here.")
    async def create_webhook_endpoint(
        self, info: Info, input: Annotated[CreateWebhookEndpointInput, ARGUMENTS]
    ) -> CreateWebhookEndpointPayload | None:
        new = webhooks.NewEndpoint(
            url=input.url,
            events=input.events,
            scope=scope_of(input.scope),
            authorization_header=input.authorization_header or None,
        )
        issued = await webhooks.create(
            info.context.actor,
            info.context.ports,
            new,
            idempotency_key=input.idempotency_key or None,
        )
        return CreateWebhookEndpointPayload(
            webhook_endpoint=WebhookEndpoint.from_model(issued.endpoint),
            signing_secret=issued.secret,
        )

    @mutation(description="Changes a webhook endpoint.")
    async def update_webhook_endpoint(
        self, info: Info, input: Annotated[UpdateWebhookEndpointInput, ARGUMENTS]
    ) -> UpdateWebhookEndpointPayload | None:
        endpoint = await webhooks.update(
            info.context.actor,
            info.context.ports,
            key_of("WebhookEndpoint", input.id),
            given(input, without={"id"}, never_null={"url", "events", "is_active"}),
        )
        return UpdateWebhookEndpointPayload(webhook_endpoint=WebhookEndpoint.from_model(endpoint))

    @mutation(description="Issues a new signing secret; the old one signs along for 24 hours.")
    async def rotate_webhook_secret(
        self, info: Info, input: Annotated[RotateWebhookSecretInput, ARGUMENTS]
    ) -> RotateWebhookSecretPayload | None:
        issued = await webhooks.rotate_secret(
            info.context.actor,
            info.context.ports,
            key_of("WebhookEndpoint", input.id),
            idempotency_key=input.idempotency_key or None,
        )
        return RotateWebhookSecretPayload(
            webhook_endpoint=WebhookEndpoint.from_model(issued.endpoint),
            signing_secret=issued.secret,
        )

    @mutation(description="Deletes a webhook endpoint and its waiting deliveries.")
    async def delete_webhook_endpoint(
        self, info: Info, input: Annotated[DeleteWebhookEndpointInput, ARGUMENTS]
    ) -> DeleteWebhookEndpointPayload | None:
        endpoint = await webhooks.delete(info.context.actor, key_of("WebhookEndpoint", input.id))
        return DeleteWebhookEndpointPayload(deleted_id=global_id("WebhookEndpoint", endpoint.id))

    @mutation(description="Sends a delivery again.")
    async def redeliver_webhook(
        self, info: Info, input: Annotated[RedeliverWebhookInput, ARGUMENTS]
    ) -> RedeliverWebhookPayload | None:
        delivery = await webhooks.redeliver(
            info.context.actor, key_of("WebhookDelivery", input.delivery_id, "deliveryId")
        )
        return RedeliverWebhookPayload(webhook_delivery=WebhookDelivery.from_model(delivery))
