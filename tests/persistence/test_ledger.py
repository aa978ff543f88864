import pytest

from persistence import ledger
from persistence.models import CreditAccount, EntryKind, Organization, Team


async def make_account() -> CreditAccount:
    organization = await Organization.create(organization_id="o", name="o")
    team = await Team.create(team_id="t", name="t", organization=organization)
    return await ledger.open_account(team.id, actor_kind="system", actor_label="system")


def posting(account: CreditAccount, kind: EntryKind, amount: int, key: str) -> ledger.Posting:
    return ledger.Posting(
        account_id=account.id,
        kind=kind,
        amount=amount,
        idempotency_key=key,
        request_hash=bytes(32),
        actor_kind="system",
        actor_label="system",
    )


async def test_a_charge_beyond_the_balance_is_refused(database: None) -> None:
    account = await make_account()
    entry = await ledger.post(posting(account, EntryKind.GRANT, 5, "a"))
    assert (entry.sequence, entry.balance_after) == (1, 5)

    with pytest.raises(ledger.Overspent):
        await ledger.post(posting(account, EntryKind.CHARGE, -6, "b"))
    with pytest.raises(ledger.AlreadyPosted):
        await ledger.post(posting(account, EntryKind.GRANT, 5, "a"))

    await account.refresh_from_db()
    assert (account.balance, account.total_granted, account.last_sequence) == (5, 5, 1)
