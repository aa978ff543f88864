"""One legacy operation: what routes, checks and the OpenAPI document are made from.

A handler names what it wants by its parameters: `call` first, then path parameters by their
names, `body` and `query` by the types they are read into; what it returns is the answer.
"""

import inspect
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Final, get_type_hints
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from domain import access
from domain.access import Actor, Permission
from domain.credentials import Credentials
from domain.errors import Forbidden
from domain.ports import Ports
from integrations.rest.authentication import Authentication
from integrations.rest.body import MAX_BODY_BYTES
from integrations.rest.unreadable import Unprocessable

NIL: Final = UUID(int=0)
MAX_KEY_LENGTH: Final = 255
Handler = Callable[..., Awaitable[Any]]
_PATH_NAME: Final = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Call:
    """One request to an operation, its caller known; `headers` are more of those of its answer."""

    request: Request
    actor: Actor
    operations: "tuple[Operation, ...]" = ()
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def ports(self) -> Ports:
        ports: Ports = self.request.app.state.ports
        return ports

    @property
    def idempotency_key(self) -> str | None:
        """The header of that name. Operations that move money or create things pass it on: what
        they do is done once, also when the process is killed before it has answered."""
        key = self.request.headers.get("idempotency-key")
        if key is not None and not (0 < len(key) <= MAX_KEY_LENGTH and key.isprintable()):
            message = f"Must have 1 to {MAX_KEY_LENGTH} printable characters"
            loc = ["header", "Idempotency-Key"]
            raise Unprocessable([{"type": "value_error", "loc": loc, "msg": message}])
        return key

    @property
    def command_key(self) -> str:
        """For domain operations that demand an idempotency key: the caller's, or one that no
        other request has."""
        return self.idempotency_key or uuid4().hex

    @property
    def is_recalled(self) -> bool:
        """The caller's key was remembered, not looked up."""
        credentials: Credentials = self.request.state.credentials
        return credentials.is_recalled

    async def looked_up(self, auth: Authentication) -> "Call":
        """The same for the caller as it is now."""
        state = self.request.state
        state.credentials = await state.identify(state.presented)
        return replace(self, actor=auth.identify(state.credentials, self.actor))

    def require_own_team(self, team_id: str, text: str) -> None:
        """Refuses the virtual key of another team with this text, be there such a team or not."""
        if not self.actor.sees_team(team_id):
            raise Forbidden(Permission.READ, text)


