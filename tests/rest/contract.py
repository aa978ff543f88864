"""Compares an operation of the generated OpenAPI document with the contract's.

What a client sends may not be refused more often than the contract says, and what it gets back
has everything that the contract promises: more fields, and fewer nulls, are no difference.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]
CONTRACT: Json = yaml.safe_load((Path(__file__).parent / "contract.yaml").read_text())
SHOWN = {"description", "title", "examples", "example", "readOnly", "additionalProperties"}
LOOSE_FORMATS = {"password"}
INNER = {"properties", "required", "items", "values", "null"}


def operations(document: Json) -> dict[str, Json]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def differences(name: str, contract: Json, generated: Json) -> list[str]:
    """Of the operation called `name` in both documents, in a form fit for a table of reasons."""
    theirs, ours = operations(contract)[name], operations(generated)[name]
    found = [
        *_securities(theirs, ours),
        *_parameters(theirs, ours, contract, generated),
        *_bodies(theirs, ours, contract, generated),
        *_answers(theirs, ours, contract, generated),
    ]
    return [f"{name}: {difference}" for difference in found]


def _securities(theirs: Json, ours: Json) -> Iterator[str]:
    wanted = {scheme for option in theirs["security"] for scheme in option}
    taken = {scheme for option in ours["security"] for scheme in option}
    if wanted != taken:
        yield f"takes {sorted(taken)}, not {sorted(wanted)}"


def _parameters(theirs: Json, ours: Json, contract: Json, generated: Json) -> Iterator[str]:
    wanted = {(p["in"], p["name"]): p for p in theirs.get("parameters", [])}
    taken = {(p["in"], p["name"]): p for p in ours.get("parameters", [])}
    for key in sorted(wanted.keys() - taken.keys()):
        yield f"lacks the {key[0]} parameter {key[1]}"
    for key, parameter in taken.items():
        place = f"{key[0]} {key[1]}"
        if key not in wanted:
            if parameter["required"]:
                yield f"demands the {place}"
            continue
        if parameter["required"] and not wanted[key].get("required"):
            yield f"demands the {place}"
        yield from _sent(
            place, _plain(wanted[key]["schema"], contract), _plain(parameter["schema"], generated)
        )


def _bodies(theirs: Json, ours: Json, contract: Json, generated: Json) -> Iterator[str]:
    wanted, taken = _body(theirs, contract), _body(ours, generated)
    forms = [set(each.get("requestBody", {}).get("content", {})) for each in (theirs, ours)]
    for media in sorted(forms[0] - forms[1]):
        yield f"reads no {media}"
    if wanted is not None and taken is None:
        yield "reads no body"
    elif taken is not None and wanted is None:
        yield "demands a body"
    elif wanted is not None and taken is not None:
        yield from _sent("body", wanted, taken)


def _body(operation: Json, document: Json) -> Json | None:
    body = operation.get("requestBody")
    return _plain(body["content"]["application/json"]["schema"], document) if body else None


def _answers(theirs: Json, ours: Json, contract: Json, generated: Json) -> Iterator[str]:
    wanted, given = set(theirs["responses"]), set(ours["responses"])
    for status in sorted(wanted - given):
        yield f"never answers {status}"
    # What every operation may be answered, as that it was asked too often, is no difference.
    own = {status for status in given if "$ref" not in ours["responses"][status]}
    for status in sorted((given & own) - wanted):
        yield f"answers {status} too"
    for status in sorted((wanted & given) - {"200", "422"}):
        lacking = _texts(theirs["responses"][status]) - _texts(ours["responses"][status])
        yield from (f"{status} without {text!r}" for text in sorted(lacking))
    for status in sorted(wanted & given):
        yield from _forms(
            status,
            _contents(theirs["responses"][status], contract),
            _contents(ours["responses"][status], generated),
        )
    promised = _answer(theirs, contract)
    if promised is not None:
        yield from _got("answer", promised, _answer(ours, generated) or {})


def _contents(response: Json, document: Json) -> dict[str, Json]:
    """The schemas of an answer by their content types."""
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    contents = response.get("content", {}).items()
    return {media: _plain(content.get("schema", {}), document) for media, content in contents}


def _forms(status: str, theirs: dict[str, Json], ours: dict[str, Json]) -> Iterator[str]:
    for media, schema in theirs.items():
        if media not in ours:
            yield f"{status} is no {media}"
        elif status != "200" or media != "application/json":
            yield from _got(status, schema, ours[media])


def _answer(operation: Json, document: Json) -> Json | None:
    content = operation["responses"]["200"].get("content", {}).get("application/json")
    return _plain(content["schema"], document) if content else None


def _texts(response: Json) -> set[str]:
    content = response.get("content", {}).get("application/json", {})
    return {words(example["value"]) for example in content.get("examples", {}).values()}


def words(refusal: Json) -> str:
    """What a refusal says, in either of its forms."""
    said: str = refusal["error"]["message"] if "error" in refusal else refusal["detail"]
    return said


def _plain(schema: Json, document: Json) -> Json:
    """References followed, spellings of nullable and of constants made one, prose dropped."""
    if "$ref" in schema:
        target = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return _plain({**target, **rest}, document)
    plain = {key: value for key, value in schema.items() if key not in SHOWN}
    plain |= _choice(plain.pop("anyOf", plain.pop("oneOf", [])), document)
    if isinstance(kinds := plain.get("type"), list):
        kept = [kind for kind in kinds if kind != "null"]
        plain |= {"type": kept[0] if len(kept) == 1 else kept, "null": len(kept) < len(kinds)}
    if "const" in plain:
        plain["enum"] = [plain.pop("const")]
    if plain.get("format") in LOOSE_FORMATS:
        del plain["format"]
    if "properties" in plain:
        members = plain["properties"].items()
        plain["properties"] = {key: _plain(value, document) for key, value in members}
    if "items" in plain:
        plain["items"] = _plain(plain["items"], document)
    if isinstance(values := schema.get("additionalProperties"), dict):
        plain["values"] = _plain(values, document)
    return plain


def _choice(options: list[Json], document: Json) -> Json:
    kept = [_plain(option, document) for option in options if option != {"type": "null"}]
    null = {"null": True} if len(kept) < len(options) else {}
    if len(kept) == 1:
        return kept[0] | null
    return ({"anyOf": kept} if kept else {}) | null


def _sent(place: str, theirs: Json, ours: Json) -> Iterator[str]:
    """May everything that the contract lets a client send be sent?"""
    if "anyOf" in theirs or "anyOf" in ours:
        if theirs.get("anyOf") != ours.get("anyOf"):
            yield f"{place} has other shapes"
        return
    for key in sorted((theirs.keys() | ours.keys()) - INNER):
        if theirs.get(key) != ours.get(key):
            yield f"{place} {key} is {ours.get(key)!r}, not {theirs.get(key)!r}"
    if theirs.get("null") and not ours.get("null"):
        yield f"{place} may not be null"
    for member in sorted(set(ours.get("required", ())) ^ set(theirs.get("required", ()))):
        demanded = "demanded" if member in ours.get("required", ()) else "not demanded"
        yield f"{place}.{member} is {demanded}"
    yield from _within(_sent, place, theirs, ours, "not read")


def _got(place: str, theirs: Json, ours: Json) -> Iterator[str]:
    """Does the client get everything that the contract promises?"""
    if "anyOf" in theirs:
        for shape in ours.get("anyOf", [ours]):
            fits = (list(_got(place, each, shape)) for each in theirs["anyOf"])
            yield from min(fits, key=len)
        return
    for key in ("type", "format"):
        if key in theirs and theirs[key] != ours.get(key):
            yield f"{place} {key} is {ours.get(key)!r}, not {theirs[key]!r}"
    if "enum" in theirs and not set(ours.get("enum", ["?"])) <= set(theirs["enum"]):
        yield f"{place} is one of {ours.get('enum')}, not {theirs['enum']}"
    if ours.get("null") and not theirs.get("null"):
        yield f"{place} may be null"
    for member in sorted(set(theirs.get("required", ())) - set(ours.get("required", ()))):
        yield f"{place}.{member} may be absent"
    yield from _within(_got, place, theirs, ours, "absent")


def _within(
    compare: Callable[[str, Json, Json], Iterator[str]],
    place: str,
    theirs: Json,
    ours: Json,
    lacking: str,
) -> Iterator[str]:
    for member, schema in theirs.get("properties", {}).items():
        if member in ours.get("properties", {}):
            yield from compare(f"{place}.{member}", schema, ours["properties"][member])
        else:
            yield f"{place}.{member} is {lacking}"
    for inner, name in (("items", "[]"), ("values", ".*")):
        if inner in theirs:
            yield from compare(f"{place}{name}", theirs[inner], ours.get(inner, {}))
