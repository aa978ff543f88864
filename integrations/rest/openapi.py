"""The OpenAPI 3.1 document, made from the operations themselves."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import orjson
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from domain.access import AdminRole
from domain.errors import Forbidden
from integrations.rest import openai_errors, successors
from integrations.rest import openapi_parts as parts
from integrations.rest.authentication import TEAM_BLOCKED
from integrations.rest.errors import role_text, roles_with
from integrations.rest.openapi_parts import Json
from integrations.rest.operation import Operation
from integrations.rest.rendering import without_null

VERSION: Final = "2.0.0"
_ERROR: Final[Json] = {"$ref": "#/components/schemas/Error"}
_OPENAI_ERROR: Final[Json] = {"$ref": "#/components/schemas/OpenAIError"}
_Key = tuple[Operation, str]
Schemas = dict[_Key, Json]


class _Schema(GenerateJsonSchema):
    """Numbers are numbers, and fields have no titles."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        number: JsonSchemaValue = {"type": "number"}
        limits = ("gt", "ge", "lt", "le", "multiple_of")
        bounds = {name: float(schema[name]) for name in limits if name in schema}  # type: ignore[literal-required]
        self.update_with_validations(number, bounds, self.ValidationsMapping.numeric)
        return number

    def encode_default(self, dft: Any) -> Any:
        return float(dft) if isinstance(dft, Decimal) else super().encode_default(dft)

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        """Bounds of what may be null come under the names that they have in Python."""
        made = super().generate_inner(schema)
        for name, keyword in self.ValidationsMapping.numeric.items():
            if name in made:
                made[keyword] = made.pop(name)
        return made

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


@lru_cache(maxsize=8)
def rendered(operations: tuple[Operation, ...]) -> bytes:
    return orjson.dumps(document(operations))


def document(operations: Sequence[Operation]) -> Json:
    schemas, components = _schemas(operations)
    paths: Json = {}
    for operation in operations:
        methods = paths.setdefault(operation.path, {})
        methods[operation.method.lower()] = _operation(operation, schemas)
    used = {operation.tag for operation in operations}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SaasLiteLLM",
            "version": VERSION,
            "summary": "REST over the same rules as GraphQL",
            "description": parts.DESCRIPTION,
        },
        "tags": [{"name": name, "description": text} for name, text in parts.TAGS if name in used],
        "security": [],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": {"Validation": parts.VALIDATION, **_common_refusals()},
            "securitySchemes": parts.SECURITY_SCHEMES,
        },
    }


def _schemas(operations: Sequence[Operation]) -> tuple[Schemas, Json]:
    """The schema of each body, query and answer, and those they refer to."""
    wanted = [wish for operation in operations for wish in _wishes(operation)]
    made, shared = TypeAdapter.json_schemas(
        wanted, ref_template="#/components/schemas/{model}", schema_generator=_Schema
    )
    components = {
        "Error": parts.ERROR,
        "OpenAIError": parts.OPENAI_ERROR,
        "ValidationItem": parts.VALIDATION_ITEM,
        "ValidationError": parts.VALIDATION_ERROR,
        **{name: _untitled(schema) for name, schema in shared.get("$defs", {}).items()},
    }
    schemas = {key: schema for (key, _), schema in made.items()}
    # Parameters are written out; what they came from is nobody's body or answer.
    queries = {key: schema for key, schema in schemas.items() if key[1] == "query"}
    names = {key: schema["$ref"].rpartition("/")[2] for key, schema in queries.items()}
    schemas |= {key: components[name] for key, name in names.items()}
    for name in set(names.values()):
        del components[name]
    return schemas, components


def _wishes(
    operation: Operation,
) -> Iterator[tuple[_Key, JsonSchemaMode, TypeAdapter[Any]]]:
    if operation.shown_body:
        yield (operation, "body"), "validation", operation.shown_body
    if operation.query:
        yield (operation, "query"), "validation", operation.query
    if operation.shown_answer:
        yield (operation, "answer"), "serialization", operation.shown_answer


def _untitled(schema: Json) -> Json:
    return {name: value for name, value in schema.items() if name != "title"}


