"""The least a prepaid gateway can do that loses nothing: the raw proxy, with credits held before
the call and taken after it, each by one durable statement. A bound, not a rival.

`DATABASE_URL=… UPSTREAM_PORT=9100 uvicorn bench.gate:app` makes its two tables itself. It knows one
price, no limits, no jobs, and writes down nothing of the call.
"""

import hashlib
import os
from typing import Any

import asyncpg
from starlette.types import Message, Receive, Scope, Send

from bench import proxy_raw

_TABLES = """
CREATE TABLE gate_accounts (id int PRIMARY KEY, token_hash text UNIQUE, balance bigint,
    held bigint);
CREATE TABLE gate_entries (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), account_id int,
    kind text, amount bigint, balance_after bigint, created_at timestamptz DEFAULT now());
"""
_HOLD = """
WITH account AS (UPDATE gate_accounts SET held = held + 1
    WHERE token_hash = $1 AND balance - held >= 1 RETURNING id, balance)
INSERT INTO gate_entries (account_id, kind, amount, balance_after)
    SELECT id, 'hold', 1, balance FROM account RETURNING account_id
"""
_TAKE = """
WITH account AS (UPDATE gate_accounts SET held = held - 1, balance = balance - 1
    WHERE id = $1 RETURNING id, balance)
INSERT INTO gate_entries (account_id, kind, amount, balance_after)
    SELECT id, 'charge', -1, balance FROM account
"""
_state: dict[str, Any] = {}


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["path"] == "/":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})
    else:
        headers = dict(scope["headers"])
        account = await _state["pool"].fetchval(_HOLD, _hash(headers[b"authorization"]))

        async def take_before_the_end(message: Message) -> None:
            if message["type"] == "http.response.body" and not message.get("more_body"):
                await _state["pool"].execute(_TAKE, account)
            await send(message)

        await proxy_raw.app(scope, receive, take_before_the_end)


def _hash(authorization: bytes) -> str:
    return hashlib.sha256(authorization).hexdigest()


async def _live(receive: Receive, send: Send) -> None:
    await receive()

    async def keep(_: Any) -> None: ...

    _state["pool"] = await asyncpg.create_pool(
        os.environ["DATABASE_URL"], min_size=1, max_size=10, reset=keep
    )
    await _state["pool"].execute(_TABLES)
    key = f"Bearer {os.environ['UPSTREAM_KEY']}"
    account = "INSERT INTO gate_accounts VALUES (1, $1, 1000000000, 0)"
    await _state["pool"].execute(account, _hash(key.encode()))
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await _state["pool"].close()
    await send({"type": "lifespan.shutdown.complete"})
