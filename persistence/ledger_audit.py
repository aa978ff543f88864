"""Walks the ledger's chains and finds the first entry that is not as it was written.

Nothing in the database can stop its superuser from rewriting rows. But each entry carries the
hash of itself and of all before it, and the account the last one: what was changed, removed, put
in or moved shows here.
"""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from persistence.database import rows

_FIRST: Final = UUID(int=0)
_ENTRIES_AT_ONCE: Final = 2000
_ACCOUNTS_AT_ONCE: Final = 200

# The entry before the part comes along, to compare the first one with.
_ENTRIES: Final = """
WITH part AS (
    SELECT e, row_number() OVER walk AS place,
        lag((e).sequence) OVER chain AS sequence_before,
        lag((e).balance_after) OVER chain AS balance_before,
        lag((e).held_after) OVER chain AS held_before,
        lag((e).row_hash) OVER chain AS hash_before
    FROM (
        SELECT entry AS e FROM ledger_entries entry WHERE (account_id, sequence) >= ($1, $2)
        ORDER BY account_id, sequence LIMIT $3
    ) AS part
    WINDOW walk AS (ORDER BY (e).account_id, (e).sequence),
        chain AS (PARTITION BY (e).account_id ORDER BY (e).sequence)
), judged AS (
    SELECT (e).account_id, (e).sequence, place, CASE
        WHEN NOT EXISTS (SELECT 1 FROM credit_accounts a WHERE a.id = (e).account_id)
            THEN 'its account is gone'
        WHEN (e).sequence <> coalesce(sequence_before + 1, 0)
            THEN 'entries before it are missing'
        WHEN (e).previous_sequence IS DISTINCT FROM sequence_before
            OR (e).previous_balance IS DISTINCT FROM balance_before
            OR (e).previous_held IS DISTINCT FROM held_before
            OR (e).balance_after <> coalesce(balance_before, 0) + (e).amount
            OR (e).held_after <> coalesce(held_before, 0) + (e).held_change
            THEN 'it does not follow from the entry before'
        WHEN (e).row_hash <> ledger_entry_hash(e, coalesce(hash_before, '\\x00'))
            THEN 'it is not what was written'
        WHEN (e).resolves_sequence IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM ledger_entries held WHERE held.account_id = (e).account_id
            AND held.sequence = (e).resolves_sequence AND held.held_change = (e).resolves_held)
            THEN 'the hold it ends is not there'
        WHEN (e).reverses_sequence IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM ledger_entries charged WHERE charged.account_id = (e).account_id
            AND charged.sequence = (e).reverses_sequence AND charged.amount = (e).reverses_amount)
            THEN 'the charge it gives back is not there'
        END AS problem
    FROM part
    WHERE place > 1 OR $4
)
SELECT count(*) AS entries,
    (array_agg(account_id ORDER BY place DESC))[1] AS last_account,
    (array_agg(sequence ORDER BY place DESC))[1] AS last_sequence,
    (array_agg(account_id ORDER BY place) FILTER (WHERE problem IS NOT NULL))[1] AS account_id,
    (array_agg(sequence ORDER BY place) FILTER (WHERE problem IS NOT NULL))[1] AS sequence,
    (array_agg(problem ORDER BY place) FILTER (WHERE problem IS NOT NULL))[1] AS problem
FROM judged
"""

