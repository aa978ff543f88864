"""Payload errors, global ids, connections and loaders, over HTTP."""

from base64 import urlsafe_b64encode
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from domain.ports import UpstreamUnavailable
from graph.ids import global_id
from graph.pagination import encode_cursor
from tests.api import sample
from tests.api.conftest import app_for

SOME = UUID("018f3a52-0000-7000-8000-000000000000")

PAGE = """
query ($first: Int, $after: String, $last: Int, $before: String) {
  apples(first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { name } }
    nodes { name }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}
"""


@pytest_asyncio.fixture
async def run(ports):
    async with app_for(sample.sample_schema, ports) as client:

        async def post(query, **variables):
            body = {"query": query, "variables": variables}
            return (await client.post("/graphql", json=body)).json()

        yield post


async def pick(run, selection="errors { __typename code message field }", **arguments):
    answer = await run(
        f"mutation ($input: PickInput!) {{ pick(input: $input) {{ {selection} }} }}",
        input=arguments,
    )
    return answer["data"]["pick"]


async def test_all_wrong_fields_come_back_at_once(run):
    assert await pick(run, how="faults") == {
        "errors": [
            {
                "__typename": "RequestError",
                "code": "INVALID_INPUT",
                "message": "Too long.",
                "field": ["name"],
            },
            {
                "__typename": "RequestError",
                "code": "INVALID_INPUT",
                "message": "Unknown.",
                "field": ["models", "0", "modelName"],
            },
        ]
    }


async def test_missing_credits_come_with_their_figures(run):
    figures = "errors { code field ... on InsufficientCreditsError { required available boundBy } }"

    assert await pick(run, figures, how="credits") == {
        "errors": [
            {
                "code": "INSUFFICIENT_CREDITS",
                "field": None,
                "required": "2.5",
                "available": "0.000001",
                "boundBy": "TEAM_BALANCE",
            }
        ]
    }


@pytest.mark.parametrize("how", ["anonymous", "forbidden", "limited", "storage", "bug"])
async def test_what_is_no_fault_of_the_input_is_a_top_level_error(run, how):
    answer = await run(f'mutation {{ pick(input: {{how: "{how}"}}) {{ errors {{ code }} }} }}')

    assert answer["data"] == {"pick": None}
    assert len(answer["errors"]) == 1


async def test_a_refused_mutation_leaves_the_next_one_alone(run):
    answer = await run(
        'mutation { a: pick(input: {how: "not found"}) { errors { code field } } '
        "b: pick(input: {}) { apple { name } errors { code } } }"
    )

    assert answer["data"] == {
        "a": {"errors": [{"code": "NOT_FOUND", "field": ["name"]}]},
        "b": {"apple": {"name": "apple 00"}, "errors": []},
    }


async def test_an_update_tells_null_from_omitted(run):
    assert (await pick(run, "sent", name=None))["sent"] == {"amount": 0, "name": None}
    assert (await pick(run, "sent", amount="1.5"))["sent"] == {"amount": 1_500_000}


async def test_a_look_up_of_what_is_absent_is_null_without_error(run):
    assert await run('{ lookup(how: "not found") }') == {"data": {"lookup": None}}
    assert "errors" in await run('{ lookup(how: "forbidden") }')


async def test_an_object_is_found_by_its_global_id_alone(run):
    answer = await run("{ apples(first: 1) { nodes { id } } }")
    [apple] = answer["data"]["apples"]["nodes"]

    answer = await run(
        "query ($id: ID!) { node(id: $id) { id ... on Apple { name } } }", id=apple["id"]
    )

    assert answer["data"]["node"] == {"id": apple["id"], "name": "apple 00"}


async def test_absent_objects_of_known_and_unknown_types_are_null(run):
    ids = [global_id("Apple", uuid4()), global_id("Pear", uuid4())]

    assert await run("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids) == {
        "data": {"nodes": [None, None]}
    }


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "Apple",
        "ä",
        "A" * 300,
        str(SOME),
        urlsafe_b64encode(b"Apple:nope").decode(),
        urlsafe_b64encode(f"Apple:{SOME}".upper().encode()).decode(),
        global_id("Apple", SOME) + "==",
        urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
