"""Whatever a client sends as JSON, it is read or refused in JSON, and what is read can be kept."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from integrations.rest import body as bodies
from integrations.rest.body import Credits, Input, Integer, Metadata, Number
from integrations.rest.errors import unprocessable

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats()
    | ANY_TEXT
    | st.integers().map(str),
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
FIELDS = st.fixed_dictionaries({}, optional=dict.fromkeys(Order.model_fields, ANYTHING))


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
        kept = json.dumps(order.model_dump(mode="json"), allow_nan=False, ensure_ascii=False)
        assert "\\u0000" not in kept
        assert kept.encode()
        assert abs(order.credits) * 1_000_000 < 2**63 > abs(order.layers)
