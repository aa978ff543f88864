"""There is one form of time in all answers."""

from datetime import datetime
from typing import Any, get_args

import pytest

import integrations.rest.routes  # noqa: F401 - every answer is defined
from integrations.rest.rendering import Output, Timestamp


def answers(kind: type[Output] = Output) -> set[type[Output]]:
    below = kind.__subclasses__()
    return {each for each in below if each.__module__.startswith("integrations")}.union(
        *(answers(each) for each in below)
    )


def has_bare_time(annotation: Any) -> bool:
    """Of a type that is not `Timestamp`."""
    if annotation == Timestamp:
        return False
    if isinstance(annotation, type) and issubclass(annotation, datetime):
        return True
    return any(has_bare_time(part) for part in get_args(annotation))


@pytest.mark.parametrize("answer", sorted(answers(), key=lambda each: each.__qualname__))
def test_times_of_an_answer_are_in_the_one_form(answer: type[Output]):
    for owner in answer.__mro__:
        for name, annotation in getattr(owner, "__annotations__", {}).items():
            assert not has_bare_time(annotation), name


def test_a_time_in_another_form_is_seen():
    assert has_bare_time(datetime | None)
    assert not has_bare_time(Timestamp | None)