async def test_what_cannot_be_a_global_id_is_bad_input(run, broken):
    answer = await run("query ($id: ID!) { node(id: $id) { id } }", id=broken)

    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_more_than_a_hundred_ids_are_refused(run):
    ids = [global_id("Apple", uuid4())] * 101

    answer = await run("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)

    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_objects_of_a_level_are_read_in_one_batch_without_doubles(run):
    sample.BATCHES.clear()

    await run(
        "{ apples(first: 50) { nodes { itself { name } } } b: apples { nodes { itself { id } } } }"
    )

    assert [len(set(batch)) for batch in sample.BATCHES] == [45]
    assert len(sample.BATCHES[0]) == 45


async def test_a_list_is_walked_forwards_to_its_end(run):
    names, after = [], None
    while True:
        page = (await run(PAGE, first=20, after=after))["data"]["apples"]
        names += [node["name"] for node in page["nodes"]]
        assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
        assert page["totalCount"] == 45
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]

    assert names == sample.NAMES


async def test_a_list_has_twenty_rows_when_nobody_says(run):
    page = (await run(PAGE))["data"]["apples"]

    assert len(page["nodes"]) == len(page["edges"]) == 20


async def test_a_list_can_be_asked_for_its_end(run):
    page = (await run(PAGE, last=2))["data"]["apples"]

    assert [node["name"] for node in page["nodes"]] == sample.NAMES[-2:]
    assert page["pageInfo"]["hasPreviousPage"]


async def test_an_empty_page_has_no_cursors(run):
    after = encode_cursor(("zzz", str(uuid4())))

    info = (await run(PAGE, after=after))["data"]["apples"]["pageInfo"]

    assert (info["startCursor"], info["endCursor"]) == (None, None)


@pytest.mark.parametrize(
    ("arguments", "blamed"),
    [
        ({"first": 0}, "`first`"),
        ({"first": 101}, "`first`"),
        ({"last": -1}, "`last`"),
        ({"last": 101}, "`last`"),
        ({"first": 1, "last": 1}, "`first` or `last`"),
        ({"after": "nope"}, "`after`"),
        ({"before": ""}, "`before`"),
        ({"after": encode_cursor(("a", "not an id"))}, "`after`"),
        ({"after": encode_cursor(("\0", str(uuid4())))}, "`after`"),
        ({"after": urlsafe_b64encode(b"{}").decode()}, "`after`"),
        ({"after": urlsafe_b64encode(b"[1]").decode()}, "`after`"),
        ({"after": urlsafe_b64encode(b"[]").decode()}, "`after`"),
        ({"after": "A" * 3000}, "`after`"),
    ],
)
async def test_a_wrong_page_argument_is_named(run, arguments, blamed):
    answer = await run(PAGE, **arguments)

    [error] = answer["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert blamed in error["message"]


SERVER = "{ server { version isHealthy components { name isHealthy latencyMs error } } }"


async def broken() -> None:
    raise UpstreamUnavailable("LiteLLM does not answer.")


async def test_a_server_tells_everybody_what_is_broken_and_admins_why(graphql, ports, owner, pool):
    ports.llm.check = broken

    public = (await graphql(SERVER))["data"]["server"]
    private = (await graphql(SERVER, actor=owner))["data"]["server"]

    assert not public["isHealthy"]
    states = {part["name"]: part["isHealthy"] for part in public["components"]}
    assert states == {"database": True, "redis": True, "litellm": False}
    assert [part["error"] for part in public["components"]] == [None, None, None]
    assert private["components"][2] == {
        "name": "litellm",
        "isHealthy": False,
        "latencyMs": None,
        "error": "LiteLLM does not answer.",
    }


async def test_components_are_asked_once_in_a_request(graphql, ports, pool):
    asked = []

    async def check() -> None:
        asked.append(1)

    ports.sessions.check = check

    await graphql("{ a: server { isHealthy components { name } } b: server { isHealthy } }")

    assert asked == [1]
