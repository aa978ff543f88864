"""Accounts locked for a decision, with what decides about their team's work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from persistence.database import rows
from persistence.models import EntryKind
from persistence.writing import Part, write

# One by one, since nobody knows how many rows a function returns: thousands of teams would be
# read as a whole to find a few.
LOCK_ACCOUNTS: Final = """
SELECT a.id, a.team_id AS team_key, a.balance, a.held, a.overdraft_limit, team.*, now() AS now
FROM lock_credit_accounts({team_keys}) a CROSS JOIN LATERAL (
    SELECT t.team_id, t.name, t.organization_id AS organization_key, o.organization_id,
        t.status = 'active' AND o.status = 'active' AS is_active,
        t.budget_mode, t.credits_per_dollar, t.tokens_per_credit, t.markup_percent,
        coalesce(t.failed_call_policy, o.failed_call_policy) AS failed_call_policy
    FROM teams t JOIN organizations o ON o.id = t.organization_id
    WHERE t.id = a.team_id OFFSET 0) team
"""
_LOCK: Final = LOCK_ACCOUNTS.format(team_keys="$1::uuid[]")
_POST: Final = """
INSERT INTO ledger_entries (id, account_id, kind, amount, held_change, resolves_sequence,
    resolves_held, idempotency_key, request_hash, actor_kind, actor_label, actor_id, reason, job_id)
SELECT given.id, given.account_id, given.kind, given.amount, given.held_change,
    hold.sequence, hold.held_change, given.idempotency_key, given.request_hash, given.actor_kind,
    given.actor_label, given.actor_id, given.reason, given.job_id
FROM ROWS FROM (json_to_recordset({rows}) AS (id uuid, account_id uuid, kind text, amount bigint,
    held_change bigint, resolves_id uuid, idempotency_key text, request_hash bytea,
    actor_kind text, actor_label text, actor_id uuid, reason text, job_id uuid))
    WITH ORDINALITY AS given (id, account_id, kind, amount, held_change, resolves_id,
    idempotency_key, request_hash, actor_kind, actor_label, actor_id, reason, job_id, place)
    -- One by one: the ledger is large, and would be read as a whole for a set of unknown size.
    LEFT JOIN LATERAL (
        SELECT sequence, held_change FROM ledger_entries
        WHERE id = given.resolves_id OFFSET 0) hold ON true
WHERE {when}
ORDER BY given.place
"""


@dataclass(slots=True, kw_only=True)
class AccountRow:
    """An account, locked, with its team; `now` is the transaction's time. Micro-credits."""

    id: UUID
    team_key: UUID
    team_id: str
    name: str
    organization_key: UUID
    organization_id: str
    balance: int
    held: int
    overdraft_limit: int
    is_active: bool
    budget_mode: str
    credits_per_dollar: Decimal | None
    tokens_per_credit: int | None
    markup_percent: Decimal
    failed_call_policy: str
    now: datetime

    @property
    def available(self) -> int:
        return self.balance - self.held

    @property
    def spendable(self) -> int:
        """Available credits with the overdraft."""
        return self.available + self.overdraft_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One ledger entry of many. `resolves_id` is the hold that it ends, which may be one that
    an earlier statement of the transaction has posted, but not one of the same."""

    id: UUID
    account_id: UUID
    kind: EntryKind
    amount: int = 0
    held_change: int = 0
    resolves_id: UUID | None = None
    idempotency_key: str
    request_hash: bytes
    actor_kind: str
    actor_label: str
    actor_id: UUID | None = None
    reason: str | None = None
    job_id: UUID | None = None


async def lock_accounts(team_keys: Iterable[UUID]) -> dict[UUID, AccountRow]:
    """By the primary key of the team."""
    found = await rows(_LOCK, sorted(set(team_keys)))
    return {row["team_key"]: AccountRow(**row) for row in found}


def new_entries(lines: Sequence[Line]) -> Part:
    """Entries in their order. They were decided on under the accounts' locks; the database
    decides again, and refuses all when one of them cannot be."""
    return Part(_POST, lines)


async def post_lines(lines: Sequence[Line]) -> None:
    await write(new_entries(lines))
