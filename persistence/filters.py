"""Conditions that several lists share."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from tortoise.expressions import F, Q, RawSQL
from tortoise.queryset import QuerySet

from persistence.models import LedgerEntry, Team

Condition = Q


def equal(**values: Any) -> Condition:
    return Q(**values)


def nothing() -> Condition:
    """No row at all."""
    return Q(id__in=[])


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Of no conditions: no row at all."""
    return reduce(or_, conditions, nothing())


def one_of(column: str, values: Sequence[str], *, beginning_with: Sequence[str]) -> Condition:
    """Rows whose text is one of these or begins with one of those."""
    beginnings = (Q(**{f"{column}__startswith": text}) for text in beginning_with)
    exact: dict[str, Any] = {f"{column}__in": list(values)}
    return Q(Q(**exact), *beginnings, join_type="OR")


def search(text: str, *columns: str, endings: Sequence[str] = ()) -> Q:
    """Rows with the text in one of the columns, or at the end of one of `endings`, whatever its
    case; `%` and `_` are themselves."""
    found = [Q(**{f"{column}__icontains": text}) for column in columns]
    found += [Q(**{f"{column}__iendswith": text}) for column in endings]
    return Q(*found, join_type="OR")


def contains(column: str, wanted: Mapping[str, Any]) -> Condition:
    """Rows whose JSON has all of this in it."""
    condition: dict[str, Any] = {f"{column}__contains": dict(wanted)}
    return Q(**condition)


def with_available_credits(query: QuerySet[Team]) -> QuerySet[Team]:
    """Teams with an annotation `available`, in micro-credits."""
    return query.annotate(available=F("credit_account__balance") - F("credit_account__held"))


def that_have_accounts(query: QuerySet[Team]) -> QuerySet[Team]:
    """All of them; but said so, PostgreSQL may begin with the accounts, in the order of credits."""
    return query.filter(credit_account__team_id__isnull=False)


def with_endings(query: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    """Holds with annotations: the `ending` kind of entry, and when they were `settled_at`; null
    while they are open."""
    resolved = (
        "(SELECT {} FROM ledger_entries ending WHERE ending.account_id = ledger_entries.account_id"
        " AND ending.resolves_sequence = ledger_entries.sequence)"
    )
    return query.annotate(
        ending=RawSQL(resolved.format("ending.kind")),
        settled_at=RawSQL(resolved.format("ending.created_at")),
    )
