"""What jobs do to accounts: holds before work, one charge after it.

The accounts are locked when books are opened. Every entry moves the figures here as it will move
them in the database, so that the next decision of the same transaction is right; the database
decides again when the entries are posted.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Self
from uuid import UUID

from domain.access import Actor
from domain.charging import Terms
from domain.rates import CREDITS_PER_DOLLAR, MICROS, TOKENS_PER_CREDIT
from persistence.account_rows import AccountRow, Line, lock_accounts, new_entries
from persistence.job_rows import JobRow
from persistence.models import BudgetMode, EntryKind, FailedCallPolicy, uuid7
from persistence.writing import Part, write

_END_REASONS: Final = {
    EntryKind.RELEASE: "Released unused",
    EntryKind.EXPIRE: "Not used in time",
}


@dataclass(slots=True)
class Books:
    """Accounts by the primary key of their team, and entries that are not posted yet."""

    accounts: dict[UUID, AccountRow]
    lines: list[Line] = field(default_factory=list)

    @classmethod
    async def open(cls, team_keys: Iterable[UUID]) -> Self:
        """Call it in a transaction, after the jobs are locked."""
        return cls(await lock_accounts(team_keys))

    async def post(self) -> None:
        """Write what was decided, in its order."""
        await write(self.entries())

    def entries(self) -> Part:
        """What was decided, to be written with other rows; it is not posted again."""
        lines, self.lines = self.lines, []
        return new_entries(lines)

    @property
    def takes_more_than_held(self) -> bool:
        """Whether a line that is not posted yet depends on what the account has."""
        return any(line.kind is EntryKind.CHARGE for line in self.lines)

    def hold(self, actor: Actor, job: JobRow, amount: int) -> None:
        """Reserve so much for the job instead of what it has; see first that it is there."""
        account = self.accounts[job.team_id]
        step = f"{job.calls_count}:{job.held}"
        if job.hold_id:
            self._end_hold(actor, account, job, EntryKind.RELEASE, f"release:{step}")
        entry = self._line(actor, account, job, EntryKind.HOLD, f"hold:{step}", held_change=amount)
        account.held += amount
        job.hold_id, job.held = entry.id, amount

    def free(self, actor: Actor, job: JobRow, kind: EntryKind = EntryKind.RELEASE) -> None:
        """Give back what the job holds, if it holds anything."""
        if job.hold_id:
            account = self.accounts[job.team_id]
            self._end_hold(actor, account, job, kind, "end")

    def charge(self, actor: Actor, job: JobRow, due: int, reason: str) -> int:
        """Take what is due, out of the hold when that suffices, else down to the overdraft
        limit. What was taken."""
        account = self.accounts[job.team_id]
        if job.hold_id and due <= job.held:
            entry = self._line(
                actor,
                account,
                job,
                EntryKind.CAPTURE,
                "charge",
                amount=-due,
                held_change=-job.held,
                resolves=job.hold_id,
                reason=reason,
            )
            account.held -= job.held
            job.hold_id, job.held = None, 0
        else:
            self.free(actor, job)
            due = min(due, max(account.spendable, 0))
            if not due:
                return 0
            entry = self._line(
                actor, account, job, EntryKind.CHARGE, "charge", amount=-due, reason=reason
            )
        account.balance -= due
        job.charge_id, job.charged = entry.id, due
        return due

    def _end_hold(
        self, actor: Actor, account: AccountRow, job: JobRow, kind: EntryKind, step: str
    ) -> None:
        self._line(
            actor,
            account,
            job,
            kind,
            step,
            held_change=-job.held,
            resolves=job.hold_id,
            reason=_END_REASONS[kind],
        )
        account.held -= job.held
        job.hold_id, job.held = None, 0

    def _line(
        self,
        actor: Actor,
        account: AccountRow,
        job: JobRow,
        kind: EntryKind,
        step: str,
        *,
        amount: int = 0,
        held_change: int = 0,
        resolves: UUID | None = None,
        reason: str | None = None,
    ) -> Line:
        key = f"job:{job.id}:{step}"
        line = Line(
            id=uuid7(),
            account_id=account.id,
            kind=kind,
            amount=amount,
            held_change=held_change,
            resolves_id=resolves,
            idempotency_key=key,
            request_hash=hashlib.sha256(f"{key}|{kind}|{amount}|{held_change}".encode()).digest(),
            actor_kind=str(actor.kind),
            actor_label=actor.label,
            actor_id=actor.admin_user_id or actor.virtual_key_id,
            reason=reason,
            job_id=job.id,
        )
        self.lines.append(line)
        return line


def terms_of(account: AccountRow) -> Terms:
    return Terms(
        mode=BudgetMode(account.budget_mode),
        credits_per_dollar=account.credits_per_dollar or CREDITS_PER_DOLLAR,
        tokens_per_credit=account.tokens_per_credit or TOKENS_PER_CREDIT,
        markup_percent=account.markup_percent,
        failed_call_policy=FailedCallPolicy(account.failed_call_policy),
    )


def charge_reason(job: JobRow, account: AccountRow, due: int, *, words: str = "Job") -> str:
    """As legacy clients read it in their transactions."""
    return f"{words} {job.job_type} completed ({account.budget_mode} mode: {due // MICROS} credits)"
