"""What a document may ask at most."""

from time import process_time

import pytest
from graphql import get_introspection_query

from graph.documents import parse_document
from graph.limits import MAX_ALIASES, MAX_DEPTH
from tests.api.conftest import app_for
from tests.api.sample import sample_schema


def nested(levels: int) -> str:
    """A document whose fields are nested this deep."""
    inner = levels - 3
    return "{ apples { nodes " + "{ itself " * inner + "{ id }" + " }" * inner + " } }"


async def refusals(query: str) -> list[str]:
    """The messages a document is refused with."""
    async with app_for(sample_schema, None) as client:
        body = {"query": query} | ({"operationName": "a"} if "query a " in query else {})
        response = await client.post("/graphql", json=body)
    return [
        error["message"]
        for error in response.json().get("errors", [])
        if error["extensions"]["code"].startswith("GRAPHQL_")
    ]


def fields(count: int) -> str:
    return " ".join(f"a{number}: __typename" for number in range(count))


@pytest.mark.parametrize(
    ("just_fits", "too_much", "complaint"),
    [
        (nested(MAX_DEPTH), nested(MAX_DEPTH + 1), "10 levels of fields; this one has 11"),
        (
            "{ apples { nodes { ...a } } } fragment a on Apple { itself " * 1
            + "{ itself { itself { itself { itself { itself { itself { id } } } } } } } }",
            "{ apples { nodes { ...a } } } fragment a on Apple { itself { itself "
            + "{ itself { itself { itself { itself { itself { itself { id } } } } } } } } }",
            "10 levels",
        ),
        (
            "{ server { " + fields(30) + " } }",
            "{ server { " + fields(31) + " } }",
            "30 aliases; this one has 31",
        ),
        (
            "{ server { ...a } server { ...a } } fragment a on Server { " + fields(15) + " }",
            "{ server { ...a } server { ...a } } fragment a on Server { " + fields(16) + " }",
            "30 aliases; this one has 32",
        ),
        (
            "{ " + "__typename " * 20 + "}",
            "{ " + "__typename " * 21 + "}",
            "20 fields of the query",
        ),
        (
            "{ ...a ...a } fragment a on SampleQuery { " + "__typename " * 10 + "}",
            "{ ...a ... { ...a } } fragment a on SampleQuery { " + "__typename " * 11 + "}",
            "20 fields of the query; this one has 22",
        ),
        (
            "mutation { " + "__typename " * 5 + "}",
            "mutation { " + "__typename " * 6 + "}",
            "5 fields of the mutation",
        ),
        (
            "mutation { login { sent } }",
            "mutation { login { sent } again: login { sent } }",
            "1 sign-in; this one has 2",
        ),
        (
            "mutation { ...a } fragment a on SampleMutation { login { sent } }",
            "mutation { ...a b: login { sent } } fragment a on SampleMutation { login { sent } }",
            "1 sign-in",
        ),
        (
            "query a { __typename } " + " ".join(f"query b{n} {{ __typename }}" for n in range(4)),
            "query a { __typename } " + " ".join(f"query b{n} {{ __typename }}" for n in range(5)),
            "5 operations",
        ),
        (
            "{ __typename " + "@include(if: true) @skip(if: false) " + "}",
            "{ "
            + "__typename @include(if: true) " * 13
            + "... @skip(if: false) { id: __typename } " * 13
            + "}",
            "25 directives",
        ),
        (
            "{ "
            + " ".join(f"...f{n}" for n in range(20))
            + " } "
            + " ".join(f"fragment f{n} on SampleQuery {{ __typename }}" for n in range(20)),
            "{ "
            + " ".join(f"...f{n}" for n in range(31))
            + " } "
            + " ".join(f"fragment f{n} on SampleQuery {{ __typename }}" for n in range(31)),
            "30 fragments",
        ),
        (
            "{ apples { nodes { " + "itself { id } " * 40 + "} } }",
            "{ apples { nodes { " + "itself { id } " * 41 + "} } }",
            "40 fields `itself { … }`",
        ),
        ("{ __typename " + "# x\n" * 10 + "}", "{ " + "id " * 2000 + "}", "2000 tokens"),
        ("{ __typename }", "{ __typename #" + "x" * 17_000 + "\n}", "16384 bytes"),
        ('{ echo(value: "\\n") }', '{ echo(value: {a: "\\u0000"}) }', "NUL"),
        ("{ __typename }", '{ ok: __typename @include(if: "\\u0000") }', "NUL"),
    ],
)
async def test_a_document_has_limits(just_fits, too_much, complaint):
    assert await refusals(just_fits) == []
    assert complaint in "\n".join(await refusals(too_much))


async def test_introspection_as_tools_send_it_passes():
    query = get_introspection_query(
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
    )

    assert await refusals(query) == []


async def test_introspection_in_circles_is_refused():
    fan_out = "{ __schema { types " + "{ fields { type " * 5 + "{ name }" + " } }" * 5 + " } }"
    deep = "{ __schema { queryType " + "{ ofType " * 20 + "{ name }" + " }" * 20 + " } }"

    assert "Maximum introspection depth exceeded" in await refusals(fan_out)
    assert "20 levels of introspection" in "\n".join(await refusals(deep))


async def test_fragments_in_a_circle_are_refused():
    query = "{ ...a } fragment a on SampleQuery { ...b } fragment b on SampleQuery { ...a }"

    assert any("itself" in message for message in await refusals(query))


async def test_a_bomb_of_fragments_is_counted_in_no_time():
    bomb = (
        "{ server { ...f0 } }"
        + "".join(f" fragment f{n} on Server {{ ...f{n + 1} ...f{n + 1} }}" for n in range(29))
        + " fragment f29 on Server { a: __typename }"
    )
    started = process_time()

    messages = await refusals(bomb)

    assert process_time() - started < 1
    assert f"30 aliases; this one has {2**29}." in "\n".join(messages)


async def test_the_worst_document_within_the_tokens_is_judged_in_no_time():
    same = "{ " + "server { version } " * 490 + "}"
    crossed = (
        "{ ...a0 }"
        + "".join(
            f" fragment a{n} on SampleQuery {{ server {{ "
            + " ".join(f"v{m}: version" for m in range(12))
            + f" }} ...a{n + 1} }}"
            for n in range(29)
        )
        + " fragment a29 on SampleQuery { __typename }"
    )

    for query in (same, crossed):
        started = process_time()
        assert await refusals(query)
        assert process_time() - started < 0.5


async def test_a_very_deep_text_is_refused_not_a_crash():
    for text in ("{ a" * 600, "{ echo(value: " + "[" * 900 + "]" * 900 + ") }"):
        assert await refusals(text)


def test_a_text_is_parsed_once_and_validated_once():
    text = "{ server { version } }"

    assert parse_document(text) is parse_document(text)


async def test_the_alias_limit_is_the_one_that_the_server_tells():
    async with app_for(sample_schema, None) as client:
        query = "{ server { limits { maxAliases maxDepth maxPageSize } } }"
        response = await client.post("/graphql", json={"query": query})

    limits = response.json()["data"]["server"]["limits"]
    assert limits == {"maxAliases": MAX_ALIASES, "maxDepth": MAX_DEPTH, "maxPageSize": 100}
