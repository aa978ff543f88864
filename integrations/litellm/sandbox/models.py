"""The models the sandbox offers: names, prices in dollars a token, and how they behave."""

from dataclasses import dataclass
from enum import StrEnum

from integrations.litellm.sandbox.answers import refused


class Behaviour(StrEnum):
    ANSWERS = "answers"
    FALLS_BACK = "falls back"
    FAILS = "fails"
    LIMITS = "limits the rate"


@dataclass(frozen=True, slots=True)
class Model:
    name: str
    provider: str
    input_price: float
    output_price: float
    behaviour: Behaviour = Behaviour.ANSWERS
    reasons: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.provider}/{self.name}"


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


def chosen(name: object) -> tuple[Model, int]:
    """The model that answers for `name`, and how many fallbacks that took."""
    model = MODELS.get(name) if isinstance(name, str) else None
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
    return model, 0


def _routing(model: Model) -> str:
    return (
        f"\n\nLiteLLM: model group '{model.name}' failed with the error above and no fallback "
        "model group was found for it, so the request was not retried on another model."
    )
