"""What LiteLLM should hold of model aliases and provider credentials, from the rows alone."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from domain.ports import LLMCredential, LLMModel
from domain.provisioning.desired import TARGET
from persistence import database

# Changes with the key as it is stored, and says nothing of it.
FINGERPRINT: Final = "fingerprint"
_PREFIX: Final = "saas-litellm:"
_TOKENS_PRICED: Final = 1_000_000
_TAIL: Final = 2

# An alias with a credential of its own takes that, or the one that its owner has made active
# for the same provider instead, and is not called with the key of anybody else.
_MODELS: Final = """
SELECT a.id, a.alias, a.provider, a.actual_model, a.input_price, a.output_price, a.cached_price,
       used.id AS credential_id,
       a.status <> 'inactive' AND (own.id IS NULL OR used.id IS NOT NULL) AS is_wanted
FROM model_aliases a
LEFT JOIN provider_credentials own ON own.id = a.provider_credential_id
LEFT JOIN LATERAL (
    SELECT c.id FROM provider_credentials c
    WHERE c.is_active AND (c.id = own.id OR c.provider = coalesce(own.provider, a.provider)
        AND c.organization_id IS NOT DISTINCT FROM own.organization_id)
    ORDER BY c.id = own.id DESC NULLS LAST LIMIT 1) used ON true
WHERE a.id = ANY($1::uuid[])
"""
_CREDENTIALS: Final = """
SELECT id, provider, api_base, sealed_api_key, key_hint FROM provider_credentials
WHERE id = ANY($1::uuid[]) AND is_active
"""


@dataclass(frozen=True, slots=True)
class DesiredModel:
    """The model of an alias; None where LiteLLM shall have none."""

    alias_id: UUID
    llm: LLMModel | None


@dataclass(frozen=True, slots=True)
class DesiredCredential:
    """A provider credential; None where LiteLLM shall not have it."""

    credential_id: UUID
    llm: LLMCredential | None
    sealed_key: bytes = field(default=b"", repr=False)


async def read_models(alias_ids: Sequence[UUID]) -> list[DesiredModel]:
    """Of each of these aliases, whether or not it still exists."""
    rows = {row["id"]: row for row in await database.rows(_MODELS, list(alias_ids))}
    return [DesiredModel(each, _model(rows.get(each))) for each in alias_ids]


async def read_credentials(credential_ids: Sequence[UUID]) -> list[DesiredCredential]:
    """Of each of these credentials, whether or not it still exists."""
    rows = {row["id"]: row for row in await database.rows(_CREDENTIALS, list(credential_ids))}
    return [_credential(each, rows.get(each)) for each in credential_ids]


def name_of_credential(credential_id: UUID) -> str:
    """What LiteLLM knows it by."""
    return f"{_PREFIX}{credential_id}"


def credential_differs(wanted: LLMCredential, seen: LLMCredential) -> bool:
    """Whether `update_credential` is needed, as far as LiteLLM shows."""
    if wanted.key_tail is None or seen.key_tail is None:
        return replace(wanted, key_tail=None) != replace(seen, key_tail=None)
    return wanted != seen


def is_ours(marks: Mapping[str, Any]) -> bool:
    """Whether what the gateway read says that this installation manages it."""
    return TARGET in marks and "managed_by" not in marks


def _model(row: Mapping[str, Any] | None) -> LLMModel | None:
    if row is None or not row["is_wanted"]:
        return None
    used = row["credential_id"]
    return LLMModel(
        model_id=str(row["id"]),
        name=row["alias"],
        model=f"{row['provider']}/{row['actual_model']}",
        credential_name=name_of_credential(used) if used else None,
        input_price=_per_token(row["input_price"]),
        output_price=_per_token(row["output_price"]),
        cached_price=_per_token(row["cached_price"]),
        metadata={TARGET: str(row["id"])},
    )


def _per_token(price: Decimal | None) -> Decimal | None:
    """As LiteLLM's double can hold it."""
    return None if price is None else Decimal(repr(float(price / _TOKENS_PRICED)))


def _credential(credential_id: UUID, row: Mapping[str, Any] | None) -> DesiredCredential:
    if row is None:
        return DesiredCredential(credential_id, None)
    sealed, hint = bytes(row["sealed_api_key"]), row["key_hint"]
    marks = {
        TARGET: str(credential_id),
        FINGERPRINT: hashlib.sha256(sealed).hexdigest()[:16],
    }
    llm = LLMCredential(
        name=name_of_credential(credential_id),
        provider=row["provider"],
        api_base=row["api_base"],
        key_tail=hint[-_TAIL:] if len(hint) >= _TAIL else None,
        metadata=marks,
    )
    return DesiredCredential(credential_id, llm, sealed)
