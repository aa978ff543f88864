"""HTTP to LiteLLM's management interface: time limits, and what each answer means."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from domain.ports import UpstreamRefused, UpstreamUnauthorized, UpstreamUnavailable

_TIMEOUT = httpx.Timeout(5, connect=1, read=10)
_TOTAL_SECONDS = {"GET": 8.0, "POST": 12.0, "PATCH": 12.0, "DELETE": 12.0}
# 404 too: where it can mean an absent team or key, nobody asks for a body before looking.
_MAY_WORK_LATER = {404, 408, 425, 429}

_PRINTED_DICT = re.compile(r"^\{'(?:error|message)': ['\"](.*)['\"]\}$", re.DOTALL)
# What LiteLLM adds about its own routing, which is the operator's affair.
_ROUTING = re.compile(r"\n\nLiteLLM: .*|Received Model Group=.*", re.DOTALL)
# Those of providers begin with one of these; ours do as OpenAI's do.
_KEY = re.compile(r"\b(?:sk-|gsk_|xai-|pplx-|hf_|r8_|AIza|AKIA)[\w.-]+|[0-9a-f]{64}")
_MESSAGE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, and the JSON that came with it; None when it was not JSON."""

    status: int
    body: Any

    @property
    def message(self) -> str:
        """LiteLLM's own words, short and without keys. Never the body as it came."""
        found = self.body
        for name in ("error", "detail", "message", "error"):
            found = found.get(name, found) if isinstance(found, Mapping) else found
        if not isinstance(found, str):
            return ""
        words = _ROUTING.sub("", _PRINTED_DICT.sub(r"\1", found))
        return " ".join(_KEY.sub("…", words).split())[:_MESSAGE_LENGTH]

    def require(self) -> Mapping[str, Any]:
        """The body of a success; raises what any other status means."""
        if self.status == httpx.codes.UNAUTHORIZED:
            raise UpstreamUnauthorized("LiteLLM does not accept the master key.")
        said = f"LiteLLM answered {self.status}: {self.message}".rstrip(": ")
        if httpx.codes.is_client_error(self.status) and self.status not in _MAY_WORK_LATER:
            raise UpstreamRefused(said)
        if not httpx.codes.is_success(self.status):
            raise UpstreamUnavailable(said)
        if not isinstance(self.body, Mapping):
            raise UpstreamUnavailable("LiteLLM answered something else than a JSON object.")
        return self.body


def require_rows(answer: Answer, name: str) -> list[Mapping[str, Any]]:
    """The list of this name in the body of a success."""
    rows = answer.require().get(name)
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise UpstreamUnavailable(f"LiteLLM answered a list without {name}.")
    return rows


class Transport:
    """One pool of connections to one LiteLLM, signed in with its master key."""

    def __init__(
        self, base_url: str, master_key: str, client: httpx.AsyncClient | None = None
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {master_key}"}
        self._owns_client = client is None
        self._client = client or httpx.AsyncClient(
            timeout=_TIMEOUT,
            limits=httpx.Limits(max_connections=16, max_keepalive_connections=16),
            follow_redirects=False,
            trust_env=False,
        )

    async def get(self, path: str, params: Mapping[str, Any]) -> Answer:
        return await self._send("GET", path, params=dict(params))

    async def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        return await self._send("POST", path, json=dict(body))

    async def patch(self, path: str, body: Mapping[str, Any]) -> Answer:
        return await self._send("PATCH", path, json=dict(body))

    async def delete(self, path: str) -> Answer:
        return await self._send("DELETE", path)

    async def close(self) -> None:
        if self._owns_client:
            await self._client.aclose()

    async def _send(self, method: str, path: str, **content: Any) -> Answer:
        try:
            async with asyncio.timeout(_TOTAL_SECONDS[method]):
                response = await self._client.request(
                    method, self._base_url + path, headers=self._headers, **content
                )
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            kind = type(error).__name__
            raise UpstreamUnavailable(f"LiteLLM could not be reached ({kind}).") from None
        return Answer(response.status_code, _json(response))


def _json(response: httpx.Response) -> Any:
    try:
        return json.loads(response.content)
    except ValueError:
        return None
