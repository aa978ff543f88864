"""Runs an operation: body, caller, right, fields, domain, answer — in this order, for each."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from domain.credentials import Credentials
from domain.errors import DomainError, StorageTrouble
from domain.paging import BadCursor
from integrations.rest import body as bodies
from integrations.rest import limits, openai_errors, repeats, successors
from integrations.rest.errors import answer, too_large, unprocessable
from integrations.rest.lists import not_a_place
from integrations.rest.operation import Call, Operation
from integrations.rest.unreadable import TooLarge, Unprocessable


def routes_of(operations: Sequence[Operation]) -> list[Route]:
    """One route per path, fixed paths before those with parameters."""
    table = tuple(operations)
    paths: dict[str, dict[str, Operation]] = {}
    for operation in operations:
        methods = paths.setdefault(operation.path, {})
        if methods.setdefault(operation.method, operation) is not operation:
            raise ValueError(f"Two operations {operation.method} {operation.path}")
    return [_route(path, paths[path], table) for path in sorted(paths, key=_specificity)]


def _specificity(path: str) -> tuple[bool, list[tuple[bool, str]]]:
    # Routes are tried one after the other: those of model calls, which come most often, first.
    is_rare = not path.startswith("/v1/")
    return is_rare, [(segment.startswith("{"), segment) for segment in path.split("/")]


def _route(path: str, by_method: Mapping[str, Operation], table: tuple[Operation, ...]) -> Route:
    deprecated = {method: successors.headers_of(each) for method, each in by_method.items()}

    async def endpoint(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        response = await _answered(by_method[method], request, table)
        response.raw_headers.extend(deprecated[method])
        return response

    pattern = path
    if any(operation.open_end for operation in by_method.values()):
        pattern = path.removesuffix("}") + ":path}"
    return Route(pattern, endpoint, methods=sorted(by_method))


async def _answered(
    operation: Operation, request: Request, table: tuple[Operation, ...]
) -> Response:
    try:
        return await _run(operation, request, table)
    except (DomainError, StorageTrouble, Unprocessable, TooLarge) as error:
        return _refused(operation, error)
    except BadCursor:
        return _refused(operation, not_a_place())
    except ClientDisconnect:
        return Response(status_code=400)


def _refused(
    operation: Operation, error: DomainError | StorageTrouble | Unprocessable | TooLarge
) -> Response:
    if operation.openai:
        return openai_errors.answer(error)
    if isinstance(error, Unprocessable):
        return unprocessable(error.items)
    if isinstance(error, TooLarge):
        return too_large(error)
    return answer(
        error,
        statuses=operation.statuses,
        texts=operation.texts,
        fields=operation.fields,
        where="query" if operation.query and not operation.body else "body",
    )


async def _run(operation: Operation, request: Request, table: tuple[Operation, ...]) -> Response:
    raw = await _body(operation, request)
    credentials: Credentials = request.state.credentials
    actor = operation.auth.identify(credentials, request.state.actor)
    call = Call(request, actor, table)
    await limits.admit(call, operation)
    if operation.permission:
        call.actor.require(operation.permission)
    arguments = operation.path_values(_path(request)) | _fields(operation, request, raw)

    async def run() -> Response:
        response = _render(operation, await operation.handler(call, **arguments))
        for name, value in call.headers.items():
            response.headers.append(name, value)
        return response

    if operation.keeps_answers and (key := call.idempotency_key) is not None:
        return await repeats.once(call, operation, key, raw, run)
    return await run()


async def _body(operation: Operation, request: Request) -> Any:
    return await bodies.read_json(request, operation.body_limit) if operation.body else None


def _path(request: Request) -> dict[str, str]:
    """No name has control characters in it; of a NUL, PostgreSQL cannot be asked."""
    return {name: value.replace("\0", "\1") for name, value in request.path_params.items()}


def _fields(operation: Operation, request: Request, raw: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    items: list[bodies.Item] = []
    if operation.query:
        given = dict(request.query_params)
        values["query"], items = bodies.validate(operation.query, given, "query")
    if operation.body:
        values["body"], wrong = bodies.validate(operation.body, raw, "body")
        items += wrong
    if items:
        raise Unprocessable(items)
    return values


def _render(operation: Operation, result: Any) -> Response:
    if operation.returns is None:
        response: Response = result
        return response
    return Response(operation.returns.dump_json(result), media_type="application/json")
