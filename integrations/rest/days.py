"""Days that a legacy client names: refused in the contract's words."""

from datetime import UTC, date, datetime
from typing import Any, Final

from pydantic import Field

from domain import usage
from domain.errors import InvalidInput
from integrations.rest.body import Input

NOT_A_DAY: Final = (
    "Invalid start_date format: {start_date}",
    "Invalid end_date format: {end_date}",
)
_DATE: Final[dict[str, Any]] = {"format": "date"}


class DaysQuery(Input):
    start_date: str | None = Field(
        None, description="The first day, in UTC.", json_schema_extra=_DATE
    )
    end_date: str | None = Field(
        None, description="The last day, included.", json_schema_extra=_DATE
    )

    def period(self, hint: str = "") -> usage.Period:
        """Raises `InvalidInput`, which says the hint, too."""
        start, end = NOT_A_DAY
        return usage.open_days(
            _day(self.start_date, start.format(start_date=self.start_date) + hint, "startDate"),
            _day(self.end_date, end.format(end_date=self.end_date) + hint, "endDate"),
        )


def _day(text: str | None, refusal: str, field: str) -> date | None:
    """Of a moment, the day it is in."""
    if not text:
        return None
    try:
        if len(text) == len("2026-01-31"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        return moment.date() if moment.tzinfo is None else moment.astimezone(UTC).date()
    except (ValueError, OverflowError) as error:
        raise InvalidInput(field, refusal) from error
