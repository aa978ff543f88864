"""Why a call failed, as tenants are told: never whose model it was, nor what it is called there.

Operators find LiteLLM's own words in the call's attempts.
"""

import re
from http import HTTPStatus
from typing import Final

from domain.calls.types import Candidate
from domain.ports import ModelCallFailed

_PREFIX: Final = re.compile(r"^(?:litellm\.)?(?:\w+Error: )*(?:\w+Exception - )?(?:\w+Error: )*")
BROKEN_OFF: Final = "the answer broke off"
_NOBODY: Final = "no model could be reached"
# Statuses that say something about the request; by all others LiteLLM refuses the key, and tells
# whose it is and which models it may call.
_OF_THE_REQUEST: Final = frozenset({400, 413, 415, 422})
_NOT_LET_THROUGH: Final = "the call was not let through to the model"
_BY_STATUS: Final[dict[int, str]] = {
    HTTPStatus.TOO_MANY_REQUESTS: "the model's provider limits the rate; try again later",
    HTTPStatus.REQUEST_TIMEOUT: "the model did not answer in time",
    HTTPStatus.GATEWAY_TIMEOUT: "the model did not answer in time",
}


def told(failure: ModelCallFailed | None, candidate: Candidate | None, requested: str) -> str:
    """What is wrong with the request, its sender must know; a provider's trouble is its own."""
    if failure is None:
        return _NOBODY
    if failure.is_budget:
        return "the team's budget at LiteLLM is used up; it is being renewed, try again"
    if failure.status is None:
        return "the model did not answer in time, or could not be reached"
    if failure.is_provider:
        return _BY_STATUS.get(failure.status, "the model's provider failed")
    if failure.status not in _OF_THE_REQUEST:
        return _NOT_LET_THROUGH
    words = _PREFIX.sub("", failure.message)
    for name in _names(candidate):
        words = words.replace(name, requested)
    return words or f"LiteLLM answered {failure.status}"


def _names(candidate: Candidate | None) -> list[str]:
    """The longest first: one may be a part of another."""
    if candidate is None:
        return []
    actual = candidate.actual_model or ""
    return sorted({candidate.model, actual, actual.rpartition("/")[2]} - {""}, key=len)[::-1]
