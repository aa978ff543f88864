"""What holds for all of the GraphQL schema."""

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    get_named_type,
)

from graph.schema import schema
from tests.architecture.source import ROOT

GRAPH = schema._schema
TYPES = {name: kind for name, kind in GRAPH.type_map.items() if not name.startswith("__")}
BUILT_IN = {"String", "Int", "Float", "Boolean", "ID"}


def test_the_exported_schema_is_the_one_that_is_served():
    exported = (ROOT / "schema.graphql").read_text()
    assert exported == schema.as_str() + "\n", "run: saas-litellm export-schema > schema.graphql"


def test_every_mutation_tells_its_refusals_in_its_payload():
    wrong = [
        name
        for name, field in GRAPH.mutation_type.fields.items()
        if str(get_named_type(field.type)) != f"{name[0].upper()}{name[1:]}Payload"
        or str(get_named_type(field.type).fields["errors"].type) != "[UserError!]!"
    ]
    assert not wrong


def test_a_refusal_nulls_no_more_than_its_field():
    roots = {**GRAPH.query_type.fields, **GRAPH.mutation_type.fields}
    required = {name for name, field in roots.items() if str(field.type).endswith("!")}
    assert required == {"nodes"}  # its members are null


def test_everything_has_a_description():
    silent = []
    for name, kind in TYPES.items():
        if name not in BUILT_IN and not kind.description:
            silent.append(name)
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in kind.fields.items():
                arguments = getattr(field, "args", {})
                parts = {"": field} | {f"({part})": arguments[part] for part in arguments}
                silent += [f"{name}.{field_name}{p}" for p in parts if not parts[p].description]
        if isinstance(kind, GraphQLEnumType):
            silent += [f"{name}.{v}" for v, value in kind.values.items() if not value.description]
    assert not silent


def test_lists_that_grow_are_paged():
    """A plain list of objects has a natural bound; these do."""
    bounded = {
        "AuditLogEntry.changes",
        "CompletionEvent.errors",
        "CreditAccount.thresholds",
        "CreditTransaction.funding",
        "LlmCall.attempts",
        "ModelAccessGroup.modelAliases",
        "ModelAlias.accessGroups",
        "Organization.providerCredentials",
        "ModelGroup.models",
        "Query.nodes",
        "Query.webhookEndpoints",
        "Server.components",
        "Team.accessGroups",
        "Team.allowedModels",
        "Team.modelGroups",
        "Usage.breakdown",
        "Usage.series",
        "UsageSlice.series",
    }
    plain = {
        f"{name}.{field_name}"
        for name, kind in TYPES.items()
        if isinstance(kind, GraphQLObjectType) and not name.endswith(("Connection", "Payload"))
        for field_name, field in kind.fields.items()
        if "[" in str(field.type)
        and isinstance(get_named_type(field.type), GraphQLObjectType | GraphQLInterfaceType)
    }
    assert plain == bounded
