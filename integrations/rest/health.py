"""Liveness: says that this process answers, and asks nobody else."""

from typing import Final, Literal

from integrations.rest.authentication import PUBLIC
from integrations.rest.operation import Call, operation
from integrations.rest.rendering import Output

SERVICE: Final[Literal["saas-llm-api"]] = "saas-llm-api"


class Health(Output):
    status: Literal["healthy"]
    service: Literal["saas-llm-api"]


@operation(
    "GET",
    "/health",
    tag="health",
    summary="Liveness",
    auth=PUBLIC,
    example={"status": "healthy", "service": SERVICE},
)
async def health(call: Call) -> Health:
    return Health(status="healthy", service=SERVICE)
