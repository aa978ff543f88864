"""Every example of the contract is an answer that the application gives."""

from collections import defaultdict
from collections.abc import AsyncIterator

import pytest

from integrations.rest.routes import document
from tests.rest import recording
from tests.rest.contract import words
from tests.rest.examples_contract import (
    Example,
    beyond,
    differences,
    examples,
    filled,
    violations,
)
from tests.rest.examples_recipes import (
    PARTICULAR,
    REFUSALS,
    SUCCESSES,
    Recipe,
    caller,
    recipe,
    request,
)
from tests.rest.examples_scene import Scene, scene_of
from tests.rest.test_contract_openapi import LEFT_OUT

NO_SUCH_TEAM = "A key of a team that is not there is none."

# Answers that are documented and never given, and why.
NEVER_GIVEN = {
    **dict.fromkeys(
        (
            "POST /api/provider-credentials/create 500 Failed to encrypt API key: {reason}",
            "PUT /api/provider-credentials/{credential_id} 500 Failed to encrypt API key: {reason}",
        ),
        "A key is sealed, or the request fails as any other would.",
    ),
    "POST /api/admin-users/setup 400 Email already registered": (
        "Setup works only while there is nobody who could have the address."
    ),
    "POST /api/credits/teams/{team_id}/add 400 {any internal error text}": (
        "The texts of internal errors are not told."
    ),
    "POST /api/jobs/create-and-call 404 Team '{team_id}' not found": NO_SUCH_TEAM,
    "POST /api/jobs/create-and-call-stream 404 Team '{team_id}' not found": NO_SUCH_TEAM,
    "POST /api/jobs/{job_id}/llm-call 404 Team '{team_id}' not found": NO_SUCH_TEAM,
    "POST /api/jobs/{job_id}/llm-call-stream 404 Team '{team_id}' not found": NO_SUCH_TEAM,
}

ASKED_FOR_ANOTHER = "What the example of the body asks for is not what the example answers."
NO_JOBS = "There are no jobs yet."
NO_COSTS = "A sandbox answers, which takes its time and its tokens."

# Members whose values cannot be those of the example, and why.
OTHER_VALUES: dict[str, tuple[set[str], str]] = {
    "POST /api/admin-users/setup": ({"user_id"}, "It is made anew."),
    "POST /api/admin-users": ({"user_id", "email", "display_name"}, ASKED_FOR_ANOTHER),
    "POST /api/organizations/create": ({"metadata"}, ASKED_FOR_ANOTHER),
    "PUT /api/model-groups/{group_name}/models": ({"model_name"}, ASKED_FOR_ANOTHER),
    "POST /api/credits/teams/{team_id}/add": ({"reason"}, ASKED_FOR_ANOTHER),
    "GET /api/organizations/{organization_id}/usage": (
        {
            "period",
            "total_jobs",
            "completed_jobs",
            "failed_jobs",
            "credits_used",
            "total_cost_usd",
            "total_tokens",
            "jobs",
        },
        NO_JOBS,
    ),
    "GET /api/teams/{team_id}/usage": ({"period", "summary", "job_types"}, NO_JOBS),
    "POST /api/jobs/create": ({"job_id"}, "It is made anew."),
    "GET /api/jobs/teams/{team_id}": (
        {"completed_at", "total_tokens", "total_cost_usd", "avg_latency_ms", "job_metadata"},
        NO_COSTS,
    ),
    "POST /api/provider-credentials/create": ({"credential_id"}, "It is made anew."),
    "POST /api/jobs/create-and-call": (
        {"job_id", "response", "metadata", "costs", "completed_at"},
        NO_COSTS,
    ),
    "GET /api/jobs/{job_id}": (
        {"metadata", "model_groups_used", "started_at"},
        "There is more in it.",
    ),
    "POST /api/jobs/{job_id}/llm-call": ({"call_id", "response", "metadata"}, NO_COSTS),
    "POST /api/jobs/{job_id}/complete": (
        {"completed_at", "costs", "call_id", "tokens", "latency_ms", "credits_remaining"},
        NO_COSTS,
    ),
    "GET /api/jobs/{job_id}/costs": ({"status", "costs"}, NO_COSTS),
    "POST /v1/chat/completions": ({"created", "choices", "usage", "model"}, NO_COSTS),
    "GET /v1/models": ({"created"}, "As old as the team."),
    "GET /v1/models/{model}": ({"created"}, "As old as the team."),
}

