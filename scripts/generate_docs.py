#!/usr/bin/env python3
"""Write the parts of docs/ that follow from the code; everything else in there is by hand.

docs/configuration.md is generated whole. In other pages the text between
`<!-- generated: name -->` and `<!-- end -->` is replaced.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from domain.access import AdminRole
from domain.errors import Forbidden
from graph import limits, requests
from graph.errors import UserErrorCode
from graph.failures import STATUS, ErrorCode
from graph.pagination import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE
from graph.schema import schema
from graph.waiting import LONGEST_WAIT_MS
from integrations.rest import openapi_parts, routes
from integrations.rest.errors import roles_with
from integrations.rest.operation import Operation
from integrations.rest.successors import ways
from server import configuration_page

DOCS: Final = Path(__file__).parent.parent / "docs"
_REGION: Final = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_CALLERS: Final = {
    (): "anybody",
    ("bearerJWT",): "token",
    ("bearerJWT", "adminKey"): "token, admin key",
    ("virtualKey",): "virtual key",
    ("virtualKey", "bearerJWT", "adminKey"): "virtual key (own team), token, admin key",
}
_ABOUT_FAILURES: Final = {
    ErrorCode.UNAUTHENTICATED: "No credential, or one that is wrong, expired or revoked.",
    ErrorCode.FORBIDDEN: "The caller is known and lacks the right in `extensions.permission`.",
    ErrorCode.RATE_LIMITED: "Too many requests or attempts; `extensions.retryAfterSeconds` says "
    "when to come back, and so does `Retry-After`.",
    ErrorCode.BAD_USER_INPUT: "A value, argument or cursor is wrong, or the request is no "
    "GraphQL request.",
    ErrorCode.GRAPHQL_PARSE_FAILED: "The document is not GraphQL, or too long.",
    ErrorCode.GRAPHQL_VALIDATION_FAILED: "The document does not fit the schema, or asks too much.",
    ErrorCode.UNAVAILABLE: "Something that is needed is away for the moment. Send the same again, "
    "with the same idempotency key, after `extensions.retryAfterSeconds`.",
    ErrorCode.INTERNAL: "A bug. `extensions.errorId` is the id under which the log has it.",
}


def table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines) + "\n"


def user_errors() -> str:
    codes: Any = schema._schema.type_map[UserErrorCode.__name__]  # noqa: SLF001
    return table(
        ("`code`", "meaning"),
        ((f"`{code.name}`", codes.values[code.name].description) for code in UserErrorCode),
    )


def failures() -> str:
    return table(
        ("`extensions.code`", "status", "meaning"),
        ((f"`{code}`", str(STATUS.get(code, 400)), _ABOUT_FAILURES[code]) for code in ErrorCode),
    )


def request_limits() -> str:
    roots = limits.MAX_ROOT_FIELDS
    query, mutation = (roots[kind] for kind in list(roots)[:2])
    rows = {
        "body": f"{requests.MAX_BODY_BYTES // 1024} KiB",
        "document": f"{limits.MAX_QUERY_BYTES // 1024} KiB, {limits.MAX_TOKENS} tokens",
        "nesting": f"{limits.MAX_DEPTH} levels ({limits.MAX_INTROSPECTION_DEPTH} of introspection)",
        "fields of the operation itself": f"{query} of a query, {mutation} of a mutation",
        "sign-ins in a mutation (`setup`, `login`)": str(limits.MAX_AUTH_MUTATIONS),
        "model calls in a mutation (`runCompletion`)": str(limits.MAX_MODEL_CALLS),
        "aliases, those in fragments included": str(limits.MAX_ALIASES),
        "fragments": str(limits.MAX_FRAGMENTS),
        "directives": str(limits.MAX_DIRECTIVES),
        "operations in a document": str(limits.MAX_OPERATIONS),
        "rows of a page": f"{MAX_PAGE_SIZE} ({DEFAULT_PAGE_SIZE} when you do not say)",
        "`waitMs`": str(LONGEST_WAIT_MS),
    }
    return table(("what", "at most"), iter(rows.items()))


def operations() -> str:
    about = dict(openapi_parts.TAGS)
    described = routes.document()["paths"]
    kinds = dict.fromkeys(operation.tag for operation in routes.OPERATIONS)
    return "\n".join(
        f"### {tag}\n\n{about[tag]}\n\n"
        + table(
            ("operation", "who may call it", "answers, each tested", "in GraphQL"),
            (_row(operation, described) for operation in routes.OPERATIONS if operation.tag == tag),
        )
        for tag in (name for name in about if name in kinds)
    )


def _row(operation: Operation, described: Mapping[str, Any]) -> tuple[str, ...]:
    name = f"{operation.method} {operation.path}"
    responses = described[operation.path][operation.method.lower()]["responses"]
    return (
        f"`{name}`<br>{operation.summary}",
        _who(operation),
        ", ".join(sorted(code for code, each in responses.items() if not _is_common(each))),
        ", ".join(f"`{way}`" for way in ways(operation.method, operation.path)),
    )


def _is_common(response: Mapping[str, Any]) -> bool:
    """The page says once what any operation may answer."""
    reference = response.get("$ref", "")
    return bool(reference) and not reference.endswith("Validation")


def _who(operation: Operation) -> str:
    callers = _CALLERS[operation.auth.schemes]
    roles = _roles(operation)
    if "token" not in callers or len(roles) in {0, len(AdminRole)}:
        return callers
    return callers.replace("token", f"token of an {' or '.join(roles)}")


def _roles(operation: Operation) -> tuple[str, ...]:
    """Whose token is enough; an operation may ask for more than its right does."""
    if asked := re.search(r"Required roles: (.+)", operation.texts.get(Forbidden, "")):
        return tuple(asked[1].split(", "))
    return roles_with(operation.permission) if operation.permission else ()


PARTS: Final[dict[str, Callable[[], str]]] = {
    "user_errors": user_errors,
    "failures": failures,
    "limits": request_limits,
    "operations": operations,
}


def filled(page: str) -> str:
    """The page with its generated parts as they should be."""
    return _REGION.sub(lambda match: match[1] + PARTS[match[2]]() + match[3], page)


def main() -> None:
    (DOCS / "configuration.md").write_text(configuration_page.page())
    for page in sorted(DOCS.glob("*.md")):
        page.write_text(filled(page.read_text()))
        print(f"docs/{page.name}")


if __name__ == "__main__":
    main()
