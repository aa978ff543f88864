"""Liveness, which asks nobody else, and how those fare that this service needs."""

from collections.abc import Iterable
from typing import Final, Literal, Self

from domain import health
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
async def liveness(call: Call) -> Health:
    return Health(status="healthy", service=SERVICE)


class HealthCheck(Output):
    saas_api: bool
    litellm_proxy: bool
    database: bool
    overall: Literal["healthy", "degraded", "unhealthy"]

    @classmethod
    def of(cls, components: Iterable[health.Component]) -> Self:
        """Without its database this service can do nothing, without the others less."""
        answers = {component.name: component.is_healthy for component in components}
        database = answers["database"]
        rest: Literal["healthy", "degraded"] = "healthy" if all(answers.values()) else "degraded"
        return cls(
            saas_api=True,
            litellm_proxy=answers["litellm"],
            database=database,
            overall=rest if database else "unhealthy",
        )


@operation("GET", "/api/health-check", tag="dashboard", summary="Composite health", auth=PUBLIC)
async def health_check(call: Call) -> HealthCheck:
    return HealthCheck.of(await health.components(call.actor, call.ports))
