"""Webhooks: who is told of what, and the telling. Events are written by the database itself, in
the transaction that makes them true; see migration 10."""

from domain.webhooks.changes import NewEndpoint, create, delete, rotate_secret, update
from domain.webhooks.reading import by_ids, deliveries_by_ids, deliveries_of, list_of_scope
from domain.webhooks.redelivery import redeliver
from domain.webhooks.scopes import Scope
from domain.webhooks.secrets import Issued
from domain.webhooks.worker import drain, run
from persistence.models import WebhookDeliveryStatus, WebhookEvent

__all__ = [
    "Issued",
    "NewEndpoint",
    "Scope",
    "WebhookDeliveryStatus",
    "WebhookEvent",
    "by_ids",
    "create",
    "delete",
    "deliveries_by_ids",
    "deliveries_of",
    "drain",
    "list_of_scope",
    "redeliver",
    "rotate_secret",
    "run",
    "update",
]
