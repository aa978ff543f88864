"""GraphQL over a WebSocket: the protocol graphql-transport-ws, spoken strictly.

Whatever goes wrong with one operation is its own; whoever breaks the protocol or a limit is
disconnected. A connection is one group of tasks: when it ends, nothing of it goes on.
"""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack, aclosing
from typing import Any, NoReturn
from urllib.parse import urlsplit

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from domain.errors import Forbidden, StorageTrouble, Unauthenticated
from graph.context import Context
from graph.execution import Answer, Execution, encoded
from graph.live.bounds import INIT_SECONDS, MAX_CONNECTIONS, MAX_OPERATIONS, SEND_SECONDS
from graph.live.doors import Full
from graph.live.process import Live
from graph.requests import GraphQLRequest, Malformed
from graph.transports.credential import Credential
from graph.transports.messages import PROTOCOL, Close, Code, Message


async def serve(
    websocket: WebSocket, execution: Execution, live: Live, origins: Sequence[str]
) -> None:
    """From the handshake to the end of the connection."""
    if not _is_welcome(websocket, origins):
        await websocket.close()  # before it is accepted: a 403
        return
    accepts = PROTOCOL in websocket.scope["subprotocols"]
    await websocket.accept(PROTOCOL if accepts else None)
    try:
        if not accepts:
            raise Close(Code.SUBPROTOCOL_NOT_ACCEPTABLE, f"Speak {PROTOCOL}.")
        await _Connection(websocket, execution, live).run()
    except* Close as group:
        await _close(websocket, _first(group))


def _is_welcome(websocket: WebSocket, origins: Sequence[str]) -> bool:
    """Programs name no origin; a page must be our own, or one of those that may call the API."""
    origin = websocket.headers.get("origin")
    if origin is None or origin in origins:
        return True
    return bool(host := urlsplit(origin).netloc) and host == websocket.headers.get("host")


def _first(group: BaseExceptionGroup[Close]) -> Close:
    for one in group.exceptions:
        return one if isinstance(one, Close) else _first(one)
    raise AssertionError("a group is never empty")


async def _close(websocket: WebSocket, close: Close) -> None:
    if close.code is None or websocket.application_state is WebSocketState.DISCONNECTED:
        return
    try:
        async with asyncio.timeout(1):  # a client that does not read is left
            await websocket.close(close.code, close.reason)
    except (TimeoutError, WebSocketDisconnect):
        return


