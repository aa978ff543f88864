"""schemathesis over /openapi.json: what it asks, of whom, and what it finds wrong.

It asks a real server over sockets, and is asked itself in a thread beside the server's loop.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import schemathesis
from schemathesis import HookContext
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.openapi.checks import JsonSchemaError, RejectedPositiveData

# With more examples, everybody is asked everything, also in sequences.
EXAMPLES: Final = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "2"))
DEEP: Final = "SCHEMATHESIS_EXAMPLES" in os.environ
SEED: Final = int(os.environ.get("SCHEMATHESIS_SEED", "4"))
SECONDS: Final = 30
METHODS: Final = ["get", "put", "post", "delete", "patch", "trace"] if DEEP else ["trace"]
# What is well-formed may still be refused by a rule, or cost more than there is.
REFUSED: Final = ["2xx", "400", "401", "402", "403", "404", "409", "429"]
# The types of such refusals: a rule of the domain, a number that is finer than is stored, or a
# word that is none of those meant where the contract has any text.
RULES: Final = {"value_error", "out_of_range", "literal_error"}
# What earlier clients send counts as it did: for yes and no a number or a word, for a date a
# moment of the day, for what is not asked an empty text.
LENIENT: Final = re.compile(r"|0|1|true|false|yes|no|on|off|\d{4}-\d\d-\d\dT.*", re.IGNORECASE)
_STREAM: Final = "text/event-stream"


@dataclass
class Findings:
    """Of one run: what was wrong, and which statuses each operation answered with."""

    wrong: list[str] = field(default_factory=list)
    answered: dict[str, Counter[int]] = field(default_factory=dict)

    def hear(self, event: events.EngineEvent) -> None:
        match event:
            case events.ScenarioFinished(recorder=recorder):
                self._count(recorder)
                self.wrong += _failures(recorder)
            case events.NonFatalError():
                self.wrong.append(f"{event.label}: {event.info.format()}")
            case events.FatalError(exception=exception):
                raise exception

    def _count(self, recorder: ScenarioRecorder) -> None:
        for case_id, interaction in recorder.interactions.items():
            if interaction.response is not None:
                name = recorder.cases[case_id].value.operation.label
                self.answered.setdefault(name, Counter())[interaction.response.status_code] += 1


def _failures(recorder: ScenarioRecorder) -> Iterator[str]:
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                asked = recorder.cases[case_id].value.operation.label
                command = check.failure_info.code_sample
                yield f"{asked}: {check.name}: {failure.title}\n{failure.message}\n{command}"


def probe(
    origin: str,
    headers: dict[str, str],
    settings: dict[str, Any],
    known: Callable[[str], Iterable[dict[str, Any]]],
) -> Findings:
    """`settings` are schemathesis's own; `known` are requests that an operation gets besides."""
    alike = {"extra-data-sources": {"responses": False}}
    phases = {
        "examples": alike,
        "coverage": alike | {"unexpected-methods": METHODS},
        "fuzzing": alike,
        "stateful": {"enabled": DEEP},
    }
    # A bad token beside a good admin key is no reason to refuse.
    makes_tokens = "X-Admin-Key" not in headers
    config = schemathesis.Config.from_dict(
        {
            "seed": SEED,
            "headers": headers,
            "base-url": origin,
            "request-timeout": SECONDS,
            "continue-on-failure": True,
            # Nothing is remembered of earlier runs.
            "cache": {"enabled": False},
            "generation": {
                "max-examples": EXAMPLES,
                "database": "none",
                "with-security-parameters": makes_tokens,
            },
            "checks": {"positive_data_acceptance": {"expected-statuses": REFUSED}},
            "phases": phases,
            **settings,
        }
    )
    schema = schemathesis.openapi.from_url(f"{origin}/openapi.json", config=config)
    schema.hook(filter_failure)

    @schema.hook
    def before_add_examples(context: HookContext, examples: list[schemathesis.Case]) -> None:
        operation = context.operation
        assert operation
        examples.extend(operation.Case(**request) for request in known(operation.label))

    findings = Findings()
    for event in from_schema(schema).execute():
        findings.hear(event)
    return findings


def filter_failure(
    context: HookContext,
    failure: Failure,
    case: schemathesis.Case,
    response: schemathesis.Response,
) -> bool:
    """Whether it is one. It is none that a value has the form of its schema and still is
    refused by a rule that no schema tells, as of days that end before they start; nor that
    a stream of events is no JSON string, though its text is a string."""
    if isinstance(failure, RejectedPositiveData) and response.status_code == 422:
        return any(item["type"] not in RULES for item in response.json()["detail"])
    if isinstance(failure, AcceptedNegativeData):
        return not any(map(_is_lenient, _values(case)))
    is_stream = response.headers.get("content-type", [""])[0].startswith(_STREAM)
    return not (is_stream and isinstance(failure, JsonSchemaError))


def _values(case: schemathesis.Case) -> Iterator[object]:
    for members in (case.query, case.body):
        if isinstance(members, Mapping):
            for value in members.values():
                yield from value if isinstance(value, list) else [value]


def _is_lenient(value: object) -> bool:
    simple = isinstance(value, str | int) and not isinstance(value, bool)
    return simple and LENIENT.fullmatch(str(value)) is not None
