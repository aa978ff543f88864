"""Webhooks of the legacy API: a team's key registers where its jobs are told of."""

from typing import Final, Literal
from uuid import UUID

from pydantic import Field

from domain import webhooks
from integrations.rest.authentication import VIRTUAL_KEY
from integrations.rest.body import Input
from integrations.rest.job_refusals import OTHER_TEAM
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Output, Timestamp

TAG: Final = "webhooks"
_FULL: Final = "There may be {count} webhook endpoints at most."
_FIELDS: Final = {"url": "webhook_url", "authorizationHeader": "auth_header"}

JobEvent = Literal["job.created", "job.started", "job.completed", "job.failed", "job.cancelled"]


class WebhookRegister(Input):
    team_id: str
    webhook_url: str = Field(
        max_length=500,
        description="HTTPS, at a public address",
        json_schema_extra={"format": "uri"},
    )
    events: list[JobEvent]
    auth_header: str | None = Field(
        None,
        max_length=500,
        description="sent as the header `Authorization`; never returned",
        json_schema_extra={"writeOnly": True},
    )


class Webhook(Output):
    webhook_id: UUID
    team_id: str
    webhook_url: str
    events: list[str]
    is_active: bool
    created_at: Timestamp
    last_triggered_at: Timestamp | None
    signing_secret: str = Field(
        description="`whsec_…`, verifies signatures in the form of Standard Webhooks; shown once"
    )


@operation(
    "POST",
    "/api/webhooks/register",
    tag=TAG,
    summary="Register a webhook",
    auth=VIRTUAL_KEY,
    calls=webhooks.create,
    errors={403: [OTHER_TEAM], 409: [_FULL]},
    fields=_FIELDS,
    body_example={
        "team_id": "acme-prod",
        "webhook_url": "https://hooks.example.com/jobs",
        "events": ["job.completed", "job.failed"],
    },
    example={
        "webhook_id": "7b0e4c1a-0000-4000-8000-000000000001",
        "team_id": "acme-prod",
        "webhook_url": "https://hooks.example.com/jobs",
        "events": ["job.completed", "job.failed"],
        "is_active": True,
        "created_at": "2026-10-14T12:00:00.000Z",
        "last_triggered_at": None,
        "signing_secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    },
)
async def register_webhook(call: Call, body: WebhookRegister) -> Webhook:
    call.require_own_team(body.team_id, OTHER_TEAM.format(team_id=body.team_id))
    new = webhooks.NewEndpoint(
        url=body.webhook_url,
        events=[webhooks.WebhookEvent(event) for event in body.events],
        scope=webhooks.Scope(team_id=body.team_id),
        authorization_header=body.auth_header,
    )
    issued = await webhooks.create(
        call.actor, call.ports, new, idempotency_key=call.idempotency_key
    )
    endpoint = issued.endpoint
    return Webhook(
        webhook_id=endpoint.id,
        team_id=body.team_id,
        webhook_url=endpoint.url,
        events=list(endpoint.events),
        is_active=endpoint.is_active,
        created_at=endpoint.created_at,
        last_triggered_at=endpoint.last_triggered_at,
        signing_secret=issued.secret,
    )
