"""Who is calling the sandbox: the master key, or a virtual key in good standing."""

import time
from datetime import UTC, datetime
from secrets import compare_digest

from starlette.requests import Request

from integrations.litellm.sandbox.answers import (
    Refused,
    detail,
    no_database,
    refused,
    unauthorized,
)
from integrations.litellm.sandbox.state import Key, State, Team, token_of

_KEY_CACHE_SECONDS = 60


def state_of(request: Request) -> State:
    state = request.app.state.sandbox
    assert isinstance(state, State)
    return state


def admin(request: Request) -> State:
    """For management: only the master key passes."""
    state = state_of(request)
    key = _known(state, _credential(request))
    if key is None:
        return state
    if key.only_models:
        raise _models_only(request)
    raise _admins_only(request)


def caller(request: Request) -> Key | None:
    """For model calls: the virtual key, usable now; None stands for the master key."""
    state = state_of(request)
    key = _known(state, _credential(request))
    if key is None:
        return None
    if key.blocked:
        raise unauthorized("Key is blocked. Update via `/key/unblock` if you're an admin.")
    now = datetime.now(UTC)
    if key.expires and key.expires <= now:
        message = f"Authentication Error - Expired Key. Key Expiry time {key.expires}"
        raise refused(401, f"{message} and current time {now}", "expired_key", key.name)
    team = team_of(state, key)
    if team and team.felt_blocked(state.team_cache_seconds):
        hint = "Update via `/team/unblock` if you're an admin."
        raise unauthorized(f"Team={team.team_id} is blocked. {hint}")
    key.used_at = time.monotonic()
    return key


def own_key_or_admin(request: Request) -> Key | None:
    """For what a virtual key may see of itself; None stands for the master key."""
    key = caller(request)
    if key and key.only_models:
        raise _models_only(request)
    return key


def team_of(state: State, key: Key) -> Team | None:
    return state.teams.get(key.team_id) if key.team_id else None


def _credential(request: Request) -> str:
    header = request.headers.get("authorization")
    if header is not None:
        scheme, _, key = header.partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            hint = "Ensure Key has `Bearer ` prefix."
            raise unauthorized(f"Malformed API Key passed in. {hint}")
        return key.strip()
    key = request.headers.get("x-api-key") or request.headers.get("x-litellm-api-key") or ""
    if not key:
        raise unauthorized("No api key passed in.")
    return key


def _known(state: State, credential: str) -> Key | None:
    """The virtual key of this credential; None for the master key."""
    if compare_digest(credential.encode(), state.master_key.encode()):
        return None
    if not credential.startswith("sk-"):
        message = "LiteLLM Virtual Key expected. Received=****, expected to start with 'sk-'."
        raise refused(401, message, "auth_error", "None")
    token = token_of(credential)
    key = state.keys.get(token)
    if state.faults.database_down and not (key and _cached(key)):
        raise no_database()
    if key is None:
        message = (
            f"Invalid proxy server token passed. Received API Key = sk-...{credential[-4:]}, "
            f"Key Hash (Token) ={token}. Unable to find token in cache or "
            "`LiteLLM_VerificationTokenTable`"
        )
        raise unauthorized(message, "token_not_found_in_db", "key")
    return key


def _cached(key: Key) -> bool:
    return key.used_at is not None and time.monotonic() - key.used_at < _KEY_CACHE_SECONDS


def _admins_only(request: Request) -> Refused:
    return unauthorized(
        "Only proxy admin can be used to generate, delete, update info for new "
        f"keys/users/teams. Route={request.url.path}. Your role=unknown. Your user_id=*******"
    )


def _models_only(request: Request) -> Refused:
    return detail(
        403,
        "Virtual key is not allowed to call this route. Only allowed to call routes: "
        f"['llm_api_routes']. Tried to call route: {request.url.path}",
    )
