"""Refusals as the `errors` of a payload: the one mapping."""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Any, Final

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.types.base import StrawberryOptional

from domain.errors import Fault, InsufficientCredits, InvalidInput, Refusal
from graph.context import Info
from graph.scalars import Credits


@strawberry.enum(
    description="Stable reasons for a refused mutation. Values are added, never renamed."
)
class UserErrorCode(Enum):
    INVALID_INPUT = strawberry.enum_value(
        "INVALID_INPUT", description="A value is malformed, too long or out of range."
    )
    ALREADY_EXISTS = strawberry.enum_value(
        "ALREADY_EXISTS", description="The natural key, e-mail or name is taken."
    )
    NOT_FOUND = strawberry.enum_value(
        "NOT_FOUND",
        description="A referenced object does not exist or is invisible to the caller.",
    )
    IN_USE = strawberry.enum_value("IN_USE", description="The object is still used by others.")
    PROTECTED = strawberry.enum_value(
        "PROTECTED",
        description="Protected from this change: a default team, the last owner, one's own role.",
    )
    INVALID_STATE = strawberry.enum_value(
        "INVALID_STATE", description="The object is in a state that does not allow this."
    )
    STALE = strawberry.enum_value("STALE", description="The object changed since it was read.")
    INSUFFICIENT_CREDITS = strawberry.enum_value(
        "INSUFFICIENT_CREDITS",
        description="Not enough credits; the error is an `InsufficientCreditsError`.",
    )
    LIMIT_REACHED = strawberry.enum_value(
        "LIMIT_REACHED",
        description="A job cap, rate or quota of the team or key is used up.",
    )
    TEAM_NOT_ACTIVE = strawberry.enum_value(
        "TEAM_NOT_ACTIVE", description="The team or its organization is not active."
    )
    MODEL_NOT_ALLOWED = strawberry.enum_value(
        "MODEL_NOT_ALLOWED", description="The team has no access to the model or group."
    )
    INVALID_CREDENTIALS = strawberry.enum_value(
        "INVALID_CREDENTIALS", description="Wrong e-mail, password or current password."
    )
    INVALID_TOKEN = strawberry.enum_value(
        "INVALID_TOKEN",
        description="A refresh token, setup token or sign-in ticket is wrong, used or expired.",
    )
    IDEMPOTENCY_KEY_REUSED = strawberry.enum_value(
        "IDEMPOTENCY_KEY_REUSED", description="The idempotency key was used with another input."
    )
    IDEMPOTENCY_KEY_IN_PROGRESS = strawberry.enum_value(
        "IDEMPOTENCY_KEY_IN_PROGRESS",
        description="The first request with this idempotency key is still running; retry shortly.",
    )
    UPSTREAM_FAILED = strawberry.enum_value(
        "UPSTREAM_FAILED", description="LiteLLM or a model provider failed."
    )


@strawberry.enum(description="A limit that can bind.")
class LimitKind(Enum):
    TEAM_BALANCE = strawberry.enum_value(
        "TEAM_BALANCE", description="Available credits of the team, with its overdraft."
    )
    KEY_ALLOWANCE = strawberry.enum_value(
        "KEY_ALLOWANCE", description="Allowance of the virtual key."
    )
    JOB_CAP = strawberry.enum_value("JOB_CAP", description="Cap of the job.")
    KEY_STATUS = strawberry.enum_value("KEY_STATUS", description="The key is revoked or expired.")
    TEAM_STATUS = strawberry.enum_value("TEAM_STATUS", description="The team is not active.")
    ORGANIZATION_STATUS = strawberry.enum_value(
        "ORGANIZATION_STATUS", description="The organization is not active."
    )


@strawberry.interface(
    description="Why a mutation did not do what was asked. Select `code` and `field` to react, "
    "`message` to show."
)
class UserError:
    code: UserErrorCode = strawberry.field(description="Stable reason, for programs.")
    message: str = strawberry.field(
        description="Sentence for people; may change, never holds secrets."
    )
    field: list[str] | None = strawberry.field(
        description='Path inside `input`, as in `["models", "0", "modelName"]`; null when no '
        "single field is to blame."
    )


_INSIDE_INPUT = "Path inside `input`; null when no single field is to blame."


@strawberry.type(description="A refusal that needs no more data than its code.")
class RequestError(UserError):
    field: list[str] | None = strawberry.field(description=_INSIDE_INPUT)


@strawberry.type(description="A refusal because fewer credits are available than needed.")
class InsufficientCreditsError(UserError):
    code: UserErrorCode = strawberry.field(description="Always `INSUFFICIENT_CREDITS`.")
    field: list[str] | None = strawberry.field(description=_INSIDE_INPUT)
    required: Credits = strawberry.field(description="Credits needed to go ahead.")
    available: Credits = strawberry.field(description="Credits that could be spent.")
    bound_by: LimitKind = strawberry.field(description="The limit that stopped the request.")


def user_errors(refusal: Refusal) -> list[UserError]:
    if isinstance(refusal, InsufficientCredits):
        return [
            InsufficientCreditsError(
                code=UserErrorCode.INSUFFICIENT_CREDITS,
                message=refusal.message,
                field=_path(refusal.field),
                required=Credits(refusal.required),
                available=Credits(refusal.available),
                bound_by=LimitKind.TEAM_BALANCE,
            )
        ]
    faults = (
        refusal.faults
        if isinstance(refusal, InvalidInput)
        else (Fault(refusal.field or (), refusal.message),)
    )
    code = UserErrorCode(refusal.code)
    return [
        RequestError(code=code, message=fault.message, field=_path(fault.field)) for fault in faults
    ]


def _path(field: tuple[str | int, ...] | None) -> list[str] | None:
    return [str(step) for step in field] if field else None


class _Refusals(FieldExtension):
    """Turns a refusal of the domain into the payload of the mutation with its `errors`."""

    async def resolve_async(
        self,
        next_: Callable[..., Awaitable[Any]],
        source: Any,
        info: Info,
        **arguments: Any,
    ) -> Any:
        try:
            return await next_(source, info, **arguments)
        except Refusal as refusal:
            return _payload_type(info)(errors=user_errors(refusal))
        finally:
            info.context.load.forget()


def _payload_type(info: Info) -> Any:
    kind: Any = info.return_type
    return kind.of_type if isinstance(kind, StrawberryOptional) else kind


def mutation(*, description: str) -> Any:
    """`strawberry.mutation` for a method that returns `SomethingPayload | None`: raise refusals,
    they become the payload's errors. All other fields of the payload need a default."""
    return strawberry.mutation(description=description, extensions=[_Refusals()])


# Of the one argument `input` of every mutation: `Annotated[LoginInput, ARGUMENTS]`.
ARGUMENTS: Final = strawberry.argument(description="Arguments.")


def no_errors() -> Any:
    """The field `errors` of every payload: `errors: list[UserError] = no_errors()`."""
    return strawberry.field(
        default_factory=list, description="Why nothing was done; empty on success."
    )