SHOWN = [*examples(), *beyond(document())]
EXAMPLES = [example for example in SHOWN if example.operation not in LEFT_OUT]
GIVEN = [example for example in EXAMPLES if str(example) not in NEVER_GIVEN]
WRITES = [each for each in GIVEN if each.status == 200 and not each.operation.startswith("GET ")]
# By world, what leaves the world as it is.
UNCHANGING: dict[str, list[Example]] = defaultdict(list)
for _example in GIVEN:
    if _example not in WRITES and (_how := recipe(_example)):
        UNCHANGING[_how.world].append(_example)


@pytest.fixture
async def scene(database: None, database_url: str) -> AsyncIterator[Scene]:
    async with scene_of(database_url) as scene:
        yield scene


@pytest.mark.parametrize("example", WRITES, ids=str)
async def test_what_is_done_is_answered_as_the_contract_shows(
    scene: Scene, example: Example
) -> None:
    how = recipe(example)
    assert how
    await scene.build(how.world)

    assert await _differences(scene, example, how) == []


@pytest.mark.parametrize("world", sorted(UNCHANGING))
async def test_what_is_read_or_refused_is_answered_as_the_contract_shows(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, world: str
) -> None:
    for noun in ("teams", "model_aliases"):
        monkeypatch.setattr(f"integrations.rest.{noun}.LITELLM_SECONDS", 0.5)
    await scene.build(world)

    wrong = {}
    for example in UNCHANGING[world]:
        how = recipe(example)
        assert how
        if found := await _differences(scene, example, how):
            wrong[str(example)] = found

    assert wrong == {}


async def _differences(scene: Scene, example: Example, how: Recipe) -> list[str]:
    method, path, sent = request(example, how)
    asking = caller(example, how)
    headers = await scene.headers(asking) | how.headers
    answer = await scene.http.request(method, path, headers=headers, **sent)
    if answer.status_code != example.status:
        return [f"{answer.status_code}: {answer.text}"]
    found = recording.differences(example, asking, answer)
    if example.media in {"", "text/event-stream"}:
        return found
    said = answer.json()
    found += violations(example.schema, said)
    if example.text is not None and not filled(example.text, how.values).fullmatch(words(said)):
        found.append(answer.text)
    if example.status == 200 and example.value is not None:
        free, _ = OTHER_VALUES.get(example.operation, (set(), ""))
        found += differences(example.value, said, frozenset(free))
    return found


def test_every_example_has_a_recipe() -> None:
    without = {str(example) for example in EXAMPLES if recipe(example) is None}
    assert without <= NEVER_GIVEN.keys()


def test_every_record_is_of_an_example_and_every_example_of_these_operations_has_one() -> None:
    kept = {recording.title_of(each) for each in GIVEN if recording.TAGS & set(each.asked["tags"])}
    assert recording.recorded() == kept


def test_no_recipe_and_no_exception_is_about_something_else() -> None:
    operations = {example.operation for example in EXAMPLES}
    texts = {example.text for example in EXAMPLES}
    assert NEVER_GIVEN.keys() <= {str(example) for example in EXAMPLES}
    assert OTHER_VALUES.keys() | SUCCESSES.keys() <= operations
    assert REFUSALS.keys() <= texts
    assert PARTICULAR.keys() <= {(example.operation, example.text) for example in EXAMPLES}
