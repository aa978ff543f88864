"""How every movement is made: one ledger entry and one audit event, together or not at all."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from domain import audit, provisioning
from domain.access import Actor, ActorKind
from domain.credits.types import credits_text
from domain.errors import (
    IdempotencyKeyReused,
    InsufficientCredits,
    InvalidInput,
    InvalidState,
    Stale,
)
from domain.idempotency import fingerprint, require_key
from domain.validation import line
from persistence import ledger
from persistence.database import transaction
from persistence.models import CreditAccount, EntryKind, LedgerEntry, PaymentType

_ACTIONS: Final = {
    EntryKind.GRANT: "credits.granted",
    EntryKind.TOP_UP: "credits.topped_up",
    EntryKind.CHARGE: "credits.charged",
    EntryKind.REFUND: "credits.refunded",
    EntryKind.WAIVER: "credits.waived",
    EntryKind.ADJUSTMENT: "credits.adjusted",
    EntryKind.HOLD: "credits.held",
    EntryKind.CAPTURE: "credits.captured",
    EntryKind.RELEASE: "credits.released",
    EntryKind.EXPIRE: "credits.expired",
    EntryKind.EXPIRY: "credits.grant_expired",
    EntryKind.VOID: "credits.grant_voided",
}
_SCHEDULED: Final = "credits.grant_scheduled"
# How the keys of entries begin that nobody asked for: of jobs, of refills, of grants that end.
_OURS: Final = ("job:", "refill:", "grant:")
# LiteLLM's budget of a team follows what the team was given in all.
_CHANGES_BUDGET: Final = frozenset(
    {
        EntryKind.GRANT,
        EntryKind.TOP_UP,
        EntryKind.REFUND,
        EntryKind.WAIVER,
        EntryKind.ADJUSTMENT,
        EntryKind.EXPIRY,
        EntryKind.VOID,
    }
)


async def post(
    actor: Actor,
    account: CreditAccount,
    kind: EntryKind,
    amount: int,
    *,
    idempotency_key: str,
    held_change: int = 0,
    reason: str | None = None,
    resolves: LedgerEntry | None = None,
    reverses: LedgerEntry | None = None,
    payment_type: PaymentType | None = None,
    payment_usd: Decimal | None = None,
    job_id: UUID | None = None,
    grant_id: UUID | None = None,
    terms: ledger.Terms | None = None,
    expected_balance: int | None = None,
) -> LedgerEntry:
    """The new entry with its account, or the first one of this key, for the same request.
    `terms` are those of a grant made with it."""
    posting = ledger.Posting(
        account_id=account.id,
        kind=kind,
        amount=amount,
        held_change=held_change,
        idempotency_key=_key(actor, idempotency_key),
        request_hash=b"",
        actor_kind=str(actor.kind),
        actor_label=actor.label,
        actor_id=actor.admin_user_id or actor.virtual_key_id,
        reason=reason,
        resolves=resolves,
        reverses=reverses,
        payment_type=payment_type,
        payment_usd=payment_usd,
        job_id=job_id,
        grant_id=grant_id,
        terms=terms,
    )
    posting = posting.hashed(fingerprint(_request(posting, expected_balance)))
    return await _write(actor, account, posting, expected_balance)


async def _write(
    actor: Actor, account: CreditAccount, posting: ledger.Posting, expected_balance: int | None
) -> LedgerEntry:
    try:
        async with transaction():
            entry = await ledger.post(posting)
            if expected_balance not in (None, entry.previous_balance):
                raise _stale(entry.previous_balance or 0)
            await _record(actor, entry)
    except ledger.AlreadyPosted as earlier:
        if bytes(earlier.entry.request_hash) != posting.request_hash:
            raise IdempotencyKeyReused from earlier
        return earlier.entry
    except ledger.Overspent as error:
        raise await _insufficient(account, posting, expected_balance) from error
    except ledger.AlreadyResolved as error:
        raise InvalidState(_resolved_words(posting)) from error
    except ledger.EndsTooSoon as error:
        raise InvalidInput("expiresAt", "Must be later than now, and than the start.") from error
    except ledger.Unbearable as error:
        raise InvalidInput("amount", "No account can hold so many credits.") from error
    return entry


def _key(actor: Actor, key: str) -> str:
    require_key(key)
    if actor.kind is not ActorKind.SYSTEM and key.startswith(_OURS):
        # An entry under a key of ours would keep a job from being charged, or a refill away.
        raise InvalidInput("idempotencyKey", f"Must not begin with {' or '.join(_OURS)}.")
    if line("idempotencyKey", key) != key:
        raise InvalidInput("idempotencyKey", "Must not begin or end with a blank.")
    return key


def _request(posting: ledger.Posting, expected_balance: int | None) -> Mapping[str, Any]:
    usd, terms = posting.payment_usd, posting.terms
    request = {
        "kind": posting.kind,
        "amount": terms.amount if terms else posting.amount,
        "held_change": posting.held_change,
        "reason": posting.reason,
        "resolves": posting.resolves and posting.resolves.id,
        "reverses": posting.reverses and posting.reverses.id,
        "payment_type": posting.payment_type,
        "payment_usd": None if usd is None else f"{usd:.6f}",
        "job_id": posting.job_id,
        "expected_balance": expected_balance,
    }
    # What is not said stays out: requests of the time before there were grants can be repeated.
    if terms:
        request["terms"] = (terms.source, terms.priority, terms.effective_at, terms.expires_at)
    if posting.grant_id:
        request["grant"] = posting.grant_id
    return request


async def _record(actor: Actor, entry: LedgerEntry) -> None:
    team = entry.account.team
    details = {"sequence": entry.sequence, "amount": credits_text(entry.amount)}
    if entry.held_change:
        details["held"] = credits_text(entry.held_change)
    if entry.reason:
        details["reason"] = entry.reason
    if entry.kind in (EntryKind.EXPIRY, EntryKind.VOID) or _is_scheduled(entry):
        details["grant"] = str(entry.grant_id)
    await audit.record(
        actor,
        _SCHEDULED if _is_scheduled(entry) else _ACTIONS[entry.kind],
        "credit_account",
        team.team_id,
        before=_state(entry.previous_balance or 0, entry.previous_held or 0),
        after=_state(entry.balance_after, entry.held_after),
        organization=team.organization,
        team=team,
        details=details,
    )
    if entry.kind in _CHANGES_BUDGET:
        await provisioning.touch([team.id])


def _is_scheduled(entry: LedgerEntry) -> bool:
    return entry.kind is EntryKind.GRANT and not entry.amount


def _state(balance: int, held: int) -> Mapping[str, str]:
    return {"balance": credits_text(balance), "held": credits_text(held)}


def _stale(balance: int) -> Stale:
    return Stale(f"The balance is {credits_text(balance)} by now.", field="expectedBalance")


async def _insufficient(
    account: CreditAccount, posting: ledger.Posting, expected_balance: int | None
) -> Stale | InsufficientCredits:
    now = await CreditAccount.get(id=account.id)
    if expected_balance not in (None, now.balance):
        return _stale(now.balance)
    return InsufficientCredits(
        required=posting.held_change - posting.amount, available=now.available
    )


def _resolved_words(posting: ledger.Posting) -> str:
    if posting.kind is EntryKind.REFUND:
        return "This charge was given back already."
    if posting.grant_id:
        return "This grant has ended already."
    return "This hold has ended already."
