"""Words and bounds that the mutations which make teams share."""

from typing import Final

from domain.errors import InvalidInput

LONGEST_WAIT_MS: Final = 2000

IDEMPOTENCY_KEY: Final = (
    "Name the caller gives this request, best a UUID, 1 to 255 characters: repeats return the "
    "first reply."
)
WAIT_MS: Final = (
    f"Milliseconds to give LiteLLM for taking the team before the answer, at most "
    f"{LONGEST_WAIT_MS}; `sync` says whether it has. The team stands in any case."
)


def wait_seconds(wait_ms: int) -> float:
    if not 0 <= wait_ms <= LONGEST_WAIT_MS:
        raise InvalidInput("waitMs", f"Must be 0 to {LONGEST_WAIT_MS}.")
    return wait_ms / 1000
