"""What a caller may use, and whether there is budget left for it."""

from integrations.litellm.sandbox.answers import Refused, refused
from integrations.litellm.sandbox.auth import team_of
from integrations.litellm.sandbox.state import Key, State, Team


def check_access(state: State, key: Key | None, model: object) -> None:
    team = payer_team(state, key)
    own = key.models if key else []
    if own and "all-team-models" not in own and model not in own:
        raise _no_access(model, "key_model_access_denied")
    if team and team.models and model not in team.models:
        raise _no_access(model, "team_model_access_denied")


def check_budget(state: State, key: Key | None) -> None:
    """A key is refused when it has spent its budget, a team only when it has spent more."""
    team = payer_team(state, key)
    if key and key.max_budget is not None and key.spend >= key.max_budget:
        raise _over_budget(f"Key={key.alias or 'key'} ({key.name})", key)
    if team and team.max_budget is not None and team.spend > team.max_budget:
        raise _over_budget(f"Team={team.team_id}", team)


def allowed(state: State, key: Key | None) -> list[str]:
    """The names a key may use; empty means all."""
    team = payer_team(state, key)
    of_team = team.models if team else []
    own = key.models if key else []
    if not own or "all-team-models" in own:
        return of_team
    return [name for name in own if not of_team or name in of_team]


def payer_team(state: State, key: Key | None) -> Team | None:
    return team_of(state, key) if key else None


def _no_access(model: object, kind: str) -> Refused:
    message = (
        f"The requested model '{model}' is not available for this API key, or the model name is "
        "invalid. Check the models available to you and try again."
    )
    return refused(403, message, kind, "model")


def _over_budget(name: str, payer: Key | Team) -> Refused:
    message = (
        f"Budget has been exceeded! {name} Current cost: {payer.spend}, "
        f"Max budget: {payer.max_budget}"
    )
    return refused(422, message, "budget_exceeded")
