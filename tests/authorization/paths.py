"""Every way that a tenant may try through the schema, from each root field along each edge."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    Undefined,
    get_named_type,
    is_leaf_type,
)

from graph.limits import MAX_DEPTH
from graph.schema import schema

_GRAPH = schema._schema
# Of a type on one way: Team → organization → teams → nodes is a way back to other teams.
_VISITS = Counter({"Team": 2})
_NOW = datetime.now(UTC)
_VALUES = {
    "String!": '"gpt-4"',
    "Credits!": '"1"',
    "DateTimeRange!": f'{{ from: "{_NOW - timedelta(days=1):%FT%TZ}",'
    f' until: "{_NOW + timedelta(days=1):%FT%TZ}" }}',
    "UsageDimension!": "TEAM",
}


# Closed to tenants at the root; `node` and `nodes` are asked for every row by its id.
_APART = frozenset({"auditLog", "adminUsers", "providerCredentials", "node", "nodes"})
_SAID_BY_NODES = frozenset({"edges", "pageInfo"})
_AT_ONCE = 10
# Numbers alone, which another test looks at: one way to them is enough.
_NUMBERS = {"UsageTotals": "{ creditsCharged }"}


def documents(names: Mapping[str, str], *, only_named: bool) -> Iterator[str]:
    """All ways, several to a document; `names` are natural keys by the name of the argument.
    `only_named`: those that begin with one."""
    calls = [
        f"{_call(name, field, names)} {selection}"
        for name, field in _GRAPH.query_type.fields.items()
        if name not in _APART and (_required(field).keys() & names.keys() or not only_named)
        for selection in _selections(get_named_type(field.type), 1, Counter(), set())
    ]
    for start in range(0, len(calls), _AT_ONCE):
        batch = calls[start : start + _AT_ONCE]
        yield "{ " + " ".join(f"a{place}: {call}" for place, call in enumerate(batch)) + " }"


def node_document(global_id: str, type_name: str) -> str:
    """All leaves of an object."""
    selection = next(_selections(_GRAPH.type_map[type_name], 1, Counter(), set()))
    return f'{{ node(id: "{global_id}") {{ ... on {type_name} {selection} }} }}'


def _call(name: str, field: GraphQLField, names: Mapping[str, str]) -> str:
    passed = ", ".join(
        f'{argument}: "{names[argument]}"' if argument in names else f"{argument}: {_VALUES[kind]}"
        for argument, kind in _required(field).items()
    )
    return f"{name}({passed})" if passed else name


def _required(field: GraphQLField) -> dict[str, str]:
    return {
        name: str(argument.type)
        for name, argument in field.args.items()
        if isinstance(argument.type, GraphQLNonNull) and argument.default_value is Undefined
    }


def _selections(
    kind: GraphQLNamedType, depth: int, seen: Counter[str], walked: set[tuple[str, str, int]]
) -> Iterator[str]:
    """One with all leaves of the type, then one for each edge and what is behind it. An edge is
    walked once from each root field, and once more behind a second team: what is allowed depends
    on the object and the edge, not on the way there."""
    if (
        not isinstance(kind, GraphQLObjectType)
        or seen[kind.name] >= max(1, _VISITS[kind.name])
        or depth >= MAX_DEPTH
    ):
        return
    if kind.name in _NUMBERS:
        yield _NUMBERS[kind.name]
        return
    leaves = " ".join(
        f"{name}{_arguments(field)}"
        for name, field in kind.fields.items()
        if is_leaf_type(get_named_type(field.type))
    )
    yield f"{{ __typename {leaves} }}"
    for name, field in kind.fields.items():
        behind = get_named_type(field.type)
        edge = (kind.name, name, seen["Team"])
        if is_leaf_type(behind) or name in _SAID_BY_NODES or edge in walked:
            continue
        walked.add(edge)
        for selection in _selections(behind, depth + 1, seen + Counter([kind.name]), walked):
            yield f"{{ {name}{_arguments(field)} {selection} }}"


def _arguments(field: GraphQLField) -> str:
    needed = _required(field)
    passed = ", ".join(f"{name}: {_VALUES[kind]}" for name, kind in needed.items())
    return f"({passed})" if passed else ""
