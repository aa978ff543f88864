"""LiteLLM's management interface, as the domain's `LLMGateway` wants it."""

import hashlib
import logging
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx

from domain.ports import LLMKey, LLMTeam, LoggedSpend, UpstreamRefused, UpstreamUnavailable
from integrations.litellm import payloads, spend_log
from integrations.litellm.catalog import Catalog
from integrations.litellm.transport import Answer, Transport, require_rows

_PAGE = 100
_LOG_PAGE = 500
_SECOND = "%Y-%m-%d %H:%M:%S"
_LEAST_SPEND = 1e-12
_CLOCKS_APART = timedelta(days=1)
_log = logging.getLogger("saas_litellm.litellm")


class LiteLLMGateway(Catalog):
    """What is in one LiteLLM proxy, marked as managed by one installation."""

    def __init__(
        self,
        base_url: str,
        master_key: str,
        install_id: str,
        *,
        client: httpx.AsyncClient | None = None,
    ) -> None:
        super().__init__(Transport(base_url, master_key, client), install_id)

    async def close(self) -> None:
        """Closes the connections; a client that was handed in stays open."""
        await self._http.close()

    async def team(self, team_id: str) -> LLMTeam | None:
        # Not /team/info: it answers 404 for any failure of its query, and readiness says
        # "connected" for 15 s after the database went. The list fails when its query fails.
        answer = await self._http.get("/v2/team/list", {"team_id": team_id, "page_size": 1})
        rows = require_rows(answer, "teams")
        if not rows:
            return None
        team = self._team(rows[0])
        if team.team_id != team_id:
            raise UpstreamUnavailable("LiteLLM answered with another team than asked for.")
        return team

    async def create_team(self, team: LLMTeam) -> None:
        body = payloads.new_team_body(team, self._install_id)
        answer = await self._http.post("/team/new", body)
        # The second wording, with a 500, is what the loser of a race gets.
        if "already exists" in answer.message or "Unique constraint failed" in answer.message:
            return
        await self._require(answer)

    async def update_team(self, team: LLMTeam) -> None:
        await self._change_team(
            "/team/update", team.team_id, payloads.team_body(team, self._install_id)
        )

    async def set_team_blocked(self, team_id: str, blocked: bool) -> None:
        # Not /team/block, which leaves LiteLLM's cache as it is: calls go on for up to a minute.
        await self._change_team("/team/update", team_id, {"team_id": team_id, "blocked": blocked})

    async def delete_team(self, team_id: str) -> None:
        answer = await self._http.post("/team/delete", {"team_ids": [team_id]})
        if not await self._is_absent(answer, team_id=team_id):
            await self._require(answer)

    async def key(self, token_hash: str) -> LLMKey | None:
        answer = await self._http.get("/key/info", {"key": token_hash})
        if answer.status == httpx.codes.NOT_FOUND:
            # Any other 404 is of something that is no LiteLLM, and proves nothing.
            if answer.message.startswith("Key not found"):
                return None
            raise UpstreamUnavailable("LiteLLM's address answers 404 to what LiteLLM answers.")
        return self._key(answer.require().get("info"), token_hash)

    async def create_key(self, secret: str, key: LLMKey) -> None:
        if hashlib.sha256(secret.encode()).hexdigest() != key.token_hash:
            raise ValueError("The hash is not that of the secret.")
        body = payloads.new_key_body(secret, key, self._install_id, datetime.now(UTC))
        answer = await self._http.post("/key/generate", body)
        if _alias_taken(answer) and await self.key(key.token_hash) is not None:
            return
        await self._require(answer)

    async def update_key(self, key: LLMKey) -> None:
        body = payloads.key_body(key, self._install_id, datetime.now(UTC))
        await self._change_key("/key/update", key.token_hash, body)

    async def set_key_blocked(self, token_hash: str, blocked: bool) -> None:
        path = "/key/block" if blocked else "/key/unblock"
        await self._change_key(path, token_hash, {"key": token_hash})

    async def delete_key(self, token_hash: str) -> None:
        answer = await self._http.post("/key/delete", {"keys": [token_hash]})
        if not await self._is_absent(answer, token_hash=token_hash):
            await self._require(answer)

    async def managed_teams(self) -> AsyncIterator[LLMTeam]:
        """A team may be missed while others are deleted: look one up before acting on it."""
        listing = {"page_size": _PAGE, "sort_by": "team_id"}
        async for row in self._managed("/v2/team/list", "teams", "team_id", listing):
            yield self._team(row)

    async def managed_keys(self) -> AsyncIterator[LLMKey]:
        """A key may be missed while others are deleted: look one up before acting on it."""
        listing = {"size": _PAGE, "return_full_object": "true", "sort_by": "created_at"}
        async for row in self._managed("/key/list", "keys", "token", listing):
            if key := self._key(row, str(row["token"])):
                yield key

    async def spend_since(self, since: datetime) -> AsyncIterator[LoggedSpend]:
        start, page = since.astimezone(UTC).replace(microsecond=0), 1
        while True:
            rows = await self._logged(start, page)
            for row in rows:
                if spend := _spend(row):
                    yield spend
            if len(rows) < _LOG_PAGE:
                return
            # Not by page alone: rows that are logged meanwhile would move the later ones.
            reached = _started(rows[-1]).replace(microsecond=0)
            start, page = (reached, 1) if reached > start else (start, page + 1)

    async def _logged(self, start: datetime, page: int) -> list[Mapping[str, Any]]:
        until = datetime.now(UTC) + _CLOCKS_APART
        asked = {"start_date": start.strftime(_SECOND), "end_date": until.strftime(_SECOND)}
        order = {"sort_by": "startTime", "sort_order": "asc", "min_spend": _LEAST_SPEND}
        listing = {**asked, **order, "page": page, "page_size": _LOG_PAGE}
        return require_rows(await self._http.get("/spend/logs/v2", listing), "data")

    async def _change_team(self, path: str, team_id: str, body: Mapping[str, Any]) -> None:
        answer = await self._http.post(path, body)
        if await self._is_absent(answer, team_id=team_id):
            raise UpstreamRefused("LiteLLM does not know the team.")
        await self._require(answer)

    async def _change_key(self, path: str, token_hash: str, body: Mapping[str, Any]) -> None:
        answer = await self._http.post(path, body)
        if await self._is_absent(answer, token_hash=token_hash):
            raise UpstreamRefused("LiteLLM does not know the key.")
        await self._require(answer)

    async def _is_absent(self, answer: Answer, *, team_id: str = "", token_hash: str = "") -> bool:
        """Whether a 404 is true: LiteLLM gives it for a lost database as well."""
        if answer.status != httpx.codes.NOT_FOUND:
            return False
        found = await (self.team(team_id) if team_id else self.key(token_hash))
        if found is not None:
            raise UpstreamUnavailable("LiteLLM contradicts itself about what it holds.")
        return True

    async def _managed(
        self, path: str, name: str, identity: str, listing: Mapping[str, object]
    ) -> AsyncIterator[Mapping[str, Any]]:
        """Rows of a list, page by page, until a page has nothing new."""
        seen: set[object] = set()
        for page in count(1):
            asked = {**listing, "sort_order": "asc", "page": page}
            rows = require_rows(await self._http.get(path, asked), name)
            new = [row for row in rows if row.get(identity) not in seen]
            if not new:
                return
            seen.update(row.get(identity) for row in new)
            for row in new:
                if payloads.managed_by(row.get("metadata"), self._install_id):
                    yield row

    def _team(self, row: object) -> LLMTeam:
        try:
            return payloads.team_from(row, self._install_id)
        except payloads.Malformed as error:
            raise UpstreamUnavailable(f"LiteLLM answered no team: {error}") from None

    def _key(self, row: object, token_hash: str) -> LLMKey | None:
        try:
            return payloads.key_from(row, token_hash, self._install_id, datetime.now(UTC))
        except payloads.Malformed as error:
            raise UpstreamUnavailable(f"LiteLLM answered no key: {error}") from None


def _spend(row: Mapping[str, Any]) -> LoggedSpend | None:
    """One row that says nothing must not keep the others from being read."""
    try:
        return spend_log.spend_from(row)
    except payloads.Malformed as error:
        _log.warning("LiteLLM logged something else than a call: %s", error)
        return None


def _started(row: Mapping[str, Any]) -> datetime:
    try:
        return spend_log.started(row)
    except payloads.Malformed as error:
        raise UpstreamUnavailable(f"LiteLLM's spend log cannot be read: {error}") from None


def _alias_taken(answer: Answer) -> bool:
    return answer.status == httpx.codes.BAD_REQUEST and "already exists" in answer.message
