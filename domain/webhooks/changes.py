"""Adding, changing and removing webhook endpoints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from domain import audit, idempotency
from domain.access import Actor, Permission, requires
from domain.errors import LimitReached
from domain.ports import Ports
from domain.webhooks import checks, scopes, secrets
from domain.webhooks.scopes import Owner, Scope
from domain.webhooks.secrets import Issued, Minted
from persistence.database import rows, transaction
from persistence.models import WebhookEndpoint, WebhookEvent

_CREATE: Final = "createWebhookEndpoint"
_ROTATE: Final = "rotateWebhookSecret"
_LOCK: Final = "SELECT id FROM webhook_endpoints WHERE id = $1 FOR NO KEY UPDATE"
# However many there are, whoever tells of an event waits for no long deletion.
_DELETE_SOME: Final = """
DELETE FROM webhook_deliveries WHERE id IN (
    SELECT id FROM webhook_deliveries WHERE endpoint_id = $1 LIMIT 1000) RETURNING id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEndpoint:
    """What an endpoint is made of; `authorization_header` is sent along with each message."""

    url: str
    events: Sequence[WebhookEvent]
    scope: Scope = field(default_factory=Scope)
    authorization_header: str | None = field(default=None, repr=False)


@requires(Permission.MANAGE_NOTIFICATIONS)
async def create(
    actor: Actor, ports: Ports, new: NewEndpoint, *, idempotency_key: str | None = None
) -> Issued:
    """Repeats under the same idempotency key return the first endpoint and its secret."""
    minted = secrets.mint(ports.vault)
    columns: dict[str, Any] = {
        "url": await checks.address(ports.outbound, new.url),
        "events": checks.event_list(new.events),
        "sealed_authorization": _sealed(ports, minted.endpoint_key, new.authorization_header),
    }

    async def effect() -> dict[str, Any]:
        owner = await scopes.lock(actor, new.scope)
        checks.of_scope(columns["events"], owner)
        await _require_room(owner)
        endpoint = await WebhookEndpoint.create(
            id=minted.endpoint_key, sealed_secret=minted.sealed, **owner.columns, **columns
        )
        await _record(actor, "created", endpoint.id, owner, after=_shown(endpoint))
        return {"endpoint": str(endpoint.id)}

    async with transaction():
        made = await idempotency.once(actor, _CREATE, idempotency_key, _request(new), effect)
    return await _issued(actor, ports, UUID(made["endpoint"]), minted)


@requires(Permission.MANAGE_NOTIFICATIONS)
async def update(
    actor: Actor, ports: Ports, endpoint_key: UUID, changes: Mapping[str, Any]
) -> WebhookEndpoint:
    """Sets `url`, `events`, `is_active` and `authorization_header`, as far as given."""
    columns = await _columns(ports, endpoint_key, changes)
    async with transaction():
        endpoint = await _lock(actor, endpoint_key)
        owner = scopes.owner_of(endpoint)
        checks.of_scope(columns.get("events", []), owner)
        before = _shown(endpoint)
        if columns.get("is_active") and not endpoint.is_active:
            columns["failing_since"] = None
        if columns:
            await endpoint.update_from_dict(columns).save(update_fields=[*columns, "updated_at"])
            after = _shown(endpoint) | {"authorization": _told(changes)}
            await _record(actor, "updated", endpoint.id, owner, before=before, after=after)
    return endpoint


@requires(Permission.MANAGE_NOTIFICATIONS)
async def rotate_secret(
    actor: Actor, ports: Ports, endpoint_key: UUID, *, idempotency_key: str | None = None
) -> Issued:
    """A new secret; the one it replaces signs along for a day."""
    minted = secrets.mint(ports.vault, endpoint_key)

    async def effect() -> dict[str, Any]:
        endpoint = await _lock(actor, endpoint_key)
        old = secrets.unseal(ports.vault, endpoint_key, secrets.PRESENT, endpoint.sealed_secret)
        endpoint.sealed_previous_secret = secrets.seal(
            ports.vault, endpoint_key, secrets.PREVIOUS, old
        )
        endpoint.previous_secret_until = datetime.now(UTC) + secrets.OVERLAP
        endpoint.sealed_secret = minted.sealed
        await endpoint.save(
            update_fields=[
                "sealed_secret",
                "sealed_previous_secret",
                "previous_secret_until",
                "updated_at",
            ]
        )
        await _record(actor, "secret_rotated", endpoint.id, scopes.owner_of(endpoint))
        return {"endpoint": str(endpoint.id)}

    async with transaction():
        request = {"endpoint": str(endpoint_key)}
        await idempotency.once(actor, _ROTATE, idempotency_key, request, effect)
    return await _issued(actor, ports, endpoint_key, minted)


