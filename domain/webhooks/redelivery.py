"""Sending again what was sent before, or given up."""

from datetime import UTC, datetime
from uuid import UUID

from domain import audit
from domain.access import Actor, Permission, requires
from domain.errors import InvalidState, NotFound
from domain.webhooks import queue, scopes
from domain.webhooks.reading import deliveries_by_ids
from persistence.database import transaction
from persistence.models import WebhookDelivery, WebhookDeliveryStatus


@requires(Permission.MANAGE_NOTIFICATIONS)
async def redeliver(actor: Actor, delivery_key: UUID) -> WebhookDelivery:
    """The same message once more, with all attempts before it; also one that was delivered."""
    async with transaction():
        found = await deliveries_by_ids(actor, [delivery_key])
        if not found:
            raise NotFound("No such delivery in the last 30 days.", field="deliveryId")
        [delivery] = found
        endpoint = delivery.endpoint
        if not endpoint.is_active:
            raise InvalidState(
                "The endpoint is switched off; switch it on first.", field="deliveryId"
            )
        # Whoever sends it just now has lost it: what comes of that is not what was asked for.
        delivery.update_from_dict(
            {
                "status": WebhookDeliveryStatus.PENDING,
                "attempts": 0,
                "next_attempt_at": datetime.now(UTC),
                "lease_token": None,
                "lease_until": None,
                "finished_at": None,
            }
        )
        await delivery.save()
        owner = scopes.owner_of(endpoint)
        await audit.record(
            actor,
            "webhook_delivery.redelivered",
            "webhook_endpoint",
            str(endpoint.id),
            **owner.audited,
            details={"event": delivery.event, "delivery": str(delivery.id)},
        )
        await queue.wake()
    return delivery
