"""What a call depends on, read at once: the team, its key, and the models behind a name.

One statement reads it for all requests that came in while the last one was read. Whatever is
changed counts for the next call: what is remembered is acted on only if nothing was changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from time import monotonic
from typing import Any, Final
from uuid import UUID

from domain import recall
from domain.batches import Batch
from domain.charging import Terms
from domain.jobs.books import terms_of
from persistence.account_rows import AccountRow
from persistence.database import rows
from persistence.models import ModelAlias

_READ: Final = f"""
SELECT given.place, {recall.NUMBER} AS number, c.id, c.balance, c.held, c.overdraft_limit,
    t.id AS team_key, t.team_id, t.name, t.organization_id AS organization_key, o.organization_id,
    t.status = 'active' AND o.status = 'active' AS is_active, t.budget_mode,
    t.credits_per_dollar, t.tokens_per_credit, t.markup_percent,
    coalesce(t.failed_call_policy, o.failed_call_policy) AS failed_call_policy, now() AS now,
    key.id AS key_id, key.sealed_secret,
    a.provider, a.actual_model, a.input_price, a.output_price, a.cached_price,
    a.id IS NOT NULL AND EXISTS (
        SELECT FROM team_access_groups l
        JOIN model_access_groups g ON g.id = l.access_group_id AND g.status = 'active'
        JOIN model_access_group_aliases m ON m.access_group_id = g.id
        WHERE l.team_id = t.id AND m.alias_id = a.id) AS is_shared,
    g.id IS NOT NULL AS is_linked, g.status = 'active' AS is_group_active,
    ARRAY(SELECT m.model_name FROM model_group_members m
        WHERE m.model_group_id = g.id AND m.is_active ORDER BY m.priority, m.id) AS models
-- As sub-selects, so that the plan is the same for any arrays and is made but once.
FROM unnest((SELECT $1::uuid[]), (SELECT $2::uuid[]), (SELECT $3::text[])) WITH ORDINALITY
    AS given (team_key, key_id, model, place)
JOIN teams t ON t.id = given.team_key JOIN organizations o ON o.id = t.organization_id
JOIN credit_accounts c ON c.team_id = t.id
LEFT JOIN model_aliases a ON a.alias = given.model AND a.status <> 'inactive'
LEFT JOIN LATERAL (
    SELECT k.id, k.sealed_secret FROM virtual_keys k
    WHERE k.team_id = t.id AND k.sealed_secret IS NOT NULL
        AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())
        AND CASE WHEN given.key_id IS NULL THEN k.status = 'active'
            ELSE k.id = given.key_id AND k.status IN ('active', 'retiring') END
    ORDER BY k.created_at DESC, k.id DESC LIMIT 1) key ON true
LEFT JOIN LATERAL (
    SELECT g.id, g.status FROM model_groups g
    JOIN team_model_groups l ON l.model_group_id = g.id AND l.team_id = t.id
    WHERE g.group_name = given.model) g ON true
"""  # noqa: S608


_ACCOUNT: Final = [column.name for column in fields(AccountRow)]


@dataclass(frozen=True, slots=True)
class Question:
    """Of which team (primary key), with which of its keys (None: its newest), by which name."""

    team_key: UUID
    key_id: UUID | None
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The answer. `account` is as it was read, not locked. `alias` is one of that name that can be
    called, with its model and price alone; `is_shared`: the team has an access group with it.
    `models` are those of a linked model group of that name, in order."""

    number: int
    at: float = field(default_factory=monotonic)
    account: AccountRow
    terms: Terms
    key_id: UUID | None
    sealed_secret: bytes | None = field(repr=False)
    alias: ModelAlias | None
    is_shared: bool
    is_linked: bool
    is_group_active: bool
    models: tuple[str, ...]

    @property
    def team_key(self) -> UUID:
        return self.account.team_key

    @property
    def team_id(self) -> str:
        return self.account.team_id


async def _read_all(questions: Sequence[Question]) -> list[Context | Exception]:
    found = await rows(
        _READ,
        [each.team_key for each in questions],
        [each.key_id for each in questions],
        [each.model for each in questions],
    )
    contexts = {row["place"]: _context(row) for row in found}
    return [contexts[place] for place in range(1, len(questions) + 1)]


_read: Final[Batch[Question, Context]] = Batch(_read_all)
_remembered: Final[recall.Memory[Question, Context]] = recall.Memory()


async def read(question: Question) -> Context:
    context = await _read(question)
    _remembered.keep(context.number, question, context)
    return context


def remembered(question: Question) -> Context | None:
    """As it was read of late, by this time."""
    context = _remembered.get(question)
    if context is None:
        return None
    passed = timedelta(seconds=monotonic() - context.at)
    return replace(context, account=replace(context.account, now=context.account.now + passed))


def _context(row: dict[str, Any]) -> Context:
    account = AccountRow(**{name: row[name] for name in _ACCOUNT})
    return Context(
        number=row["number"],
        account=account,
        terms=terms_of(account),
        key_id=row["key_id"],
        sealed_secret=row["sealed_secret"],
        alias=_alias(row) if row["actual_model"] is not None else None,
        is_shared=row["is_shared"],
        is_linked=row["is_linked"],
        is_group_active=bool(row["is_group_active"]),
        models=tuple(row["models"]),
    )


def _alias(row: dict[str, Any]) -> ModelAlias:
    columns = ("provider", "actual_model", "input_price", "output_price", "cached_price")
    return ModelAlias(**{column: row[column] for column in columns})
