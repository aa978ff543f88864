"""What a request counts as."""

from domain import rate_limits
from domain.rate_limits import Work
from integrations.rest.operation import Call, Operation


async def admit(call: Call, operation: Operation) -> None:
    """Raises `RateLimited`. Public operations are not counted: nobody's requests are not told
    apart, and signing in has limits of its own."""
    if not operation.auth.schemes:
        return
    work = _work(call, operation)
    if rate_limits.limit_of(call.ports, work):
        await rate_limits.admit(call.actor, call.ports, work)


def _work(call: Call, operation: Operation) -> Work:
    if operation.model_call:
        return Work.CALLS
    return Work.JOBS if call.actor.is_tenant else Work.MANAGEMENT
