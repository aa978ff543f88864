"""The schema: every noun's queries and mutations under one roof."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Final

import strawberry
from graphql import GraphQLError
from strawberry.extensions import AddValidationRules, SchemaExtension, ValidationCache
from strawberry.schema.config import StrawberryConfig

from graph.documents import CACHED_DOCUMENTS, Documents
from graph.errors import InsufficientCreditsError, RequestError
from graph.limits import RULES
from graph.nodes import NodeQuery
from graph.scalars import SCALARS
from graph.server_info import ServerQuery


@strawberry.type(
    description="Reading. What does not exist or is invisible is null. A list the caller has no "
    "right to is null with a top-level error `FORBIDDEN`."
)
class Query(NodeQuery, ServerQuery):
    pass


@strawberry.type(
    description="Writing. Each mutation commits or refuses by itself. A refusal is told in "
    "`errors`; the other fields are then null unless described otherwise."
)
class Mutation:
    pass


# The rules are built once: ValidationCache is keyed by them.
_EXTENSIONS: Final[list[Callable[[], SchemaExtension]]] = [
    Documents,
    lambda: AddValidationRules(list(RULES)),
    lambda: ValidationCache(CACHED_DOCUMENTS),
]


class _Schema(strawberry.Schema):
    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """The endpoint logs what is a bug, once; the rest is the client's business."""


def build_schema(query: type, mutation: type | None) -> strawberry.Schema:
    return _Schema(
        query=query,
        mutation=mutation,
        types=[RequestError, InsufficientCreditsError],
        extensions=_EXTENSIONS,
        config=StrawberryConfig(scalar_map=SCALARS),
    )


schema: Final = build_schema(Query, Mutation if fields(Mutation) else None)