def _operation(operation: Operation, schemas: Schemas) -> Json:
    described: Json = {
        "tags": [operation.tag],
        "summary": operation.summary,
        "operationId": operation.operation_id,
        "security": [{scheme: []} for scheme in operation.auth.schemes],
        "responses": _responses(operation, schemas),
    }
    if text := _description(operation):
        described["description"] = text
    if parameters := [*_parameters(operation, schemas)]:
        described["parameters"] = parameters
    if operation.shown_body:
        content = _with_example(schemas[operation, "body"], operation.body_example)
        described["requestBody"] = {"required": True, "content": {"application/json": content}}
    return described


def _description(operation: Operation) -> str:
    ways = ", ".join(f"`{way}`" for way in successors.ways(operation.method, operation.path))
    paragraphs = [operation.description, f"In GraphQL: {ways}." if ways else ""]
    return "\n\n".join(filter(None, paragraphs))


def _parameters(operation: Operation, schemas: Schemas) -> Iterator[Json]:
    for name in operation.path_names:
        # A malformed id is not refused: it is not found.
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    query = schemas.get((operation, "query"), {})
    for name, schema in query.get("properties", {}).items():
        required = name in query.get("required", ())
        without_null(schema)
        yield {"name": name, "in": "query", "required": required, "schema": schema}
    if operation.takes_key:
        yield parts.IDEMPOTENCY_KEY


def _responses(operation: Operation, schemas: Schemas) -> Json:
    responses: Json = {"200": _success(operation, schemas)}
    for status, texts in sorted(_refusals(operation).items()):
        responses[str(status)] = _refusal(status, texts, openai=operation.openai)
    for code, name in _common(operation):
        responses.setdefault(code, {"$ref": f"#/components/responses/{name}"})
    return responses


def _common(operation: Operation) -> Iterator[tuple[str, str]]:
    """What many operations may answer."""
    form = "OpenAI" if operation.openai else ""
    if operation.body or operation.query or (operation.takes_key and not operation.openai):
        yield "422", "Validation"
    if operation.takes_key:
        yield "409", f"{form}KeyInUse"
    if operation.shown_body:
        yield "413", f"{form}TooLarge"
    if operation.auth.schemes:
        yield "429", f"{form}RateLimited"
        yield "503", f"{form}Unavailable"


def _success(operation: Operation, schemas: Schemas) -> Json:
    answer = schemas.get((operation, "answer"), {"type": "string"})
    content = {operation.media_type: _with_example(answer, operation.example)}
    if operation.streams is not None:
        content["text/event-stream"] = _with_example({"type": "string"}, operation.streams)
    success: Json = {"description": "OK", "content": content}
    if operation.headers:
        success["headers"] = {
            name: {"description": text, "schema": {"type": "string"}}
            for name, text in operation.headers.items()
        }
    return success


def _refusals(operation: Operation) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = {}
    if operation.auth.texts:
        texts[401] = [*operation.auth.texts]
    if operation.auth.takes_virtual_keys:
        texts[403] = [TEAM_BLOCKED]
    has_roles = "bearerJWT" in operation.auth.schemes and Forbidden not in operation.texts
    if has_roles and (asked := operation.permission) and len(roles_with(asked)) < len(AdminRole):
        texts.setdefault(403, []).append(role_text(asked))
    for status, own in operation.errors.items():
        texts.setdefault(status, []).extend(own)
    return texts


def _refusal(status: int, texts: Sequence[str], *, openai: bool) -> Json:
    values = [openai_errors.example(status, text) if openai else {"detail": text} for text in texts]
    examples = {f"refusal_{n}": {"value": value} for n, value in enumerate(values, 1)}
    schema = _OPENAI_ERROR if openai else _ERROR
    content: Json = {"schema": schema} | ({"examples": examples} if examples else {})
    return {"description": parts.REASONS[status], "content": {"application/json": content}}


def _common_refusals() -> Json:
    headers = {"Retry-After": parts.RETRY_AFTER}
    return {
        f"{form}{name}": _refusal(status, texts, openai=bool(form))
        | ({} if name == "TooLarge" else {"headers": headers})
        for name, status, texts in parts.COMMON
        for form in ("", "OpenAI")
    }


def _with_example(schema: Json, example: Any) -> Json:
    return {"schema": schema} | ({} if example is None else {"example": example})
