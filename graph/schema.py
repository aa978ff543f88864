"""The schema: every noun's queries and mutations under one roof."""

from dataclasses import fields
from typing import Any, Final

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig

from graph.documents import Documents
from graph.errors import InsufficientCreditsError, RequestError
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


class _Schema(strawberry.Schema):
    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """The endpoint logs what is a bug, once; the rest is the client's business."""


def build_schema(query: type, mutation: type | None) -> strawberry.Schema:
    return _Schema(
        query=query,
        mutation=mutation,
        types=[RequestError, InsufficientCreditsError],
        extensions=[Documents],
        config=StrawberryConfig(scalar_map=SCALARS),
    )


schema: Final = build_schema(Query, Mutation if fields(Mutation) else None)