@dataclass(frozen=True, eq=False)
class Operation:
    """See `operation` for what the fields mean."""

    method: str
    path: str
    tag: str
    summary: str
    auth: Authentication
    handler: Handler
    description: str = ""
    permission: Permission | None = None
    errors: Mapping[int, Sequence[str]] = field(default_factory=dict)
    statuses: Mapping[type[Exception], int] = field(default_factory=dict)
    texts: Mapping[type[Exception], str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"
    body_limit: int = MAX_BODY_BYTES
    body_example: Any = None
    example: Any = None
    reads: Any = None
    answers: Any = None
    streams: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    openai: bool = False
    open_end: bool = False
    model_call: bool = False

    def __post_init__(self) -> None:
        hints = get_type_hints(self.handler, include_extras=True)
        names = list(inspect.signature(self.handler).parameters)[1:]
        unknown = set(names) - {*self.path_names, "body", "query"}
        if unknown or set(self.path_names) - set(names):
            raise TypeError(f"{self.method} {self.path}: its handler takes {', '.join(names)}")
        hide = object.__setattr__
        hide(self, "path_types", {name: hints[name] for name in self.path_names})
        hide(self, "body", TypeAdapter(hints["body"]) if "body" in names else None)
        hide(self, "query", TypeAdapter(hints["query"]) if "query" in names else None)
        hide(self, "returns", _returns(hints.get("return")))
        hide(self, "shown_body", TypeAdapter(self.reads) if self.reads else self.body)
        hide(self, "shown_answer", TypeAdapter(self.answers) if self.answers else self.returns)
        hide(self, "keeps_answers", self.takes_key and not self.model_call)

    path_types: Mapping[str, type[str | UUID]] = field(init=False)
    body: TypeAdapter[Any] | None = field(init=False)
    query: TypeAdapter[Any] | None = field(init=False)
    returns: TypeAdapter[Any] | None = field(init=False)
    shown_body: TypeAdapter[Any] | None = field(init=False)
    shown_answer: TypeAdapter[Any] | None = field(init=False)
    keeps_answers: bool = field(init=False)

    @property
    def takes_key(self) -> bool:
        """Whether an `Idempotency-Key` may be sent: nobody's requests are not told apart."""
        return self.method == "POST" and bool(self.auth.schemes)

    @property
    def path_names(self) -> list[str]:
        return _PATH_NAME.findall(self.path)

    @property
    def operation_id(self) -> str:
        return re.sub(r"\W+", "_", f"{self.method.lower()}{self.path}").strip("_")

    def path_values(self, given: Mapping[str, str]) -> dict[str, str | UUID]:
        """A malformed UUID names no row: the nil UUID stands for it, and is not found."""
        return {
            name: _uuid_or_nil(given[name]) if kind is UUID else given[name]
            for name, kind in self.path_types.items()
        }


def _returns(annotation: Any) -> TypeAdapter[Any] | None:
    if annotation is None or annotation is type(None):
        raise TypeError("A handler returns a model, or a Response")
    if inspect.isclass(annotation) and issubclass(annotation, Response):
        return None
    return TypeAdapter(annotation)


def _uuid_or_nil(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return NIL


def _permission_of(domain_operation: Callable[..., object]) -> Permission | None:
    module = domain_operation.__module__.removeprefix("domain.")
    return access.OPERATIONS[f"{module}.{domain_operation.__name__}"]


def operation(
    method: str,
    path: str,
    *,
    tag: str,
    summary: str,
    auth: Authentication,
    calls: Callable[..., object] | None = None,
    description: str = "",
    errors: Mapping[int | HTTPStatus, Sequence[str]] | None = None,
    statuses: Mapping[type[Exception], int] | None = None,
    texts: Mapping[type[Exception], str] | None = None,
    fields: Mapping[str, str] | None = None,
    media_type: str = "application/json",
    body_limit: int = MAX_BODY_BYTES,
    body_example: Any = None,
    example: Any = None,
    reads: Any = None,
    answers: Any = None,
    streams: str | None = None,
    headers: Mapping[str, str] | None = None,
    openai: bool = False,
    open_end: bool = False,
    model_call: bool = False,
) -> Callable[[Handler], Operation]:
    """Makes a handler an operation.

    `calls` is the domain operation behind it: the right it needs is asked before the fields are
    looked at, so that 403 wins over 422. `errors` documents the texts by status, beyond those
    of authentication and validation. `statuses`, `texts`: exceptions to the mapping of errors.
    `fields`: the domain's name of an input field → the legacy one, where they differ by more
    than their spelling. `model_call`: it counts as one, and the domain keeps its answer.

    For the document alone: `reads` is the type of a body that the handler reads by itself,
    `answers` that of an answer that it renders by itself, `streams` an example of the events
    that it can answer instead, `headers` explains those of the answer. `openai`: refusals are
    in the form of OpenAI's API. `open_end`: the path's last parameter may have slashes in it.
    """

    def make(handler: Handler) -> Operation:
        return Operation(
            method=method,
            path=path,
            tag=tag,
            summary=summary,
            auth=auth,
            handler=handler,
            description=description,
            permission=_permission_of(calls) if calls else None,
            errors={int(status): texts_ for status, texts_ in (errors or {}).items()},
            statuses=statuses or {},
            texts=texts or {},
            fields=fields or {},
            media_type=media_type,
            body_limit=body_limit,
            body_example=body_example,
            example=example,
            reads=reads,
            answers=answers,
            streams=streams,
            headers=headers or {},
            openai=openai,
            open_end=open_end,
            model_call=model_call,
        )

    return make
