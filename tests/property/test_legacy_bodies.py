"""Whatever a client sends as JSON, it is read or refused in JSON, and what is read can be kept."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from integrations.rest import body as bodies
from integrations.rest.body import Credits, Input, Integer, Metadata, Number
from integrations.rest.errors import unprocessable

ODD = st.sampled_from("a\0\ud800\udfff\U0001f600")
ANY_TEXT = st.text(ODD | st.characters(exclude_categories=()), max_size=4)
NEAR_A_LIMIT = st.builds(
    lambda limit, sign, step: sign * (limit + step),
    st.sampled_from([0, bodies.MAX_CREDITS, bodies.MAX_BIGINT, 2**80]),
    st.sampled_from([1, -1]),
    st.integers(-1, 2),
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NEAR_A_LIMIT | st.floats() | ANY_TEXT | NEAR_A_LIMIT.map(str),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)


class Order(Input):
    name: str
    credits: Credits = 0
    layers: Integer = 0
    price: Number | None = None
    names: list[str] = []
    metadata: Metadata = {}


ORDER: TypeAdapter[Any] = TypeAdapter(Order)
FIELDS = st.fixed_dictionaries(
    {"name": ANY_TEXT},
    optional={
        "credits": NEAR_A_LIMIT | NEAR_A_LIMIT.map(str),
        "layers": NEAR_A_LIMIT.map(str) | ANYTHING,
        "price": st.floats() | st.decimals().map(str) | ANYTHING,
        "names": st.lists(ANY_TEXT, max_size=2) | ANYTHING,
        "metadata": st.dictionaries(ANY_TEXT, st.floats() | ANYTHING, max_size=2) | ANYTHING,
    },
)


@given(ANYTHING | FIELDS)
@settings(max_examples=300, deadline=None)
def test_whatever_comes_is_kept_or_refused_in_json(sent):
    order, items = bodies.validate(ORDER, sent, "body")

    refused = json.loads(unprocessable(items).body)["detail"]
    assert bool(refused) == (order is None)
    for item in refused:
        assert item["loc"][0] == "body"
        assert item["msg"]
    if order:
        kept = json.dumps(order.model_dump(), allow_nan=False, ensure_ascii=False, default=str)
        assert "\\u0000" not in kept
        assert kept.encode()
        assert abs(order.credits) * 1_000_000 < 2**63 > abs(order.layers)
