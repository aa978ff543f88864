"""What the benchmark works on: tenants, groups, accounts, and a ledger that the trigger of
the database posts entry by entry, as it does for the product."""

import asyncpg

TEAMS_EACH = 10
GROUPS = 50
GROUPS_EACH = 3
MODELS_EACH = 3
# One team of twenty has a ledger worth paging through.
BUSY_ONE_OF = 20
BUSY_ENTRIES = 150

_ORGANIZATIONS = """
INSERT INTO organizations (id, created_at, updated_at, organization_id, name, status, metadata)
SELECT uuidv7(), now() - n * interval '1 minute', now(), format('org-%s', n),
    format('Organization %s', n), 'active', '{}'
FROM generate_series(1, $1::int) AS n"""

_TEAMS = """
INSERT INTO teams (id, created_at, updated_at, team_id, organization_id, name, status, is_default,
    metadata, budget_mode, markup_percent)
SELECT uuidv7(), o.created_at + n * interval '1 second', now(),
    format('%s-team-%s', o.organization_id, n), o.id, format('Team %s', n), 'active', false, '{}',
    'job_based', 0
FROM organizations o, generate_series(1, $1::int) AS n"""

_GROUPS = """
INSERT INTO model_groups (id, created_at, updated_at, group_name, display_name, status)
SELECT uuidv7(), now(), now(), format('group-%s', n), format('Group %s', n), 'active'
FROM generate_series(1, $1::int) AS n"""

_MODELS = """
INSERT INTO model_group_members (id, created_at, model_group_id, model_name, priority, is_active)
SELECT uuidv7(), now(), g.id, format('model-%s', n), n, true
FROM model_groups g, generate_series(1, $1::int) AS n"""

_LINKS = """
INSERT INTO team_model_groups (id, created_at, team_id, model_group_id)
SELECT uuidv7(), now(), t.id, g.id
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM teams) AS t
CROSS JOIN generate_series(0, $1::int - 1) AS k
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM model_groups) AS g
    ON g.n = (t.n * 7 + k * 11) % $2::int"""

_ACCOUNTS = "INSERT INTO credit_accounts (id, team_id) SELECT uuidv7(), id FROM teams"

_ENTRIES = """
INSERT INTO ledger_entries (id, account_id, kind, amount, held_change, idempotency_key,
    request_hash, actor_kind, actor_label, reason)
SELECT uuidv7(), id, $1::text, $2::bigint, 0, format('%s-%s', $1::text, n),
    decode(repeat('00', 32), 'hex'), 'system', 'bench', format('%s %s', $1::text, n)
FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM credit_accounts) AS account,
    generate_series(1, $3::int) AS n
WHERE place % $4 = 0"""

_OF_TEAMS = """
SELECT t.team_id FROM teams t JOIN credit_accounts a ON a.team_id = t.id
WHERE a.last_sequence >= $1 ORDER BY 1"""


async def fill(connection: asyncpg.Connection, organizations: int) -> None:
    """Into empty, migrated tables, as their owner."""
    async with connection.transaction():
        await connection.execute(_ORGANIZATIONS, organizations)
        await connection.execute(_TEAMS, TEAMS_EACH)
        await connection.execute(_GROUPS, GROUPS)
        await connection.execute(_MODELS, MODELS_EACH)
        await connection.execute(_LINKS, GROUPS_EACH, GROUPS)
        await connection.execute(_ACCOUNTS)
        await connection.execute(_ENTRIES, "open", 0, 1, 1)
        await connection.execute(_ENTRIES, "grant", 1_000_000_000_000, 1, 1)
        await connection.execute(_ENTRIES, "charge", -12_345, BUSY_ENTRIES, BUSY_ONE_OF)
    await connection.execute("VACUUM ANALYZE")


async def teams(connection: asyncpg.Connection, *, busy: bool) -> list[str]:
    """Natural keys of all teams, or of those whose ledger is long."""
    rows = await connection.fetch(_OF_TEAMS, BUSY_ENTRIES if busy else 0)
    return [row["team_id"] for row in rows]


async def require_conserved(
    connection: asyncpg.Connection, prefix: str, accepted: int, refused: int
) -> None:
    """Every accepted write is one entry, and every balance the sum of its entries."""
    entries = await connection.fetchval(
        "SELECT count(*) FROM ledger_entries WHERE idempotency_key LIKE $1 || '%'", prefix
    )
    wrong = await connection.fetchval(
        "SELECT count(*) FROM credit_accounts a JOIN (SELECT account_id, sum(amount) AS balance,"
        " max(sequence) AS last, count(*) - 1 AS moves FROM ledger_entries GROUP BY account_id) e"
        " ON e.account_id = a.id WHERE (a.balance, a.last_sequence, a.last_sequence)"
        " <> (e.balance, e.last, e.moves)"
    )
    words = f"{accepted} writes were accepted and {refused} not, {entries} are in the ledger"
    assert accepted <= entries <= accepted + refused, words
    assert not wrong, f"{wrong} accounts do not agree with their entries"
