"""Accounts and postings for tests of the ledger itself."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg

from persistence import ledger
from persistence.models import (
    CreditAccount,
    CreditGrant,
    EntryKind,
    GrantSource,
    LedgerEntry,
    Organization,
    Team,
)


async def make_account(team_id: str = "team", balance: int = 0) -> CreditAccount:
    organization, _ = await Organization.get_or_create(
        organization_id="organization", defaults={"name": "Organization"}
    )
    team = await Team.create(team_id=team_id, name=team_id, organization=organization)
    account = await ledger.open_account(team.id, actor_kind="system", actor_label="system")
    if balance:
        await post(account, EntryKind.GRANT, balance)
    return account


def posting(account: CreditAccount, kind: EntryKind, amount: int = 0, **facts) -> ledger.Posting:
    facts.setdefault("idempotency_key", str(uuid4()))
    return ledger.Posting(
        account_id=account.id,
        kind=kind,
        amount=amount,
        request_hash=bytes(32),
        actor_kind="system",
        actor_label="system",
        **facts,
    )


async def post(account: CreditAccount, kind: EntryKind, amount: int = 0, **facts) -> LedgerEntry:
    return await ledger.post(posting(account, kind, amount, **facts))


async def hold(account: CreditAccount, amount: int) -> LedgerEntry:
    return await post(account, EntryKind.HOLD, held_change=amount)


async def give(
    account: CreditAccount,
    amount: int,
    *,
    begun: timedelta = timedelta(0),
    ends: timedelta | None = None,
    **terms,
) -> CreditGrant:
    """A grant that began so long ago and ends in so long, or has ended."""
    now = datetime.now(UTC)
    made = ledger.Terms(
        source=GrantSource.ALLOCATION,
        amount=amount,
        starts_later=True,  # whatever the time, it is taken as it is
        effective_at=now - begun,
        expires_at=ends and now + ends,
        **terms,
    )
    await post(account, EntryKind.GRANT, amount, terms=made)
    return await CreditGrant.get(id=made.id)


async def insert(connection: asyncpg.Connection, account: CreditAccount, **columns) -> None:
    """An entry written by hand, as an attacker would."""
    row = {
        "id": uuid4(),
        "account_id": account.id,
        "kind": "charge",
        "amount": 0,
        "held_change": 0,
        "idempotency_key": str(uuid4()),
        "request_hash": bytes(32),
        "actor_kind": "system",
        "actor_label": "attacker",
        **columns,
    }
    names, places = ", ".join(row), ", ".join(f"${n}" for n in range(1, len(row) + 1))
    await connection.execute(
        f"INSERT INTO ledger_entries ({names}) VALUES ({places})", *row.values()
    )


async def drift(connection: asyncpg.Connection) -> list[asyncpg.Record]:
    """Accounts that are not what their entries say: none, ever."""
    return await connection.fetch(
        "SELECT a.id FROM credit_accounts a LEFT JOIN credit_grants g ON g.account_id = a.id"
        " GROUP BY a.id HAVING coalesce(sum(g.remaining), 0) <> greatest(a.balance, 0)"
        " UNION SELECT c.grant_id FROM credit_grants g JOIN grant_consumptions c"
        " ON c.grant_id = g.id GROUP BY g.id, c.grant_id"
        " HAVING g.amount - g.remaining <> sum(c.amount)"
        " UNION SELECT a.id FROM credit_accounts a JOIN ledger_entries e ON e.account_id = a.id"
        " GROUP BY a.id HAVING a.balance <> sum(e.amount) OR a.held <> sum(e.held_change)"
        " OR a.last_sequence <> max(e.sequence) OR count(*) <> max(e.sequence) + 1"
        " OR a.balance <> a.total_granted - a.total_charged + a.total_adjusted"
    )
