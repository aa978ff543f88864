"""Rows of LiteLLM's spend log as the domain reads them. No I/O."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from domain.ports import LoggedSpend
from integrations.litellm.payloads import Malformed

_LONGEST_ID: Final = 255
_LONGEST_NAME: Final = 255
_LONGEST_PROVIDER: Final = 50
# Less than this is nothing: costs are kept to eight places.
_LEAST: Final = Decimal("1e-9")
_MOST_DOLLARS: Final = 10**9
_MOST_TOKENS: Final = 10**12


def spend_from(row: Mapping[str, Any]) -> LoggedSpend | None:
    """None for what cost nothing. Raises `Malformed`."""
    spend = _dollars(row.get("spend"))
    if spend < _LEAST:
        return None
    metadata = _object(row.get("metadata"))
    usage = _object(metadata.get("usage_object"))
    group = _text(row, "model_group") or _text(row, "model") or "unknown"
    started_at = started(row)
    return LoggedSpend(
        request_id=_id(_text(row, "request_id")),
        call_ref=_text(metadata, "litellm_call_id") or _text(row, "litellm_call_id") or None,
        token_hash=_text(row, "api_key"),
        team_id=_text(row, "team_id"),
        model_group=group[:_LONGEST_NAME],
        asked_group=_text(metadata, "original_model_group") or None,
        model=_text(row, "model")[:_LONGEST_NAME] or None,
        provider=_text(row, "custom_llm_provider")[:_LONGEST_PROVIDER] or None,
        spend=spend,
        input_spend=_input_spend(metadata, spend),
        prompt_tokens=_count(row.get("prompt_tokens")),
        completion_tokens=_count(row.get("completion_tokens")),
        cached_tokens=_count(_object(usage.get("prompt_tokens_details")).get("cached_tokens")),
        started_at=started_at,
        ended_at=max(started_at, _instant(row.get("endTime") or row.get("startTime"))),
    )


def started(row: Mapping[str, Any]) -> datetime:
    """By which the log is sorted and read. Raises `Malformed`."""
    return _instant(row.get("startTime"))


def _id(request_id: str) -> str:
    """As it is, unless it is one of those that have a whole state in them."""
    if not request_id:
        raise Malformed("A row of the spend log has no id.")
    if len(request_id) <= _LONGEST_ID:
        return request_id
    return f"sha256:{hashlib.sha256(request_id.encode()).hexdigest()}"


def _input_spend(metadata: Mapping[str, Any], spend: Decimal) -> Decimal:
    breakdown = _object(metadata.get("cost_breakdown"))
    try:
        return max(Decimal(0), min(_dollars(breakdown.get("input_cost")), spend))
    except Malformed:
        return Decimal(0)


def _dollars(value: object) -> Decimal:
    if value is None:
        return Decimal(0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise Malformed("A spend is no number.")
    if value > _MOST_DOLLARS:
        raise Malformed("A spend is more than a call can cost.")
    return Decimal(repr(value))


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return min(max(value, 0), _MOST_TOKENS)


def _instant(value: object) -> datetime:
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise Malformed("A row of the spend log has no time.") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
