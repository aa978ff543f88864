"""A past of jobs and calls to report on, of any size: half of it is one busy organization's.

Rows are inserted many at a time, past the ledger; the triggers of usage count them as ever.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

import asyncpg

DAYS: Final = 90
BUSY: Final = 10
ORGANIZATION: Final = "org-1"
TEAM: Final = "org-1-team-1"
# Of so many jobs one is of the rare type, and one was cancelled.
RARE_ONE_OF: Final = 5_000
_AT_ONCE: Final = 100_000
NOW: Final = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)

_ORGANIZATIONS = """
INSERT INTO organizations (id, created_at, updated_at, organization_id, name, status, metadata)
SELECT uuidv7(), $2::timestamptz - n * interval '1 minute', now(), format('org-%s', n),
    format('Organization %s', n), 'active', '{}'
FROM generate_series(1, $1::int) AS n"""
_TEAMS = """
INSERT INTO teams (id, created_at, updated_at, team_id, organization_id, name, status, is_default,
    metadata, budget_mode, markup_percent)
SELECT uuidv7(), o.created_at + n * interval '1 second', now(),
    format('%s-team-%s', o.organization_id, n), o.id, format('Team %s', n),
    CASE WHEN n = 2 AND o.organization_id LIKE '%000' THEN 'suspended' ELSE 'active' END, false,
    '{}', CASE WHEN n = 3 AND o.organization_id LIKE '%000' THEN 'consumption_usd'
        ELSE 'job_based' END, 0
FROM organizations o, generate_series(1, $1::int) AS n"""
_ACCOUNTS = """
WITH made AS (INSERT INTO credit_accounts (id, team_id) SELECT uuidv7(), id FROM teams RETURNING id)
INSERT INTO ledger_entries (id, account_id, kind, amount, held_change, idempotency_key,
    request_hash, actor_kind, actor_label)
SELECT uuidv7(), id, 'open', 0, 0, 'open', decode(repeat('00', 32), 'hex'), 'system', 'bench'
FROM made"""
# Every team once, in a fixed order, the busy ones first.
_PLACES = """
DROP TABLE IF EXISTS bench_places;
CREATE TEMP TABLE bench_places AS SELECT row_number() OVER (
    ORDER BY o.organization_id <> 'org-1', length(t.team_id), t.team_id) - 1 AS place,
    t.id AS team_id, t.organization_id
    FROM teams t JOIN organizations o ON o.id = t.organization_id;
CREATE UNIQUE INDEX ON bench_places (place)"""
_JOBS = """
INSERT INTO jobs (id, created_at, updated_at, team_id, organization_id, job_type, status,
    is_single_call, metadata, requested_models, lease_until, completed_at, charge_status, held,
    charged, unbilled, calls_count, calls_succeeded, calls_failed, expected_cost, expected_tokens,
    prompt_tokens, completion_tokens, cached_tokens, reasoning_tokens, is_estimated, input_cost,
    output_cost, client_cost, latency_ms)
SELECT uuidv7(at - clock_timestamp()), at, at, p.team_id, p.organization_id,
    CASE WHEN n / 20 % $4 = 1 THEN 'rare' ELSE format('type-%s', n / 20 % 4) END, status, true,
    '{}', '["model"]', at, at, CASE status WHEN 'completed' THEN 'waived' ELSE 'not_due' END, 0, 0,
    0, 1, (status = 'completed')::int, (status <> 'completed')::int, 0, 0, 100, 20, 0, 0, false,
    0.0001, 0.0002, 0.0003, 500
FROM (SELECT n, $1::timestamptz - n * 777 % ($3 * 86400) * interval '1 second' AS at,
        CASE WHEN n / 20 % $4 = 2 THEN 'cancelled' WHEN n / 20 % 40 = 3 THEN 'failed'
            ELSE 'completed' END
            AS status,
        CASE WHEN n % 2 = 0 THEN n / 2 % $5 ELSE n / 2 % (SELECT count(*) FROM bench_places) END
            AS place
    FROM generate_series($2::bigint, $6::bigint) AS n) AS given JOIN bench_places p USING (place)
RETURNING id"""
_CALLS = """
INSERT INTO llm_calls (id, created_at, job_id, team_id, status, is_direct, run, requested_model,
    used_model, provider, attempts, expected_cost, expected_tokens, prompt_tokens,
    completion_tokens, cached_tokens, reasoning_tokens, is_estimated, input_cost, output_cost,
    client_cost, latency_ms, finished_at)
SELECT gen_random_uuid(), created_at, id, team_id,
    CASE status WHEN 'completed' THEN 'succeeded' ELSE 'failed' END, false, 1,
    format('model-%s', n % 20), 'gpt',
    (ARRAY['openai', 'anthropic', 'vertex_ai', 'groq'])[n % 4 + 1],
    '[]', 0, 0, prompt_tokens, completion_tokens, 0, 0, false, input_cost, output_cost,
    client_cost, latency_ms, created_at
FROM (SELECT *, row_number() OVER () AS n FROM jobs WHERE id = ANY($1::uuid[])) AS made"""


async def tenants(
    owner: asyncpg.Connection, organizations: int = 10_000, teams_each: int = BUSY
) -> None:
    """Into empty, migrated tables, as their owner."""
    await owner.execute(_ORGANIZATIONS, organizations, NOW - timedelta(days=DAYS))
    await owner.execute(_TEAMS, teams_each)
    await owner.execute(_ACCOUNTS)
    await owner.execute(_PLACES)


async def calls(owner: asyncpg.Connection, first: int, last: int) -> None:
    """Jobs of these numbers, each with a call; folded, but for the last thousand at most."""
    for begin in range(first, last + 1, _AT_ONCE):
        end = min(begin + _AT_ONCE - 1, last)
        made = await owner.fetch(_JOBS, NOW, begin, DAYS, RARE_ONE_OF, BUSY, end)
        await owner.execute(_CALLS, [row["id"] for row in made])
        await owner.fetchval("SELECT fold_usage($1)", 10 * _AT_ONCE)
    await owner.execute("VACUUM ANALYZE")