_ACCOUNTS: Final = """
WITH part AS (SELECT * FROM credit_accounts WHERE id > $1 ORDER BY id LIMIT $2), judged AS (
    SELECT a.id, coalesce(tail.sequence, 0) AS sequence, CASE
        WHEN tail.sequence IS NULL THEN 'its entries are gone'
        WHEN a.last_sequence > tail.sequence THEN 'entries after it are missing'
        WHEN (a.last_sequence, a.balance, a.held)
            IS DISTINCT FROM (tail.sequence, tail.balance_after, tail.held_after)
            OR a.last_hash <> CASE a.last_sequence WHEN 0 THEN '\\x00' ELSE tail.row_hash END
            THEN 'the account does not stand where it left it'
        WHEN (a.total_granted, a.total_charged, a.total_adjusted)
            IS DISTINCT FROM (sums.granted, sums.charged, sums.adjusted)
            THEN 'the totals of the account are not those of its entries'
        WHEN grants.remaining <> greatest(a.balance, 0)
            THEN 'what is left of the grants is not the balance'
        WHEN grants.unexplained THEN 'a grant is not what was spent of it'
        END AS problem
    FROM part a
    LEFT JOIN LATERAL (
        SELECT * FROM ledger_entries e WHERE e.account_id = a.id ORDER BY sequence DESC LIMIT 1
    ) AS tail ON true
    CROSS JOIN LATERAL (
        SELECT
            coalesce(sum(amount) FILTER (
                WHERE kind IN ('grant', 'top_up', 'expiry', 'void')), 0) AS granted,
            coalesce(-sum(amount) FILTER (
                WHERE kind IN ('charge', 'capture', 'refund', 'waiver')), 0) AS charged,
            coalesce(sum(amount) FILTER (WHERE kind = 'adjustment'), 0) AS adjusted
        FROM ledger_entries e WHERE e.account_id = a.id
    ) AS sums
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(g.remaining), 0) AS remaining,
            coalesce(bool_or(g.posted_sequence IS NOT NULL AND g.amount <> g.remaining + coalesce((
                SELECT sum(c.amount) FROM grant_consumptions c WHERE c.grant_id = g.id), 0)), false)
            AS unexplained
        FROM credit_grants g WHERE g.account_id = a.id
    ) AS grants
)
SELECT count(*) AS accounts, (array_agg(id ORDER BY id DESC))[1] AS last_account,
    (array_agg(id ORDER BY id) FILTER (WHERE problem IS NOT NULL))[1] AS account_id,
    (array_agg(sequence ORDER BY id) FILTER (WHERE problem IS NOT NULL))[1] AS sequence,
    (array_agg(problem ORDER BY id) FILTER (WHERE problem IS NOT NULL))[1] AS problem
FROM judged
"""


@dataclass(frozen=True, slots=True)
class Broken:
    """An entry of the account of this team, and what is wrong with it."""

    team_id: str
    sequence: int
    problem: str


@dataclass(slots=True)
class Walk:
    """Counts what it has seen. Each statement sees one moment, so that writers need not stop."""

    accounts: int = field(default=0)
    entries: int = field(default=0)

    async def first_broken(self) -> Broken | None:
        return await self._entries() or await self._accounts()

    async def _entries(self) -> Broken | None:
        account_id, sequence = _FIRST, 0
        while True:
            start = self.entries == 0
            size = _ENTRIES_AT_ONCE + (not start)
            [found] = await rows(_ENTRIES, account_id, sequence, size, start)
            self.entries += found["entries"]
            if found["problem"]:
                return await _named(found)
            if found["entries"] < _ENTRIES_AT_ONCE:
                return None
            account_id, sequence = found["last_account"], found["last_sequence"]

    async def _accounts(self) -> Broken | None:
        account_id = _FIRST
        while True:
            [found] = await rows(_ACCOUNTS, account_id, _ACCOUNTS_AT_ONCE)
            self.accounts += found["accounts"]
            if found["problem"]:
                return await _named(found)
            if found["accounts"] < _ACCOUNTS_AT_ONCE:
                return None
            account_id = found["last_account"]


async def _named(found: dict[str, Any]) -> Broken:
    team = await rows(
        "SELECT t.team_id FROM credit_accounts a JOIN teams t ON t.id = a.team_id WHERE a.id = $1",
        found["account_id"],
    )
    name = team[0]["team_id"] if team else f"account {found['account_id']}"
    return Broken(name, found["sequence"], found["problem"])
