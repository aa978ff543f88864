"""Conditions that several lists share."""

from tortoise.expressions import F, Q
from tortoise.queryset import QuerySet

from persistence.models import Team


def search(text: str, *columns: str) -> Q:
    """Rows with the text in one of the columns, whatever its case; `%` and `_` are themselves."""
    return Q(*(Q(**{f"{column}__icontains": text}) for column in columns), join_type="OR")


def with_available_credits(query: QuerySet[Team]) -> QuerySet[Team]:
    """Teams with an annotation `available`, in micro-credits."""
    return query.annotate(available=F("credit_account__balance") - F("credit_account__held"))
