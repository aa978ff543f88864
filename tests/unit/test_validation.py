"""What inputs may hold."""

import pytest

from domain import usage, validation
from domain.errors import InvalidInput, NotFound


@pytest.mark.parametrize("text", ["a", "Ünïcode 😀", "a b", "%_'\"\\", "a" * 255, "-", "org_acme"])
def test_any_visible_line_is_a_natural_key(text: str) -> None:
    assert validation.natural_key("x", text) == text


@pytest.mark.parametrize(
    "text",
    ["", " ", " a", "a ", "a\0", "a\n", "a\x7fb", "a\x85b", "\ud800", "a\u2028", "a" * 256],
)
def test_what_cannot_be_seen_or_stored_is_no_natural_key(text: str) -> None:
    with pytest.raises(InvalidInput):
        validation.natural_key("x", text)


def test_several_lines_are_for_descriptions_alone() -> None:
    assert validation.optional_text("x", "a\n\tb") == "a\n\tb"
    assert validation.optional_text("x", " \n") is None
    with pytest.raises(InvalidInput):
        validation.line("x", "a\nb")
    with pytest.raises(InvalidInput):
        validation.optional_text("x", "a\0")


@pytest.mark.parametrize(
    "value",
    [
        [],
        "x",
        {"a": "\0"},
        {"a\0": 1},
        {"a": ["\ud800"]},
        {"a": "b" * 10_240},
        {"a": "é" * 5_200},
    ],
)
def test_metadata_is_a_small_object_that_can_be_stored(value: object) -> None:
    with pytest.raises(InvalidInput):
        validation.metadata("metadata", value)


def test_metadata_of_nothing_is_empty_and_deep_ones_are_refused() -> None:
    nested: dict[str, object] = {}
    for _ in range(100_000):
        nested = {"a": nested}

    assert validation.metadata("metadata", None) == {}
    with pytest.raises(InvalidInput, match="nested"):
        validation.metadata("metadata", nested)


def test_refusals_inside_a_field_blame_fields_in_it() -> None:
    with pytest.raises(NotFound) as absent, validation.inside("team"):
        raise NotFound("no", field=("groups", 1))
    with pytest.raises(InvalidInput) as wrong, validation.inside("team"):
        validation.line("name", "")

    assert absent.value.field == ("team", "groups", 1)
    assert wrong.value.faults[0].field == ("team", "name")


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2026-02", "2026-02-01", "2026-03-01"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
        ("2025-12", "2025-12-01", "2026-01-01"),
    ],
)
def test_a_period_is_a_month_or_a_day_in_utc(text: str, begin: str, end: str) -> None:
    period = usage.period(text)

    assert (period.begin.isoformat(), period.end.isoformat()) == (
        f"{begin}T00:00:00+00:00",
        f"{end}T00:00:00+00:00",
    )


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-02-30", "0000-01", "9999-12", "x", "%"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        usage.period(text)
