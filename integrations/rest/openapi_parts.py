"""The fixed parts of the OpenAPI document."""

from typing import Any, Final

from integrations.rest.operation import MAX_KEY_LENGTH

Json = dict[str, Any]

TAGS: Final[tuple[tuple[str, str], ...]] = (
    ("health", "Liveness and these pages."),
    ("admin-users", "The people who administer this service: setup, sessions, roles, audit log."),
    ("organizations", "Tenants."),
    ("model-groups", "Named, ordered lists of models: one primary, then fallbacks."),
    ("models", "Names that models are called by: aliases, each for one model of one provider."),
    ("model-access-groups", "Sets of aliases that teams are given access to."),
    ("provider-credentials", "Providers' API keys, which LiteLLM is given and nobody is shown."),
    ("teams", "Groups within an organization; each has a virtual key, model access and credits."),
    ("credits", "What a team may spend, and every change of it."),
    ("jobs", "Units of a team's work: model calls that are charged once, on completion."),
    ("jobs-admin", "Jobs as operators see them, and what organizations used."),
    ("webhooks", "Where a team is told of its jobs."),
    (
        "openai",
        "OpenAI's chat API with a virtual key: a client changes its base URL alone.",
    ),
    ("dashboard", "Counts of everything."),
)
SECURITY_SCHEMES: Final[Json] = {
    "bearerJWT": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The `access_token` of an admin user, from setup or login.",
    },
    "adminKey": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Admin-Key",
        "description": "The operator's master key; it counts as an owner on management. "
        "`Authorization: Bearer` takes it too.",
    },
    "virtualKey": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "sk-…",
        "description": "The key of one team; it sees that team alone.",
    },
}
DESCRIPTION: Final = """\
The back office of SaasLiteLLM for REST clients. [GraphQL](/graphql) offers the same and more.

Every success is 200. Every refusal is `{"detail": "…"}`, but for 422, whose `detail` lists the
wrong fields, and but for `/v1`, where it looks as OpenAI's do. 401: the credential is missing or
not good. 403: it is good and not enough. 429 and 503 say in `Retry-After` when to come back.
Every answer has an `X-Request-ID`, which the log has too.
Credits are whole numbers, times are UTC.

Sign in with *Authorize*: an admin user's token, the admin key, or a team's virtual key."""
ERROR: Final[Json] = {
    "type": "object",
    "properties": {"detail": {"type": "string"}},
    "required": ["detail"],
    "description": "Any refusal but 422.",
}
OPENAI_ERROR: Final[Json] = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "message": {"type": "string"},
                "type": {"type": "string"},
                "param": {"type": ["string", "null"]},
                "code": {"type": ["string", "null"]},
            },
            "required": ["message", "type", "param", "code"],
        }
    },
    "required": ["error"],
    "description": "Any refusal of `/v1`.",
}
VALIDATION_ITEM: Final[Json] = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "loc": {"type": "array", "items": {"type": ["string", "integer"]}},
        "msg": {"type": "string"},
        "input": {"description": "What was sent, when it is short and no secret."},
        "ctx": {"type": "object", "additionalProperties": True},
    },
    "required": ["type", "loc", "msg"],
}
VALIDATION_ERROR: Final[Json] = {
    "type": "object",
    "properties": {
        "detail": {"type": "array", "items": {"$ref": "#/components/schemas/ValidationItem"}}
    },
    "required": ["detail"],
    "description": "What is wrong, field by field.",
}
VALIDATION: Final[Json] = {
    "description": "The body is no JSON, or fields are wrong",
    "content": {
        "application/json": {
            "schema": {"$ref": "#/components/schemas/ValidationError"},
            "example": {
                "detail": [
                    {
                        "type": "missing",
                        "loc": ["body", "team_id"],
                        "msg": "Field required",
                        "input": {},
                    }
                ]
            },
        }
    },
}
IDEMPOTENCY_KEY: Final[Json] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": MAX_KEY_LENGTH},
    "description": "Repeat a request with the same key and it is done once: for 24 hours the "
    "repeat is answered as the first was, with `Idempotency-Replayed: true`. A refusal is not "
    "kept, so that a corrected request may use its key. Credits are moved once per key for ever.",
}
RETRY_AFTER: Final[Json] = {
    "description": "Seconds until it may be tried again.",
    "schema": {"type": "integer"},
}
# Refusals of many operations: the component, the status, the texts.
COMMON: Final[tuple[tuple[str, int, list[str]], ...]] = (
    (
        "KeyInUse",
        409,
        [
            "This idempotency key was used with another input; send a new key.",
            "The first request with this idempotency key is still running; retry shortly.",
        ],
    ),
    (
        "RateLimited",
        429,
        ["Rate limit exceeded: {limit} {kind} requests a minute. Try again in {seconds} s"],
    ),
    ("TooLarge", 413, ["The body may be {limit} bytes at most."]),
    (
        "Unavailable",
        503,
        [
            "The database is not available just now; try again.",
            "The database took too long; try again.",
            "Too many requests at once; try again in a moment.",
        ],
    ),
)
REASONS: Final = {
    400: "Bad request",
    401: "Unauthenticated",
    402: "Not enough credits",
    403: "Forbidden",
    404: "Not found",
    409: "Conflict",
    413: "The body is too large",
    429: "Too many attempts",
    500: "Failed",
    502: "LiteLLM failed",
    503: "Unavailable",
}
