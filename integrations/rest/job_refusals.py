"""What legacy clients are told that the domain does not say: whose a job is, how many credits
there are."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final

from domain import credits, jobs
from domain.access import Permission
from domain.errors import Forbidden, InsufficientCredits, ModelNotAllowed, NotFound
from integrations.rest.operation import Call

NO_JOB: Final = "Job not found"
NO_TEAM: Final = "Team '{team_id}' not found"
OTHER_TEAMS_JOB: Final = "Job does not belong to your team"
OTHER_TEAM: Final = "API key does not belong to team '{team_id}'"
INSUFFICIENT: Final = (
    "Insufficient credits. Team has {r} credits remaining, but {n} required. "
    "Allocated: {a}, Used: {u}"
)
OF_JOB: Final[Mapping[int, list[str]]] = {403: [OTHER_TEAMS_JOB], 404: [NO_JOB]}
ALREADY: Final = "Job is already {status}"
MODEL_TEXTS: Final = [
    "Team '{team_id}' does not have access to model alias '{model}'",
    "Team '{team_id}' does not have access to model group '{model}'",
    "Model group '{model}' not found or inactive",
    "No active models configured for group '{model}'",
    INSUFFICIENT,
]
FAILED: Final = "LLM call failed: {reason}"


class _Insufficient(InsufficientCredits):
    """Told in whole credits; what is required is rounded up."""

    def __init__(self, error: InsufficientCredits, totals: credits.Totals) -> None:
        super().__init__(required=error.required, available=error.available)
        self.message = INSUFFICIENT.format(
            r=totals.remaining,
            n=-(-error.required // credits.MICROS),
            a=totals.allocated,
            u=totals.used,
        )


@asynccontextmanager
async def of_own_job(call: Call, job_id: str) -> AsyncIterator[None]:
    """Another team's job is forbidden, where the domain says that there is none; and that it is
    comes before what else is wrong."""
    try:
        yield
    except (NotFound, ModelNotAllowed):
        await _require_own(call, job_id)
        raise


async def _require_own(call: Call, job_id: str) -> None:
    try:
        await jobs.get(call.actor, job_id)
    except NotFound as error:
        if await jobs.exists(call.actor, job_id):
            raise Forbidden(Permission.READ, OTHER_TEAMS_JOB) from error
        raise


@asynccontextmanager
async def in_whole_credits(call: Call) -> AsyncIterator[None]:
    """A lack of credits is told in figures."""
    try:
        yield
    except InsufficientCredits as error:
        account = await credits.account(call.actor, call.actor.team_id or "")
        raise _Insufficient(error, credits.Totals.of(account)) from error


def refusals(*more: Mapping[int, list[str]]) -> dict[int | HTTPStatus, list[str]]:
    """All of these together."""
    together: dict[int | HTTPStatus, list[str]] = {}
    for texts in more:
        for status, words in texts.items():
            together.setdefault(status, []).extend(words)
    return together
