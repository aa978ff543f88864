"""Answers in OpenAI's form: what tenants see of them, and what a stream adds up to.

Tenants see the name they asked for, never the provider's model nor what it costs there.
"""

from collections.abc import Mapping
from typing import Any, Final

_PROVIDERS: Final = frozenset(
    {
        "_hidden_params",
        "cost",
        "cost_details",
        "cost_in_usd_ticks",
        "provider",
        "provider_specific_fields",
        "response_cost",
    }
)


def shown(body: Mapping[str, Any], requested: str) -> dict[str, Any]:
    """A whole answer or a chunk as tenants see it."""
    seen = {name: value for name, value in body.items() if name not in _PROVIDERS}
    seen["model"] = requested
    if isinstance(usage := seen.get("usage"), dict):
        seen["usage"] = {name: usage[name] for name in usage if name not in _PROVIDERS}
    return seen


def finish_reason(body: Mapping[str, Any]) -> str | None:
    for choice in _choices(body):
        if isinstance(reason := choice.get("finish_reason"), str):
            return reason
    return None


def text_of(body: Mapping[str, Any]) -> str:
    """All that was answered, to count its tokens when nobody did."""
    messages = [_mapping(choice.get("message")) for choice in _choices(body)]
    return "".join(_text(message) for message in messages)


class Assembly:
    """What the chunks of a stream come to."""

    def __init__(self) -> None:
        self.usage: Mapping[str, Any] | None = None
        self._head: dict[str, Any] = {}
        self._choices: dict[int, dict[str, Any]] = {}

    def add(self, chunk: Mapping[str, Any]) -> bool:
        """Whether the chunk has anything in it for the listener, besides usage."""
        for name in ("id", "created", "system_fingerprint", "service_tier"):
            if chunk.get(name) is not None:
                self._head.setdefault(name, chunk[name])
        if isinstance(usage := chunk.get("usage"), dict):
            self.usage = usage
        added = [self._add_choice(choice) for choice in _choices(chunk)]
        return any(added)

    @property
    def has_content(self) -> bool:
        return any(choice["said"] for choice in self._choices.values())

    @property
    def text(self) -> str:
        """All text so far, the arguments of tools included."""
        return "".join(_text(self._message(choice)) for choice in self._choices.values())

    def body(self, requested: str) -> dict[str, Any]:
        """The same answer as if it had come whole."""
        choices = [
            {
                "index": index,
                "message": self._message(choice),
                "finish_reason": choice["finish_reason"],
            }
            for index, choice in sorted(self._choices.items())
        ]
        head = {"id": "", "created": 0, **self._head}
        whole = {**head, "object": "chat.completion", "model": requested, "choices": choices}
        return shown(whole | ({"usage": dict(self.usage)} if self.usage else {}), requested)

    def _add_choice(self, choice: Mapping[str, Any]) -> bool:
        index = choice.get("index")
        index = index if isinstance(index, int) else 0
        mine = self._choices.get(index)
        if mine is None:
            mine = {"said": False, "content": [], "rest": {}, "tools": {}, "finish_reason": None}
            self._choices[index] = mine
        delta, says = _mapping(choice.get("delta")), False
        for name, value in delta.items():
            if name == "role" or value is None:
                continue
            says = says or value != ""
            if name == "content":
                if isinstance(value, str):
                    mine["content"].append(value)
            elif name == "tool_calls":
                for call in value or []:
                    _add_tool(mine["tools"], _mapping(call))
            else:
                _add_rest(mine["rest"], name, value)
        reason = choice.get("finish_reason")
        mine["finish_reason"] = reason or mine["finish_reason"]
        mine["said"] = mine["said"] or says
        return says or "role" in delta or reason is not None

    @staticmethod
    def _message(choice: Mapping[str, Any]) -> dict[str, Any]:
        tools = [tool for _, tool in sorted(choice["tools"].items())]
        content = "".join(choice["content"])
        message: dict[str, Any] = {
            "role": "assistant",
            "content": content or (None if tools else ""),
            **choice["rest"],
        }
        return message | ({"tool_calls": tools} if tools else {})


def chunks_of(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A whole answer as a stream of one chunk for each choice; the last has the usage."""
    head = {name: body[name] for name in ("id", "created", "model") if name in body}
    chunks = [
        {
            **head,
            "object": "chat.completion.chunk",
            "choices": [
                {
                    "index": choice.get("index", 0),
                    "delta": _delta(_mapping(choice.get("message"))),
                    "finish_reason": choice.get("finish_reason"),
                }
            ],
        }
        for choice in _choices(body)
    ]
    if chunks and "usage" in body:
        chunks[-1]["usage"] = body["usage"]
    return chunks


def _delta(message: Mapping[str, Any]) -> dict[str, Any]:
    delta = {name: value for name, value in message.items() if value is not None}
    tools = delta.get("tool_calls")
    if isinstance(tools, list):
        delta["tool_calls"] = [{"index": n, **_mapping(tool)} for n, tool in enumerate(tools)]
    return delta


def _add_tool(tools: dict[int, dict[str, Any]], call: Mapping[str, Any]) -> None:
    index = call.get("index")
    tool = tools.setdefault(
        index if isinstance(index, int) else len(tools),
        {"id": None, "type": "function", "function": {"name": "", "arguments": ""}},
    )
    tool["id"] = call.get("id") or tool["id"]
    function = _mapping(call.get("function"))
    for name in ("name", "arguments"):
        if isinstance(part := function.get(name), str):
            tool["function"][name] += part


def _add_rest(rest: dict[str, Any], name: str, value: Any) -> None:
    """Whatever else a provider streams, as a refusal or its reasoning: texts add up."""
    before = rest.get(name)
    rest[name] = before + value if isinstance(before, str) and isinstance(value, str) else value


def _text(message: Mapping[str, Any]) -> str:
    tools = [_mapping(tool) for tool in message.get("tool_calls") or []]
    parts = [
        message.get("content"),
        *(value for name, value in message.items() if name == "refusal"),
    ]
    for tool in tools:
        function = _mapping(tool.get("function"))
        parts += [function.get("name"), function.get("arguments")]
    return "".join(part for part in parts if isinstance(part, str))


def _choices(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    choices = body.get("choices")
    return [_mapping(choice) for choice in choices] if isinstance(choices, list) else []


def _mapping(value: object) -> dict[str, Any]:
    # What is read from JSON is a dict; to ask for any Mapping would cost twenty times as much.
    return value if isinstance(value, dict) else {}
