"""Everything a call needs, found out before anything is written down."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import orjson

from domain import validation, virtual_keys
from domain.access import Actor
from domain.calls import contexts, routing
from domain.calls.contexts import Context, Question
from domain.calls.types import CallRequest, Reservation, Route
from domain.errors import InvalidInput, InvalidState, ModelNotAllowed, Refusal, TeamNotActive
from domain.idempotency import require_key
from domain.jobs import NewJob, creation, finding
from domain.ports import Ports
from domain.recall import Outdated
from persistence.models import Team, uuid7

# Ours to decide, whatever is sent.
_OURS: Final = frozenset({"model", "stream", "stream_options"})
# No part of OpenAI's API: with these LiteLLM would be told which models to try, where and how.
_LITELLMS: Final = frozenset(
    {
        "api_base",
        "api_key",
        "api_version",
        "base_url",
        "content_policy_fallbacks",
        "context_window_fallbacks",
        "custom_llm_provider",
        "deployment_id",
        "fallbacks",
        "input_cost_per_token",
        "litellm_metadata",
        "max_retries",
        "mock_testing_fallbacks",
        "mock_timeout",
        "model_list",
        "num_retries",
        "output_cost_per_token",
        "request_timeout",
        "timeout",
        "user_config",
    }
)
_NOT_PASSED_ON: Final = _OURS | _LITELLMS
_OPENAI_BODY: Final = "messages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A call that may be reserved: with which key, along which route. `words` begin the reason
    of its charge."""

    actor: Actor
    ports: Ports
    context: Context
    route: Route
    request: CallRequest
    reservation: Reservation
    words: str
    secret: str = field(repr=False)

    @property
    def body(self) -> dict[str, Any]:
        """The request without what is ours to decide."""
        given = self.request.body
        return {name: given[name] for name in given if name not in _NOT_PASSED_ON}


async def prepare(
    actor: Actor, ports: Ports, job: UUID | str | NewJob, request: CallRequest, *, words: str
) -> Plan:
    """Raises the refusals of a call that cannot be made whatever credits there are."""
    if not request.is_recalled:
        return await _prepare(actor, ports, job, request, words=words)
    try:
        return await _prepare(actor, ports, job, request, words=words)
    except Refusal as refusal:
        raise Outdated from refusal  # of a caller who may be another by now


async def _prepare(
    actor: Actor, ports: Ports, job: UUID | str | NewJob, request: CallRequest, *, words: str
) -> Plan:
    text = _check(request)
    new_job = _new_job(job) if isinstance(job, NewJob) else None
    team_key, job_id = await _place(actor, job)
    model = request.model if request.model is not None else await _only(actor, team_key)
    if not validation.is_storable(model):
        raise ModelNotAllowed(f"No team has access to '{model[:255]}'.", field="model")
    context = await _context(request, Question(team_key, actor.virtual_key_id, model))
    if not context.account.is_active:
        raise TeamNotActive("The team or its organization is not active.", field="teamId")
    route = routing.route(context, model)
    reservation = Reservation(
        actor=actor,
        account=context.account,
        job_id=job_id,
        call_id=uuid7(),
        requested=route.requested,
        expected=routing.expected(route, context.terms, request.body),
        lease=ports.policy.call_lease,
        new_job=new_job,
        purpose=validation.optional_line("purpose", request.purpose, longest=255),
        idempotency_key=request.idempotency_key,
        request_hash=_hash(request, job, text),
        number=context.number if request.is_recalled else None,
    )
    return Plan(
        actor=actor,
        ports=ports,
        context=context,
        route=route,
        request=request,
        reservation=reservation,
        words=words,
        secret=_secret(ports, context),
    )


async def _context(request: CallRequest, question: Question) -> Context:
    recalled = contexts.remembered(question) if request.is_recalled else None
    return recalled or await contexts.read(question)


async def _place(actor: Actor, job: UUID | str | NewJob) -> tuple[UUID, UUID]:
    """The primary key of the team, and the job's id."""
    if isinstance(job, NewJob):
        if job.team_id is not None and actor.is_tenant:
            actor.require_sight_of_team(job.team_id)
        own = actor.team_key if actor.is_tenant else None
        return own or (await creation.team_for(actor, job)).id, uuid7()
    return await finding.place_of(actor, job)


def _new_job(job: NewJob) -> dict[str, Any]:
    columns = creation.columns(job)
    return columns | {"metadata": orjson.dumps(columns["metadata"]).decode()}


async def _only(actor: Actor, team_key: UUID) -> str:
    return await routing.only_name(actor, await Team.get(id=team_key))


def _secret(ports: Ports, context: Context) -> str:
    """The caller's own key; the team's newest that works when an admin calls for it."""
    if context.key_id is None or context.sealed_secret is None:
        raise InvalidState("The team has no virtual key to call with; issue one.", field="teamId")
    return virtual_keys.unsealed(ports.vault, context.key_id, context.sealed_secret)


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
