"""What a request counts as."""

from domain import rate_limits
from domain.rate_limits import Work
from integrations.rest.operation import Call, Operation


async def admit(call: Call, operation: Operation) -> None:
    """Raises `RateLimited`. Public operations are not counted: nobody's requests are not told
    apart, and signing in has limits of its own."""
    if not operation.auth.schemes:
        return
    work = Work.CALLS if operation.model_call else rate_limits.work_of(call.actor)
    if rate_limits.limit_of(call.ports, work):
        await rate_limits.admit(call.actor, call.ports, work)
