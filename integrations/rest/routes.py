"""The table of legacy routes: every noun's operations."""

from types import ModuleType
from typing import Final

from starlette.routing import Route

from integrations.rest import health
from integrations.rest.dispatch import routes_of
from integrations.rest.operation import Operation

NOUNS: Final[tuple[ModuleType, ...]] = (health,)

OPERATIONS: Final[tuple[Operation, ...]] = tuple(
    member for noun in NOUNS for member in vars(noun).values() if isinstance(member, Operation)
)


def routes() -> list[Route]:
    """For the application; its `exception_handlers` are `errors.HANDLERS`."""
    return routes_of(OPERATIONS)
