"""The yardstick: the same answers by hand, one SQL statement each, whose JSON goes out as it comes.

No callers, no tenants, no rules, no limits: what no product can have, and none can be faster than.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_ACCOUNT = """json_build_object(
    'balance', trim_scale(a.balance / 1e6)::text,
    'available', trim_scale((a.balance - a.held) / 1e6)::text,
    'totalGranted', trim_scale(a.total_granted / 1e6)::text,
    'totalCharged', trim_scale(a.total_charged / 1e6)::text"""

_BALANCE = f"""
SELECT json_build_object('data', json_build_object('team', json_build_object(
    'teamId', t.team_id, 'creditAccount', {_ACCOUNT}))))
FROM teams t JOIN credit_accounts a ON a.team_id = t.id
WHERE t.team_id = $1 AND t.status <> 'deleted'"""

_NESTED = """
WITH groups AS MATERIALIZED (
    SELECT g.id, g.group_name, json_build_object('groupName', g.group_name, 'models',
        (SELECT json_agg(json_build_object('position', place - 1, 'modelName', model_name)
            ORDER BY place)
        FROM (SELECT model_name, row_number() OVER (ORDER BY priority, id) AS place
            FROM model_group_members WHERE model_group_id = g.id) AS member)) AS body
    FROM model_groups g
)
SELECT json_build_object('data', json_build_object('organizations', json_build_object('nodes',
    json_agg(json_build_object('organizationId', o.organization_id, 'name', o.name, 'teams',
        json_build_object('nodes', (SELECT json_agg(json_build_object(
            'teamId', t.team_id, 'name', t.name,
            'creditAccount', (SELECT json_build_object('balance', trim_scale(balance / 1e6)::text)
                FROM credit_accounts WHERE team_id = t.id),
            'modelGroups', (SELECT json_agg(groups.body ORDER BY groups.group_name)
                FROM team_model_groups link JOIN groups ON groups.id = link.model_group_id
                WHERE link.team_id = t.id)) ORDER BY t.created_at DESC, t.id DESC)
            FROM (SELECT * FROM teams
                WHERE organization_id = o.id AND status <> 'deleted'
                ORDER BY created_at DESC, id DESC LIMIT 5) AS t)))
        ORDER BY o.created_at DESC, o.id DESC))))
FROM (SELECT * FROM organizations WHERE status <> 'deleted'
    ORDER BY created_at DESC, id DESC LIMIT 20) AS o"""

_LEDGER = f"""
SELECT json_build_object('data', json_build_object('team', json_build_object('creditAccount',
    {_ACCOUNT}, 'transactions', json_build_object(
        'totalCount',
            (SELECT count(*) FROM ledger_entries WHERE account_id = a.id AND kind <> 'open'),
        'nodes', (SELECT json_agg(json_build_object(
            'sequence', sequence, 'type', upper(kind),
            'amount', trim_scale(amount / 1e6)::text,
            'balanceBefore', trim_scale(previous_balance / 1e6)::text,
            'balanceAfter', trim_scale(balance_after / 1e6)::text,
            'reason', reason,
            'createdAt',
                to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
            ORDER BY sequence DESC)
            FROM (SELECT * FROM ledger_entries WHERE account_id = a.id AND kind <> 'open'
                ORDER BY sequence DESC LIMIT 100) AS entry))))))
FROM teams t JOIN credit_accounts a ON a.team_id = t.id
WHERE t.team_id = $1 AND t.status <> 'deleted'"""

_WRITE = """
INSERT INTO ledger_entries (id, account_id, kind, amount, held_change, idempotency_key,
    request_hash, actor_kind, actor_label, reason)
SELECT $1, a.id, $2, $3, 0, $4, $5, 'system', 'bench', 'bench'
FROM credit_accounts a JOIN teams t ON t.id = a.team_id
WHERE t.team_id = $6 AND t.status <> 'deleted'"""


async def _balance(request: Request) -> Response:
    return await _answer(request, _BALANCE, request.query_params["team"])


async def _nested(request: Request) -> Response:
    return await _answer(request, _NESTED)


async def _ledger(request: Request) -> Response:
    return await _answer(request, _LEDGER, request.query_params["team"])


async def _answer(request: Request, sql: str, *values: str) -> Response:
    body = await request.app.state.pool.fetchval(sql, *values)
    return Response(body, media_type="application/json")


async def _write(request: Request) -> Response:
    """The bare statement, durable when it is answered."""
    asked = request.query_params
    kind, amount = ("charge", -10_000) if asked["kind"] == "deduct" else ("grant", 10_000)
    values = (uuid4(), kind, amount, asked["key"], bytes(32), asked["team"])
    await request.app.state.pool.execute(_WRITE, *values)
    return Response(b"{}", media_type="application/json")


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], max_size=10) as pool:
        app.state.pool = pool
        yield


app = Starlette(
    routes=[
        Route("/balance", _balance),
        Route("/nested", _nested),
        Route("/ledger", _ledger),
        Route("/write", _write),
    ],
    lifespan=_lifespan,
)
