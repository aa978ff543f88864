"""What the product says of itself in /openapi.json is what the contract asks."""

import copy
import re

import pytest
from jsonschema import Draft202012Validator

from integrations.rest.routes import document
from tests.rest.contract import CONTRACT, differences, operations

GENERATED = document()
BUILT = operations(GENERATED)
ASKED = operations(CONTRACT)
BUILT_TAGS = {tag for operation in BUILT.values() for tag in operation["tags"]}

# Operations of the contract that are not there, and why.
LEFT_OUT: dict[str, str] = {}

FINISHED = "A job that has ended, or has reached its limits, takes no more calls."
UNHEARD = "A call that fails before the first byte is answered as one that is not streamed."
UNCOUNTED = "It may be absent; calls by the name are told by usage."
NO_ACCOUNT = "Management callers may ask for a team that is not there."

BEYOND_LEGACY = "Over GraphQL there are credentials of the installation, and of any provider."
NO_REASONS = "A key is sealed or the request fails as any other would: no texts of errors."
OF_A_CREDENTIAL = {
    "POST /api/provider-credentials/create": "answer",
    "GET /api/provider-credentials": "answer[]",
    "GET /api/provider-credentials/{credential_id}": "answer",
    "PUT /api/provider-credentials/{credential_id}": "answer",
    "GET /api/provider-credentials/organization/{organization_id}": "answer[]",
    "GET /api/provider-credentials/organization/{organization_id}/provider/{provider}": "answer",
}

# Differences from the contract, and why.
ACCEPTED: dict[str, str] = {
    "PUT /api/teams/{team_id}: body.budget_mode default is None, not 'job_based'": (
        "What is absent stays as it is."
    ),
    "PATCH /api/teams/{team_id}/markup: body.budget_mode default is None, not 'job_based'": (
        "What is absent stays as it is."
    ),
    "PUT /api/teams/{team_id}/access-groups: body has other shapes": (
        "An object with the list is taken, too, as for model groups."
    ),
    "POST /api/credits/teams/{team_id}/add: never answers 400": (
        "Its 400 told the texts of internal errors."
    ),
    "GET /api/credits/teams/{team_id}/transactions: answers 404 too": NO_ACCOUNT,
    "GET /api/teams/{team_id}/credits/transactions: answers 404 too": NO_ACCOUNT,
    "GET /api/credits/transactions: answers 404 too": NO_ACCOUNT,
    "GET /api/teams/{team_id}/usage: answers 404 too": NO_ACCOUNT,
    "GET /api/credits/trends: answers 404 too": NO_ACCOUNT,
    "POST /api/credits/teams/{team_id}/check: answers 404 too": NO_ACCOUNT,
    "GET /api/model-aliases: answer.aliases[].usage_count is absent": UNCOUNTED,
    "POST /api/model-aliases/create: answer.usage_count is absent": UNCOUNTED,
    "GET /api/model-aliases/{alias}: answer.usage_count is absent": UNCOUNTED,
    "PUT /api/model-aliases/{alias}: answer.usage_count is absent": UNCOUNTED,
    "PUT /api/admin-users/{user_id}/deactivate: answers 400 too": "An owner stays.",
    "GET /api/jobs: query sort_by enum is ['created_at'], not None": "There is one order.",
    "POST /api/webhooks/register: answers 409 too": "A team has so many webhooks, and no more.",
    "POST /api/jobs/{job_id}/llm-call: answers 409 too": FINISHED,
    "POST /api/jobs/{job_id}/llm-call-stream: answers 409 too": FINISHED,
    "POST /api/jobs/{job_id}/llm-call-stream: answers 500 too": UNHEARD,
    "POST /api/jobs/create-and-call-stream: answers 500 too": UNHEARD,
    "POST /api/provider-credentials/create: never answers 500": NO_REASONS,
    "PUT /api/provider-credentials/{credential_id}: never answers 500": NO_REASONS,
    "DELETE /api/provider-credentials/{credential_id}: answers 400 too": (
        "A credential that an alias names is not deleted."
    ),
    **{
        f"{name}: {where}.{difference}": BEYOND_LEGACY
        for name, where in OF_A_CREDENTIAL.items()
        for difference in (
            "organization_id may be null",
            "provider is one of None, not ['openai', 'anthropic', 'gemini', 'fireworks']",
        )
    },
}


@pytest.mark.parametrize("name", sorted(ASKED))
def test_each_operation_is_as_the_contract_has_it(name):
    if name in LEFT_OUT:
        assert name not in BUILT
        return
    assert name in BUILT
    found = differences(name, CONTRACT, GENERATED)
    expected = [difference for difference in ACCEPTED if difference.startswith(f"{name}: ")]

    assert sorted(found) == sorted(expected)


def test_there_is_no_operation_beside_the_contract():
    assert BUILT.keys() <= ASKED.keys()


def test_every_exception_is_about_an_operation_of_the_contract():
    assert LEFT_OUT.keys() <= ASKED.keys()
    assert {difference.split(": ")[0] for difference in ACCEPTED} <= ASKED.keys()


