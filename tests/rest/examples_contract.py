"""The contract's examples, one by one, and how an answer is compared with one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from tests.rest.contract import CONTRACT, Json, words

VALIDATION = "#/components/responses/Validation"
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
# Made anew each time: of such a member only the type is compared.
VOLATILE = frozenset(
    {
        "access_token",
        "audit_id",
        "created_at",
        "created_by",
        "id",
        "ip_address",
        "last_login",
        "litellm_model_id",
        "model_group_id",
        "resource_id",
        "transaction_id",
        "updated_at",
        "virtual_key",
    }
)
_MOMENTS = frozenset({"created_at", "last_login", "updated_at"})


@dataclass(frozen=True)
class Example:
    """What the contract shows of one answer of one operation; of a 200 without an example it
    has the form alone."""

    operation: str
    status: int
    media: str
    schema: Json
    value: Any
    asked: Json = field(repr=False, compare=False)

    @property
    def text(self) -> str | None:
        """The words of a refusal, with their placeholders."""
        return None if self.status in {200, 422} else words(self.value)

    @property
    def body(self) -> Any:
        content = self.asked.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("example")

    def __str__(self) -> str:
        return f"{self.operation} {self.status} {self.text or ''}".rstrip()


def examples(document: Json = CONTRACT) -> Iterator[Example]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, response in operation["responses"].items():
                contents = _resolved(response, document).get("content", {"": {}})
                for media, content in contents.items():
                    for value in _values(content):
                        name, schema = f"{method.upper()} {path}", content.get("schema", {})
                        yield Example(name, int(status), media, schema, value, operation)


def beyond(document: Json) -> Iterator[Example]:
    """What this document shows of an operation's own refusals, and the contract does not."""
    known = {(each.operation, each.status, each.text) for each in examples()}
    for each in examples(document):
        response = each.asked["responses"][str(each.status)]
        own = "$ref" not in response or response["$ref"] == VALIDATION
        if own and each.status != 200 and (each.operation, each.status, each.text) not in known:
            yield each


def _resolved(response: Json, document: Json) -> Json:
    if "$ref" not in response:
        return response
    found: Json = document["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    return found


def _values(content: Json) -> list[Any]:
    if "examples" in content:
        return [example["value"] for example in content["examples"].values()]
    return [content.get("example")]


def filled(text: str, values: Mapping[str, str]) -> re.Pattern[str]:
    """A text with its placeholders filled in; what `values` does not have may be anything."""
    parts = re.split(r"{(\w+)}", text)
    words = (
        re.escape(part) if place % 2 == 0 else re.escape(values[part]) if part in values else ".+"
        for place, part in enumerate(parts)
    )
    return re.compile("".join(words), re.DOTALL)


def violations(schema: Json, answer: Any, document: Json = CONTRACT) -> list[str]:
    whole = {**schema, "components": document["components"]}
    found = Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(answer)
    return [f"{error.json_path}: {error.message}" for error in found]


def differences(example: Any, answer: Any, free: frozenset[str], place: str = "$") -> Iterator[str]:
    """Members that the answer lacks, or has with other types or values; more are no difference.
    `free` are the members whose values, and what is inside them, may be others."""
    if isinstance(example, dict) and isinstance(answer, dict):
        for member, value in example.items():
            at = f"{place}.{member}"
            if member not in answer:
                yield f"{at} is absent"
            elif member in free | VOLATILE:
                yield from _form(at, member, value, answer[member])
            else:
                yield from differences(value, answer[member], free, at)
    elif isinstance(example, list) and isinstance(answer, list):
        for item in example:
            candidates = [list(differences(item, other, free, f"{place}[]")) for other in answer]
            yield from min(candidates, key=len, default=[f"{place} is empty"])
    elif type(example) is not type(answer) or example != answer:
        yield f"{place} is {answer!r}, not {example!r}"


def _form(place: str, member: str, example: Any, answer: Any) -> Iterator[str]:
    if type(example) is not type(answer):
        yield f"{place} is {answer!r}, which is not of the type of {example!r}"
    elif member in _MOMENTS and answer is not None and not TIMESTAMP.fullmatch(answer):
        yield f"{place} is {answer!r}, not of the one form of time"
