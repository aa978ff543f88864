"""Receivers of webhooks that keep what they are sent, and verify it with a library not our own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from standardwebhooks import Webhook

from domain import webhooks
from domain.access import SYSTEM
from domain.errors import UpstreamFailed
from domain.ports import AddressRefused, Outbound, OutboundAnswer, Ports
from domain.webhooks import Issued, NewEndpoint, Scope, WebhookEvent
from persistence.models import WebhookDelivery
from tests.fakes import make_ports

Outcome = int | OutboundAnswer | UpstreamFailed
EVERY_JOB_EVENT = tuple(event for event in WebhookEvent if event.startswith("job."))


@dataclass(frozen=True)
class Received:
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def message_id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def payload(self) -> dict[str, Any]:
        return json.loads(self.body)

    def verified_by(self, secret: str) -> dict[str, Any]:
        """What it says, after an independent check of its signature."""
        return Webhook(secret).verify(self.body.decode(), dict(self.headers))


@dataclass
class FakeOutbound:
    """Everybody answers 200 unless told otherwise; hosts of `refused` are private."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    received: list[Received] = field(default_factory=list)

    async def judge(self, url: str) -> None:
        if not url.startswith("https://"):
            raise AddressRefused("Must begin with https://.")
        if any(host in url for host in self.refused):
            raise AddressRefused("The host was not found at a public address.")

    async def post(
        self, url: str, *, headers: Mapping[str, str], content: bytes, seconds: float
    ) -> OutboundAnswer:
        await self.judge(url)
        self.received.append(Received(url, dict(headers), content))
        outcome = self.outcomes.get(url, 200)
        if isinstance(outcome, UpstreamFailed):
            raise outcome
        return outcome if isinstance(outcome, OutboundAnswer) else OutboundAnswer(outcome)

    def told(self, url: str | None = None) -> list[str]:
        """The events that were sent there, in their order."""
        return [each.payload["type"] for each in self.received if url in (None, each.url)]


def webhook_ports(outbound: Outbound) -> Ports:
    return replace(make_ports(), outbound=outbound)


async def listen(
    ports: Ports,
    *events: WebhookEvent,
    url: str = "https://hooks.example.com/in",
    team_id: str | None = None,
    organization_id: str | None = None,
    **values: Any,
) -> Issued:
    """An endpoint of this scope, of all job events unless others are named."""
    scope = Scope(organization_id=organization_id, team_id=team_id)
    new = NewEndpoint(url=url, events=events or EVERY_JOB_EVENT, scope=scope, **values)
    return await webhooks.create(SYSTEM, ports, new)


async def waiting(issued: Issued | None = None) -> list[WebhookDelivery]:
    """Deliveries by age, of one endpoint or of all."""
    query = WebhookDelivery.all().order_by("created_at", "event")
    return await (query.filter(endpoint_id=issued.endpoint.id) if issued else query)
