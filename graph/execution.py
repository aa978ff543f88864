"""One operation after another: what the two transports of GraphQL have in common."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Final, cast

import orjson
import strawberry
from graphql import ExecutionResult as CoreResult
from graphql import GraphQLError, OperationType, subscribe
from strawberry.types.execution import ExecutionResult, PreExecutionError

from domain import rate_limits
from domain.errors import DomainError, StorageTrouble
from domain.paging import BadCursor
from graph.context import Context
from graph.documents import complaints, operation_of, parse_document
from graph.failures import ErrorCode, failure, publish
from graph.requests import GraphQLRequest

REQUEST_SECONDS: Final = 10.0

Answer = dict[str, Any]
Answers = AsyncGenerator[Answer, None]

_HOW_TO_SUBSCRIBE: Final = (
    "Ask for a subscription with `Accept: text/event-stream`, or over a WebSocket with the "
    "subprotocol graphql-transport-ws."
)


class Execution:
    """A query or mutation may take `seconds`; a subscription lasts as long as it is listened to."""

    def __init__(self, schema: strawberry.Schema, seconds: float = REQUEST_SECONDS) -> None:
        self._schema = schema
        self._seconds = seconds

    async def answer(self, asked: GraphQLRequest, context: Context) -> Answer:
        """For whoever takes one answer; subscriptions are refused."""
        begun = await self.begin(asked, context, streams=False)
        return cast(Answer, begun)

    async def begin(
        self, asked: GraphQLRequest, context: Context, *, streams: bool = True
    ) -> Answer | Answers:
        """The answer; or the answers to come, to a subscription that is accepted. What is refused
        before it begins has no `data`."""
        try:
            await _admit(context)
            document = parse_document(asked.query)
            operation = operation_of(document, asked.operation_name)
        except GraphQLError as error:
            return _refused([error], context, ErrorCode.BAD_USER_INPUT)
        if operation.operation is not OperationType.SUBSCRIPTION:
            return await self._execute(asked, context)
        core = self._schema._schema  # noqa: SLF001
        if errors := complaints(core, document):
            return _refused(errors, context, ErrorCode.GRAPHQL_VALIDATION_FAILED)
        if not streams:
            return _refused([GraphQLError(_HOW_TO_SUBSCRIBE)], context, ErrorCode.BAD_USER_INPUT)
        begun: Any = subscribe(
            core,
            document,
            context_value=context,
            variable_values=asked.variables,
            operation_name=asked.operation_name,
        )
        events = begun if isinstance(begun, CoreResult) else await begun
        if isinstance(events, CoreResult):
            return _refused(events.errors or [], context, ErrorCode.BAD_USER_INPUT)
        return _answers(events, context)

    async def _execute(self, asked: GraphQLRequest, context: Context) -> Answer:
        try:
            async with asyncio.timeout(self._seconds) as context.limit:
                result = await self._schema.execute(
                    asked.query, asked.variables, context, operation_name=asked.operation_name
                )
        except TimeoutError:
            message = "This took too long; ask for less."
            return {"errors": [failure(ErrorCode.UNAVAILABLE, message, retryAfterSeconds=1)]}
        return _answer(result, context.request_id)


async def _admit(context: Context) -> None:
    """Nobody's requests are not told apart, and signing in has limits of its own."""
    actor = context.actor
    if actor.kind is None:
        return
    try:
        await rate_limits.admit(actor, context.ports, rate_limits.work_of(actor))
    except (DomainError, StorageTrouble) as refusal:
        raise GraphQLError("", original_error=refusal) from refusal


def is_subscription(asked: GraphQLRequest) -> bool:
    try:
        operation = operation_of(parse_document(asked.query), asked.operation_name)
    except GraphQLError:
        return False
    return operation.operation is OperationType.SUBSCRIPTION


def encoded(answer: Answer) -> bytes:
    try:
        return orjson.dumps(answer)
    except TypeError:  # a number beyond 64 bits in stored JSON
        return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


async def _answers(events: AsyncGenerator[CoreResult, None], context: Context) -> Answers:
    """One answer for each event; a refusal in between is the last."""
    async with aclosing(events):
        try:
            async for result in events:
                yield _answer(result, context.request_id)
        except (DomainError, StorageTrouble, BadCursor) as refusal:
            error = GraphQLError("", original_error=refusal)
            yield _refused([error], context, ErrorCode.BAD_USER_INPUT)


def _refused(errors: list[GraphQLError], context: Context, otherwise: ErrorCode) -> Answer:
    return {"errors": [publish(error, context.request_id, otherwise) for error in errors]}


def _answer(
    result: ExecutionResult | PreExecutionError | CoreResult, request_id: str | None
) -> Answer:
    otherwise = (
        ErrorCode.GRAPHQL_VALIDATION_FAILED
        if isinstance(result, PreExecutionError)
        else ErrorCode.BAD_USER_INPUT
    )
    errors = [publish(error, request_id, otherwise) for error in result.errors or ()]
    has_run = result.data is not None or any("path" in error for error in errors)
    return ({"errors": errors} if errors else {}) | ({"data": result.data} if has_run else {})
