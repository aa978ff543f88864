"""Accounts locked for a decision, with what decides about their team's work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from persistence.database import rows
from persistence.models import EntryKind

_LOCK: Final = """
SELECT a.id, a.team_id AS team_key, a.balance, a.held, a.overdraft_limit, t.team_id, t.name,
    t.organization_id AS organization_key, o.organization_id,
    t.status = 'active' AND o.status = 'active' AS is_active,
    t.budget_mode, t.credits_per_dollar, t.tokens_per_credit, t.markup_percent,
    coalesce(t.failed_call_policy, o.failed_call_policy) AS failed_call_policy,
    now() AS now
FROM lock_credit_accounts($1::uuid[]) a
    JOIN teams t ON t.id = a.team_id JOIN organizations o ON o.id = t.organization_id
"""
_POST: Final = """
INSERT INTO ledger_entries (id, account_id, kind, amount, held_change, resolves_sequence,
    resolves_held, idempotency_key, request_hash, actor_kind, actor_label, actor_id, reason, job_id)
SELECT given.id, given.account_id, given.kind, given.amount, given.held_change,
    hold.sequence, hold.held_change, given.idempotency_key, given.request_hash, given.actor_kind,
    given.actor_label, given.actor_id, given.reason, given.job_id
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::uuid[],
    $7::text[], $8::bytea[], $9::text[], $10::text[], $11::uuid[], $12::text[], $13::uuid[])
    WITH ORDINALITY AS given (id, account_id, kind, amount, held_change, resolves_id,
    idempotency_key, request_hash, actor_kind, actor_label, actor_id, reason, job_id, place)
    LEFT JOIN ledger_entries hold ON hold.id = given.resolves_id
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

    def values(self) -> tuple[Any, ...]:
        return (
            self.id,
            self.account_id,
            str(self.kind),
            self.amount,
            self.held_change,
            self.resolves_id,
            self.idempotency_key,
            self.request_hash,
            self.actor_kind,
            self.actor_label,
            self.actor_id,
            self.reason,
            self.job_id,
        )


async def lock_accounts(team_keys: Iterable[UUID]) -> dict[UUID, AccountRow]:
    """By the primary key of the team."""
    found = await rows(_LOCK, sorted(set(team_keys)))
    return {row["team_key"]: AccountRow(**row) for row in found}


async def post_lines(lines: Sequence[Line]) -> None:
    """Write entries in their order, in one statement. They were decided on under the accounts'
    locks; the database decides again, and refuses all when one of them cannot be."""
    if lines:
        columns = zip(*(line.values() for line in lines), strict=True)
        await rows(_POST, *(list(column) for column in columns))