@requires(Permission.MANAGE_NOTIFICATIONS)
async def delete(actor: Actor, endpoint_key: UUID) -> WebhookEndpoint:
    """With all that it was told and was to be told."""
    async with transaction():
        # From here on nothing is added, so that there is an end of what is to be deleted.
        await _switch_off(actor, await _lock(actor, endpoint_key))
    while await rows(_DELETE_SOME, endpoint_key):
        pass
    async with transaction():
        endpoint = await _lock(actor, endpoint_key)
        await endpoint.delete()
        owner = scopes.owner_of(endpoint)
        await _record(actor, "deleted", endpoint.id, owner, before=_shown(endpoint))
    return endpoint


async def _switch_off(actor: Actor, endpoint: WebhookEndpoint) -> None:
    if not endpoint.is_active:
        return
    before = _shown(endpoint)
    endpoint.is_active = False
    await endpoint.save(update_fields=["is_active", "updated_at"])
    owner = scopes.owner_of(endpoint)
    await _record(actor, "updated", endpoint.id, owner, before=before, after=_shown(endpoint))


async def _columns(ports: Ports, endpoint_key: UUID, changes: Mapping[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if "url" in changes:
        columns["url"] = await checks.address(ports.outbound, changes["url"])
    if "events" in changes:
        columns["events"] = checks.event_list(changes["events"])
    if "is_active" in changes:
        columns["is_active"] = changes["is_active"]
    if "authorization_header" in changes:
        columns["sealed_authorization"] = _sealed(
            ports, endpoint_key, changes["authorization_header"]
        )
    return columns


def _sealed(ports: Ports, endpoint_key: UUID, header: str | None) -> bytes | None:
    text = checks.authorization(header)
    if text is None:
        return None
    return secrets.seal(ports.vault, endpoint_key, secrets.AUTHORIZATION, text)


async def _lock(actor: Actor, endpoint_key: UUID) -> WebhookEndpoint:
    await rows(_LOCK, endpoint_key)
    query = WebhookEndpoint.filter(id=endpoint_key)
    found = await query.select_related("organization", "team__organization").first()
    if found is None or not scopes.visible(actor, found):
        raise scopes.no_endpoint()
    return found


async def _require_room(owner: Owner) -> None:
    if await WebhookEndpoint.filter(**owner.columns).count() >= checks.MOST_OF_SCOPE:
        raise LimitReached(f"There may be {checks.MOST_OF_SCOPE} webhook endpoints at most.")


async def _issued(actor: Actor, ports: Ports, endpoint_key: UUID, minted: Minted) -> Issued:
    """The endpoint and its present secret, whoever made it: this request or the first one."""
    query = WebhookEndpoint.filter(id=endpoint_key)
    endpoint = await query.select_related("organization", "team__organization").first()
    if endpoint is None or not scopes.visible(actor, endpoint):
        raise scopes.no_endpoint()
    if bytes(endpoint.sealed_secret) == minted.sealed:
        return Issued(endpoint, minted.secret)
    secret = secrets.unseal(ports.vault, endpoint.id, secrets.PRESENT, endpoint.sealed_secret)
    return Issued(endpoint, secret)


def _request(new: NewEndpoint) -> dict[str, Any]:
    return {
        "organization": new.scope.organization_id,
        "team": new.scope.team_id,
        "url": new.url,
        "events": [str(event) for event in new.events],
        # Of what it says not even a hash is kept: one could be tried against guesses.
        "authorization": new.authorization_header is not None,
    }


def _shown(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {
        "url": checks.shown(endpoint.url),
        "events": list(endpoint.events),
        "is_active": endpoint.is_active,
    }


def _told(changes: Mapping[str, Any]) -> str | None:
    """That the header changed, not to what."""
    return "changed" if "authorization_header" in changes else None


async def _record(
    actor: Actor,
    what: str,
    endpoint_key: UUID,
    owner: Owner,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    await audit.record(
        actor,
        f"webhook_endpoint.{what}",
        "webhook_endpoint",
        str(endpoint_key),
        **owner.audited,
        before=before,
        after=after,
    )