def test_operations_have_names_of_their_own_and_a_tag_that_is_explained():
    names = [operation["operationId"] for operation in BUILT.values()]
    assert len(set(names)) == len(names)
    assert {tag["name"] for tag in GENERATED["tags"]} == BUILT_TAGS


def test_every_reference_leads_somewhere_and_every_schema_is_one():
    for reference in set(re.findall(r"'#/components/(\w+/\w+)'", str(GENERATED))):
        kind, name = reference.split("/")
        assert name in GENERATED["components"][kind]
    for schema in GENERATED["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", sorted(BUILT))
def test_examples_are_of_the_form_that_they_illustrate(name):
    operation = BUILT[name]
    contents = [operation["responses"]["200"]["content"], *_sent(operation)]

    for content in contents:
        for media in content.values():
            if "example" in media:
                schema = {**media["schema"], "components": GENERATED["components"]}
                Draft202012Validator(schema).validate(media["example"])


KEYWORDS = Draft202012Validator.VALIDATORS.keys() | {
    "$ref",
    "default",
    "deprecated",
    "description",
    "discriminator",
    "examples",
    "readOnly",
    "title",
    "writeOnly",
}


def _keywords(schema):
    yield from schema
    for part in schema.get("properties", {}).values():
        yield from _keywords(part)
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            yield from _keywords(schema[name])
    for name in ("anyOf", "oneOf", "allOf"):
        for part in schema.get(name, ()):
            yield from _keywords(part)


def test_schemas_are_written_in_the_words_of_json_schema():
    schemas = [*GENERATED["components"]["schemas"].values()]
    for operation in BUILT.values():
        schemas += [each["schema"] for each in operation.get("parameters", ())]

    assert {word for schema in schemas for word in _keywords(schema)} <= KEYWORDS


def _sent(operation):
    return [operation["requestBody"]["content"]] if "requestBody" in operation else []


def _contract_with(change):
    changed = copy.deepcopy(CONTRACT)
    change(changed)
    return changed


TEAM = "POST /api/teams/create"


def _team_schema(document):
    return document["components"]["schemas"]["TeamCreate"]


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (lambda d: _team_schema(d)["properties"].pop("metadata"), "body.metadata is not read"),
        (lambda d: _team_schema(d)["required"].append("metadata"), "body.metadata is demanded"),
        (
            lambda d: _team_schema(d)["properties"]["team_id"].update(maxLength=9),
            "body.team_id maxLength is 9, not 255",
        ),
        (
            lambda d: d["components"]["schemas"]["TeamCreated"]["properties"].pop("virtual_key"),
            "answer.virtual_key is absent",
        ),
        (
            lambda d: d["paths"]["/api/teams/create"]["post"]["responses"].pop("404"),
            "never answers 404",
        ),
        (
            lambda d: d["paths"]["/api/teams/create"]["post"].update(security=[]),
            "takes [], not ['adminKey', 'bearerJWT']",
        ),
    ],
)
def test_the_comparison_sees_what_clients_would_feel(change, difference):
    assert differences(TEAM, CONTRACT, CONTRACT) == []
    assert f"{TEAM}: {difference}" in differences(TEAM, CONTRACT, _contract_with(change))


def _members(document, schema):
    return document["components"]["schemas"][schema]["properties"]


def _answer_of(document, name, status):
    method, path = name.split(" ")[0].lower(), name.split(" ")[1]
    return document["paths"][path][method]["responses"][status]


USAGE = "GET /api/teams/{team_id}/usage"
FOUNDED = "POST /api/organizations/create"
STREAM = "POST /api/jobs/create-and-call-stream"


@pytest.mark.parametrize(
    ("name", "change", "difference"),
    [
        (
            USAGE,
            lambda d: _members(d, "TeamUsage")["job_types"]["additionalProperties"].update(
                {"type": "string"}
            ),
            "answer.job_types.* type is 'string'",
        ),
        (
            FOUNDED,
            lambda d: _members(d, "DefaultTeamInfo").pop("virtual_key"),
            "answer.default_team.virtual_key is absent",
        ),
        (
            FOUNDED,
            lambda d: _answer_of(d, FOUNDED, "400")["content"]["application/json"].update(
                schema={"type": "object", "properties": {}}
            ),
            "400.detail is absent",
        ),
        (
            STREAM,
            lambda d: _answer_of(d, STREAM, "200")["content"].clear(),
            "200 is no text/event-stream",
        ),
    ],
)
def test_the_comparison_looks_into_maps_choices_refusals_and_content_types(
    name, change, difference
):
    found = differences(name, CONTRACT, _contract_with(change))

    assert [each for each in found if each.startswith(f"{name}: {difference}")]


def test_an_additional_optional_field_is_no_difference():
    extended = _contract_with(
        lambda d: _team_schema(d)["properties"].update(colour={"type": "string"})
    )

    assert differences(TEAM, CONTRACT, extended) == []
