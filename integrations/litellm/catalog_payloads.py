"""Between what the domain wants of a model or credential and LiteLLM's JSON, both ways. No I/O."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain.ports import LLMCredential, LLMModel
from integrations.litellm.payloads import JSON, Malformed, marked, unmarked

_PRICES = {
    "input_cost_per_token": "input_price",
    "output_cost_per_token": "output_price",
    "cache_read_input_token_cost": "cached_price",
}
# Marks are names of their own among much that LiteLLM adds itself.
_MARKS = ("managed_by", "install_id", "target_id", "unknown_since")
_FINGERPRINT = "fingerprint"
_INFO = (*_MARKS, _FINGERPRINT)
_ADDRESSES = ("api_base", "base_url")
_MASKED = re.compile(r"[^*]*\*+([^*]{2,})", re.DOTALL)


def new_model_body(model: LLMModel, install_id: str) -> JSON:
    """For `/model/new`; what is None is left out."""
    body = model_body(model, install_id)
    params = {name: value for name, value in body["litellm_params"].items() if value is not None}
    return body | {"litellm_params": params}


def model_body(model: LLMModel, install_id: str) -> JSON:
    """For changing a model, where null takes a credential or a price away."""
    prices = {name: _number(getattr(model, ours)) for name, ours in _PRICES.items()}
    return {
        "model_name": model.name,
        "litellm_params": {
            "model": model.model,
            "litellm_credential_name": model.credential_name,
            **prices,
        },
        "model_info": {"id": model.model_id, **marked(model.metadata, install_id)},
        "blocked": model.blocked,
    }


def model_from(row: object, install_id: str) -> LLMModel:
    row = _object(row)
    params, info = _object(row.get("litellm_params")), _object(row.get("model_info"))
    prices = {ours: _price(params, name) for name, ours in _PRICES.items()}
    marks = {name: info[name] for name in _MARKS if info.get(name) is not None}
    return LLMModel(
        model_id=_text(info, "id"),
        name=_text(row, "model_name"),
        model=str(params.get("model") or ""),
        credential_name=params.get("litellm_credential_name"),
        **prices,
        blocked=bool(info.get("blocked")),
        is_redirected=any(params.get(name) for name in _ADDRESSES),
        metadata=unmarked(marks, install_id),
    )


def new_credential_body(secret: str | None, credential: LLMCredential, install_id: str) -> JSON:
    given = {"api_key": secret, "api_base": credential.api_base}
    values = {name: value for name, value in given.items() if value is not None}
    info = {"custom_llm_provider": credential.provider, **marked(credential.metadata, install_id)}
    return {
        "credential_name": credential.name,
        "credential_values": values,
        "credential_info": info,
    }


def credential_body(secret: str | None, credential: LLMCredential, install_id: str) -> JSON:
    """For changing a credential; what is not named stays at LiteLLM."""
    body = new_credential_body(secret, credential, install_id)
    if credential.api_base is None:
        body["credential_values_to_delete"] = ["api_base"]
    return body


def credential_from(row: object, install_id: str) -> LLMCredential:
    row = _object(row)
    values = _object(row.get("credential_values") or {})
    info = _object(row.get("credential_info") or {})
    ours = {name: info[name] for name in _INFO if info.get(name) is not None}
    return LLMCredential(
        name=_text(row, "credential_name"),
        provider=str(info.get("custom_llm_provider") or ""),
        api_base=values.get("api_base"),
        key_tail=_tail(values.get("api_key")),
        metadata=unmarked(ours, install_id),
    )


def _tail(masked: object) -> str | None:
    """LiteLLM shows keys as `sk****9f`, and short ones as asterisks alone."""
    found = _MASKED.fullmatch(masked) if isinstance(masked, str) else None
    return found[1][-2:] if found else None


def _price(params: Mapping[str, Any], name: str) -> Decimal | None:
    price = params.get(name)
    if price is None:
        return None
    if isinstance(price, bool) or not isinstance(price, int | float):
        raise Malformed(f"{name} is no number.")
    return Decimal(repr(price))


def _number(price: Decimal | None) -> float | None:
    return None if price is None else float(price)


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Malformed("A model or credential is no object.")
    return value


def _text(row: Mapping[str, Any], name: str) -> str:
    if not isinstance(value := row.get(name), str):
        raise Malformed(f"{name} is missing.")
    return value
