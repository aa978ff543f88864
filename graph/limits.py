"""What a document may ask at most, checked before anything runs.

Everything is counted as it would run: a fragment counts once for each time it is spread. Each
fragment is walked once, so the check is linear in the document's size however often it is used.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    ASTValidationRule,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    StringValueNode,
)

MAX_QUERY_BYTES: Final = 16 * 1024
MAX_TOKENS: Final = 2000
MAX_DEPTH: Final = 10
MAX_INTROSPECTION_DEPTH: Final = 20
MAX_ALIASES: Final = 30
MAX_FRAGMENTS: Final = 30
MAX_DIRECTIVES: Final = 25
MAX_OPERATIONS: Final = 5
MAX_ROOT_FIELDS: Final = {
    OperationType.QUERY: 20,
    OperationType.MUTATION: 5,
    OperationType.SUBSCRIPTION: 1,
}
# The rule that fields of one name must merge compares each pair of them.
MAX_REPEATS: Final = 40
AUTH_MUTATIONS: Final = frozenset({"setup", "login"})
MAX_AUTH_MUTATIONS: Final = 1
# They take as long as a model does, one after the other.
MODEL_CALLS: Final = frozenset({"runCompletion"})
MAX_MODEL_CALLS: Final = 1


@dataclass(frozen=True, slots=True)
class Size:
    """Of a selection set with all its fragments in place."""

    depth: int = 0
    introspection_depth: int = 0
    aliases: int = 0
    root_fields: int = 0
    auth_fields: int = 0
    model_calls: int = 0

    def beside(self, other: "Size") -> "Size":
        return Size(
            max(self.depth, other.depth),
            max(self.introspection_depth, other.introspection_depth),
            self.aliases + other.aliases,
            self.root_fields + other.root_fields,
            self.auth_fields + other.auth_fields,
            self.model_calls + other.model_calls,
        )


class _Measure:
    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._sizes: dict[str, Size] = {}

    def selections(self, selection_set: SelectionSetNode | None) -> Size:
        size = Size()
        for node in selection_set.selections if selection_set else ():
            if isinstance(node, FieldNode):
                size = size.beside(self._field(node))
            elif isinstance(node, InlineFragmentNode):
                size = size.beside(self.selections(node.selection_set))
            elif isinstance(node, FragmentSpreadNode):
                size = size.beside(self._fragment(node.name.value))
        return size

    def _field(self, node: FieldNode) -> Size:
        below = self.selections(node.selection_set)
        is_introspection = node.name.value in {"__schema", "__type"}
        depth = 1 + below.depth
        return Size(
            depth=0 if is_introspection else depth,
            introspection_depth=depth if is_introspection else below.introspection_depth,
            aliases=below.aliases + (node.alias is not None),
            root_fields=1,
            auth_fields=int(node.name.value in AUTH_MUTATIONS),
            model_calls=int(node.name.value in MODEL_CALLS),
        )

    def _fragment(self, name: str) -> Size:
        if name not in self._sizes:
            self._sizes[name] = Size()  # a cycle ends here; another rule reports it
            if fragment := self._fragments.get(name):
                self._sizes[name] = self.selections(fragment.selection_set)
        return self._sizes[name]


class DocumentLimits(ASTValidationRule):
    """Refuses a document that asks too much; says which limit it breaks."""

    def __init__(self, context: Any) -> None:
        super().__init__(context)
        self._directives = 0
        self._repeats: Counter[str] = Counter()

    def enter_document(self, node: DocumentNode, *_: Any) -> None:
        operations = [one for one in node.definitions if isinstance(one, OperationDefinitionNode)]
        fragments = [one for one in node.definitions if isinstance(one, FragmentDefinitionNode)]
        self._refuse_above(MAX_OPERATIONS, len(operations), "operations")
        self._refuse_above(MAX_FRAGMENTS, len(fragments), "fragments")
        measure = _Measure(node)
        for operation in operations:
            self._check(operation, measure.selections(operation.selection_set))

    def _check(self, operation: OperationDefinitionNode, size: Size) -> None:
        kind = operation.operation
        self._refuse_above(MAX_DEPTH, size.depth, "levels of fields", operation)
        self._refuse_above(
            MAX_INTROSPECTION_DEPTH, size.introspection_depth, "levels of introspection", operation
        )
        self._refuse_above(MAX_ALIASES, size.aliases, "aliases", operation)
        self._refuse_above(
            MAX_ROOT_FIELDS[kind], size.root_fields, f"fields of the {kind.value}", operation
        )
        if kind is OperationType.MUTATION:
            self._refuse_above(MAX_AUTH_MUTATIONS, size.auth_fields, "sign-in", operation)
            self._refuse_above(MAX_MODEL_CALLS, size.model_calls, "`runCompletion`", operation)

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        self._directives += 1
        if self._directives == MAX_DIRECTIVES + 1:
            self._refuse_above(MAX_DIRECTIVES, self._directives, "directives", node)

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        name = (node.alias or node.name).value
        self._repeats[name] += bool(node.selection_set)
        if self._repeats[name] == MAX_REPEATS + 1:
            self._refuse_above(MAX_REPEATS, self._repeats[name], f"fields `{name} {{ … }}`", node)
            self._repeats[name] += 1

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        if "\0" in node.value:
            self.report_error(GraphQLError("A string must not hold the character NUL.", node))

    def _refuse_above(self, limit: int, count: int, what: str, node: Any = None) -> None:
        if count > limit:
            message = f"A document may have at most {limit} {what}; this one has {count}."
            self.report_error(GraphQLError(message, node))


RULES: Final = (DocumentLimits,)
