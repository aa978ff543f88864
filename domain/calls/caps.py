"""What stops a job that runs wild: so many calls, so many credits."""

from decimal import Decimal

from domain import charging
from domain.calls.types import Expected
from domain.errors import LimitReached
from domain.jobs.books import terms_of
from domain.rates import MICROS
from persistence.account_rows import AccountRow
from persistence.job_rows import JobRow
from persistence.models import BudgetMode


def require_room(job: JobRow, account: AccountRow, call: Expected) -> None:
    """Raises `LimitReached`. A job is never charged more than its cap: a call that may come to
    more, were it to say all it can, is not made."""
    if job.max_calls is not None and job.calls_count >= job.max_calls:
        raise LimitReached(f"The job may make {job.max_calls} calls.", field="jobId")
    if job.max_credits is not None and job.calls_count and _has_spent(job, account):
        raise LimitReached("The job has used up its credits.", field="jobId")
    if job.max_credits is not None and _at_most(job, account, call) > job.max_credits:
        raise LimitReached(
            "The call may cost more than the job has left; lower its max_tokens.", field="jobId"
        )


def _at_most(job: JobRow, account: AccountRow, call: Expected) -> int:
    return charging.expected(
        terms_of(account),
        client_cost=job.client_cost + job.expected_cost + call.most_cost,
        tokens=job.prompt_tokens + job.completion_tokens + job.expected_tokens + call.most_tokens,
    )


def _has_spent(job: JobRow, account: AccountRow) -> bool:
    """Whether the work so far, and what runs, come to the job's cap, to the micro-credit."""
    terms, cap = terms_of(account), Decimal(job.max_credits or 0)
    match terms.mode:
        case BudgetMode.CONSUMPTION_USD:
            cost = job.client_cost + job.expected_cost
            return cost * terms.credits_per_dollar * MICROS >= cap
        case BudgetMode.CONSUMPTION_TOKENS:
            tokens = job.prompt_tokens + job.completion_tokens + job.expected_tokens
            return tokens * MICROS >= cap * terms.tokens_per_credit
        case _:
            return False
