"""Everything a call needs, found out before anything is written down."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import orjson

from domain import validation
from domain.access import Actor
from domain.calls import keys, routing
from domain.calls.reserving import Reservation
from domain.calls.types import CallRequest, Route
from domain.errors import InvalidInput
from domain.idempotency import require_key
from domain.jobs import NewJob, creation, finding
from domain.ports import Ports
from persistence.models import Team, uuid7

# Ours to decide, whatever is sent.
_OURS: Final = frozenset({"model", "stream", "stream_options"})
_OPENAI_BODY: Final = "messages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A call that may be reserved: with which key, along which route. `words` begin the reason
    of its charge."""

    actor: Actor
    ports: Ports
    team: Team
    route: Route
    request: CallRequest
    reservation: Reservation
    words: str
    secret: str = field(repr=False)

    @property
    def body(self) -> dict[str, Any]:
        """The request without what is ours to decide."""
        given = self.request.body
        return {name: given[name] for name in given if name not in _OURS}


async def prepare(
    actor: Actor, ports: Ports, job: UUID | str | NewJob, request: CallRequest, *, words: str
) -> Plan:
    """Raises the refusals of a call that cannot be made whatever credits there are."""
    text = _check(request)
    if isinstance(job, NewJob):
        team = await creation.team_for(actor, job)
        columns = creation.columns(job)
        job_id, new_job = (
            uuid7(),
            columns | {"metadata": orjson.dumps(columns["metadata"]).decode()},
        )
    else:
        found = await finding.find(actor, job)
        team, job_id, new_job = found.team, found.id, None
    route = await routing.route(actor, team, request.model)
    reservation = Reservation(
        actor=actor,
        team_key=team.id,
        organization_key=team.organization_id,
        job_id=job_id,
        call_id=uuid7(),
        requested=route.requested,
        expected=routing.expected(route, team, request.body),
        lease=ports.policy.call_lease,
        new_job=new_job,
        purpose=validation.optional_line("purpose", request.purpose, longest=255),
        idempotency_key=request.idempotency_key,
        request_hash=_hash(request, job, text),
    )
    return Plan(
        actor=actor,
        ports=ports,
        team=team,
        route=route,
        request=request,
        reservation=reservation,
        words=words,
        secret=await keys.secret_for(actor, ports.vault, team),
    )


def _check(request: CallRequest) -> bytes:
    """The body as JSON; what a model cannot be asked is refused here."""
    if request.idempotency_key is not None:
        require_key(request.idempotency_key)
        validation.line("idempotencyKey", request.idempotency_key)
    messages = request.body.get(_OPENAI_BODY)
    if not isinstance(messages, list) or not messages:
        raise InvalidInput(_OPENAI_BODY, "Send a list of one message or more.")
    for place, message in enumerate(messages):
        if not isinstance(message, dict) or not isinstance(message.get("role"), str):
            raise InvalidInput((_OPENAI_BODY, place), "Must be an object with a role.")
    try:
        return orjson.dumps(dict(request.body), option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise InvalidInput(_OPENAI_BODY, f"Cannot be sent as JSON: {error}.") from error


def _hash(request: CallRequest, job: UUID | str | NewJob, body: bytes) -> bytes | None:
    if request.idempotency_key is None:
        return None
    about = f"{job}|{request.model}|{request.purpose}|".encode()
    return hashlib.sha256(about + body).digest()
