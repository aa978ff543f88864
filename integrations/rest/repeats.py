"""What a POST with an `Idempotency-Key` was answered is answered to its repeats, byte for byte."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.responses import Response

from domain import kept_answers
from domain.kept_answers import KeptAnswer
from integrations.rest.operation import Call, Operation

REPLAYED: Final = "Idempotency-Replayed"
REPLAYED_WHEN: Final = "`true` when a request with the same `Idempotency-Key` was answered so."
_JSON: Final = "application/json"


async def once(
    call: Call, operation: Operation, key: str, body: Any, run: Callable[[], Awaitable[Response]]
) -> Response:
    """`body` is what was read of it: spaces and the order of fields make no other request."""

    async def effect() -> KeptAnswer:
        answer = await run()
        return KeptAnswer(answer.status_code, bytes(answer.body).decode())

    url = call.request.url
    answer = await kept_answers.once(
        call.actor,
        call.ports.vault,
        f"{operation.method} {operation.path}",
        effect,
        key=key,
        request={"path": url.path, "query": url.query, "body": body},
    )
    headers = {REPLAYED: "true"} if answer.replayed else None
    return Response(answer.body, answer.status, headers, _JSON)
