"""From text to the one operation that is meant."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)
from graphql.language import Source
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document

from graph.limits import MAX_QUERY_BYTES, MAX_TOKENS, RULES

CACHED_DOCUMENTS: Final = 512


@lru_cache(CACHED_DOCUMENTS)
def parse_document(text: str) -> DocumentNode:
    source = Source(text)
    if len(text.encode()) > MAX_QUERY_BYTES:
        raise GraphQLSyntaxError(source, 0, f"A document has at most {MAX_QUERY_BYTES} bytes.")
    return parse(source, max_tokens=MAX_TOKENS)


def operation_of(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """The operation of the document that is meant; it must be clear which."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if not operations:
        raise GraphQLError("The document holds no operation.")
    if name is None and len(operations) > 1:
        raise GraphQLError("The document holds several operations: name one in `operationName`.")
    named = [one for one in operations if name is None or (one.name and one.name.value == name)]
    if not named:
        raise GraphQLError("The document holds no operation of the name in `operationName`.")
    return named[0]


@lru_cache(CACHED_DOCUMENTS)
def complaints(schema: Any, document: DocumentNode) -> list[GraphQLError]:
    """Our limits come first: they are cheap, and bound what the other rules may cost."""
    return validate(schema, document, RULES) or validate_document(
        schema, document, tuple(specified_rules)
    )


class Documents(SchemaExtension):
    """Each text is parsed and validated once."""

    def on_parse(self) -> Iterator[None]:
        self.execution_context.graphql_document = parse_document(self.execution_context.query or "")
        yield

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        if context.graphql_document is not None:
            context.pre_execution_errors = complaints(
                context.schema._schema,  # noqa: SLF001
                context.graphql_document,
            )
        yield
