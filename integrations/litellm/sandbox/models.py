"""The models the sandbox offers: names, prices in dollars a token, and how they behave."""

from dataclasses import dataclass
from enum import StrEnum

from integrations.litellm.sandbox.answers import refused
from integrations.litellm.sandbox.state import Deployment, State


class Behaviour(StrEnum):
    ANSWERS = "answers"
    FALLS_BACK = "falls back"
    FAILS = "fails"
    LIMITS = "limits the rate"
    HAS_NO_KEY = "has no key for its provider"


@dataclass(frozen=True, slots=True)
class Model:
    name: str
    provider: str
    input_price: float
    output_price: float
    behaviour: Behaviour = Behaviour.ANSWERS
    reasons: bool = False
    stands_for: str | None = None

    @property
    def full_name(self) -> str:
        return f"{self.provider}/{self.stands_for or self.name}"


FALLBACK = "gpt-4o-mini"

MODELS = {
    model.name: model
    for model in (
        Model("gpt-4", "openai", 0.00003, 0.00006),
        Model("gpt-4-turbo", "openai", 0.00001, 0.00003),
        Model("gpt-3.5-turbo", "openai", 0.0000005, 0.0000015),
        Model("gpt-4o", "openai", 0.0000025, 0.00001),
        Model(FALLBACK, "openai", 0.00000015, 0.0000006),
        Model("claude-3-opus", "anthropic", 0.000015, 0.000075),
        Model("claude-3-sonnet", "anthropic", 0.000003, 0.000015),
        Model("claude-3-haiku", "anthropic", 0.00000025, 0.00000125),
        Model("sandbox-reasoner", "openai", 0.000002, 0.000008, reasons=True),
        Model("always-fails", "openai", 0.00001, 0.00001, Behaviour.FALLS_BACK),
        Model("always-fails-no-fallback", "openai", 0.00001, 0.00001, Behaviour.FAILS),
        Model("always-rate-limited", "openai", 0.00001, 0.00001, Behaviour.LIMITS),
    )
}


def offered(state: State) -> dict[str, Model]:
    """The sandbox's own and those that were added, by the names they are called by."""
    added = (_added(state, each) for each in state.deployments.values() if not each.blocked)
    return {model.name: model for model in added if model} | MODELS


def chosen(state: State, name: object) -> tuple[Model, int]:
    """The model that answers for `name`, and how many fallbacks that took."""
    model = offered(state).get(name) if isinstance(name, str) else None
    if model is None:
        message = (
            f"/chat/completions: Invalid model name passed in model={name}. "
            "Call `/v1/models` to view available models for your key."
        )
        raise refused(400, message, "invalid_request_error")
    if model.behaviour is Behaviour.FALLS_BACK:
        return MODELS[FALLBACK], 1
    if model.behaviour is Behaviour.FAILS:
        message = (
            "litellm.InternalServerError: InternalServerError: OpenAIException - Connection error."
        )
        raise refused(500, message + _routing(model))
    if model.behaviour is Behaviour.LIMITS:
        message = "litellm.RateLimitError: this is a mock rate limit error"
        raise refused(429, message + _routing(model), "throttling_error")
    if model.behaviour is Behaviour.HAS_NO_KEY:
        message = "litellm.InternalServerError: InternalServerError: OpenAIException - "
        raise refused(500, message + "Missing credentials." + _routing(model))
    return model, 0


def _added(state: State, deployment: Deployment) -> Model | None:
    served = deployment.served
    if served is None:
        return None
    provider, _, actual = str(served.params["model"]).partition("/")
    credential = served.params.get("litellm_credential_name")
    known = MODELS.get(actual)
    return Model(
        name=served.name,
        provider=provider,
        input_price=served.params.get("input_cost_per_token", known.input_price if known else 0),
        output_price=served.params.get("output_cost_per_token", known.output_price if known else 0),
        behaviour=Behaviour.ANSWERS
        if credential is None or credential in state.credentials
        else Behaviour.HAS_NO_KEY,
        reasons=known.reasons if known else False,
        stands_for=actual,
    )


def _routing(model: Model) -> str:
    return (
        f"\n\nLiteLLM: model group '{model.name}' failed with the error above and no fallback "
        "model group was found for it, so the request was not retried on another model."
    )