class _Connection:
    def __init__(self, websocket: WebSocket, execution: Execution, live: Live) -> None:
        self._websocket = websocket
        self._execution = execution
        self._live = live
        self._by_id: dict[str, asyncio.Task[None]] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> NoReturn:
        """Raises `Close`, in a group or alone."""
        with ExitStack() as strangers, ExitStack() as known:
            address = self._websocket.state.actor.origin.ip_address
            _enter(strangers, self._live.strangers.entered(address))
            credential = await self._initialised()
            strangers.close()
            _enter(known, self._live.sockets.entered(credential.holder))
            await self._send({"type": "connection_ack"})
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._watch(credential))
                while True:
                    await self._obey(await self._receive(), credential, tasks)

    async def _initialised(self) -> Credential:
        try:
            async with asyncio.timeout(INIT_SECONDS):
                message = await self._receive()
                while message.type in {"ping", "pong"}:
                    await self._answer_ping(message)
                    message = await self._receive()
        except TimeoutError:
            raise Close(Code.INITIALISATION_TIMEOUT, "Connection initialisation timeout") from None
        if message.type != "connection_init":
            raise Close(Code.UNAUTHORIZED, "Unauthorized: send connection_init first.")
        return await self._identified(message)

    async def _identified(self, message: Message) -> Credential:
        presented = message.presented(self._websocket.state.presented)
        try:
            credential = await Credential.of(self._websocket, presented)
            if credential.actor.kind is None:
                raise Unauthenticated("send `authorization` in the payload of connection_init.")
        except Unauthenticated as error:
            raise Close(Code.UNAUTHORIZED, f"Unauthorized: {error.message}") from error
        except Forbidden as error:
            raise Close(Code.FORBIDDEN, f"Forbidden: {error.message}") from error
        except StorageTrouble as error:
            raise Close(Code.TRY_AGAIN_LATER, "The server cannot look you up just now.") from error
        return credential

    async def _watch(self, credential: Credential) -> NoReturn:
        why = await credential.ended()
        raise Close(Code.UNAUTHORIZED, f"Unauthorized: {why}")

    async def _obey(
        self, message: Message, credential: Credential, tasks: asyncio.TaskGroup
    ) -> None:
        match message.type:
            case "ping" | "pong":
                await self._answer_ping(message)
            case "subscribe":
                self._subscribe(message, credential, tasks)
            case "complete":
                await self._end(message.operation_id)
            case "connection_init":
                raise Close(Code.TOO_MANY, "Too many initialisation requests")
            case _:
                raise Close(Code.BAD_REQUEST, "There is no such `type` of message.")

    def _subscribe(
        self, message: Message, credential: Credential, tasks: asyncio.TaskGroup
    ) -> None:
        name = message.operation_id
        if name in self._by_id:
            raise Close(Code.SUBSCRIBER_EXISTS, f"Subscriber for {name} already exists")
        if len(self._running) >= MAX_OPERATIONS:
            raise Close(Code.TOO_MANY, f"At most {MAX_OPERATIONS} operations at a time.")
        try:
            asked = GraphQLRequest.from_json(message.payload)
        except Malformed as wrong:
            raise Close(Code.BAD_REQUEST, wrong.message) from wrong
        task = tasks.create_task(self._operate(name, asked, credential))
        self._by_id[name] = task
        self._running.add(task)
        task.add_done_callback(lambda done: self._forget(name, done))

    def _forget(self, name: str, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if self._by_id.get(name) is task:
            del self._by_id[name]

    async def _end(self, name: str) -> None:
        """The client is heard again once the operation has let go of all it had."""
        if task := self._by_id.pop(name, None):
            task.cancel()
            await asyncio.wait({task})

    async def _operate(self, name: str, asked: GraphQLRequest, credential: Credential) -> None:
        context = Context(credential.actor, credential.ports, self._websocket, live=self._live)
        begun = await self._execution.begin(asked, context)
        if isinstance(begun, dict):
            if "data" not in begun:
                await self._refuse(name, begun)
                return
            await self._send({"id": name, "type": "next", "payload": begun})
        else:
            async with aclosing(begun):
                async for answer in begun:
                    if "data" not in answer:
                        await self._refuse(name, answer)
                        return
                    await self._send({"id": name, "type": "next", "payload": answer})
        del self._by_id[name]  # from now on the client may use it again
        await self._send({"id": name, "type": "complete"})

    async def _refuse(self, name: str, answer: Answer) -> None:
        del self._by_id[name]
        await self._send({"id": name, "type": "error", "payload": answer["errors"]})

    async def _answer_ping(self, message: Message) -> None:
        if message.type == "ping":
            same = {} if message.payload is None else {"payload": message.payload}
            await self._send({"type": "pong", **same})

    async def _receive(self) -> Message:
        try:
            message = await self._websocket.receive()
        except WebSocketDisconnect as gone:
            raise Close(None) from gone
        if message["type"] == "websocket.disconnect":
            raise Close(None)
        return Message.of(message.get("text"))

    async def _send(self, message: dict[str, Any]) -> None:
        """Waits for the client to take what was sent before; not for ever."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._websocket.send(
                    {"type": "websocket.send", "text": encoded(message).decode()}
                )
        except TimeoutError:
            raise Close(Code.TOO_MANY, "Too slow: events are not being read.") from None
        except WebSocketDisconnect as gone:
            raise Close(None) from gone


def _enter(stack: ExitStack, entered: Any) -> None:
    try:
        stack.enter_context(entered)
    except Full:
        raise Close(Code.TOO_MANY, f"At most {MAX_CONNECTIONS} connections at a time.") from None
