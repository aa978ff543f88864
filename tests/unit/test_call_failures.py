"""What tenants are told of a call that failed."""

import pytest

from domain.calls.failures import told
from domain.calls.types import Candidate
from domain.ports import ModelCallFailed

CANDIDATE = Candidate("deployment-7", None, "openai/gpt-4o")


def words(status: int, message: str) -> str:
    return told(ModelCallFailed(message, status=status, is_provider=False), CANDIDATE, "Reports")


def test_what_is_wrong_with_the_request_is_told_without_the_model() -> None:
    said = "litellm.BadRequestError: OpenAIException - gpt-4o takes no more than 128 answers."
    assert words(400, said) == "Reports takes no more than 128 answers."


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "Authentication Error, Invalid proxy server token passed. Key Hash (Token) =…."),
        (403, "team not allowed to access model. This team can only access models=['gpt-4o']"),
        (404, "The model `gpt-4o` does not exist or you do not have access to it."),
    ],
)
def test_what_is_between_the_product_and_litellm_is_not_told(status: int, message: str) -> None:
    assert words(status, message) == "the call was not let through to the model"
