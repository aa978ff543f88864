"""A LiteLLM that is away, slow, broken or someone else: what the gateway makes of it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from starlette.applications import Starlette

from domain.ports import UpstreamRefused, UpstreamUnavailable
from integrations.litellm import sandbox
from integrations.litellm.gateway import LiteLLMGateway
from integrations.litellm.sandbox import Fault, Faults
from tests.contract.conftest import MASTER_KEY, new_key, new_team


@dataclass
class Troubled:
    gateway: LiteLLMGateway
    faults: Faults
    state: sandbox.State


@pytest.fixture
async def troubled() -> AsyncIterator[Troubled]:
    faults = Faults()
    app = sandbox.create_app(MASTER_KEY, faults=faults)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
        gateway = LiteLLMGateway("http://litellm/", MASTER_KEY, "here", client=client)
        yield Troubled(gateway, faults, app.state.sandbox)


BROKEN = [
    Fault.REFUSE,
    Fault.LOSE_ANSWER,
    Fault.ERROR,
    Fault.ERROR_AFTER,
    Fault.RATE_LIMIT,
    Fault.GARBAGE,
    Fault.NOT_FOUND,
]


@pytest.mark.parametrize("fault", BROKEN)
async def test_every_kind_of_trouble_may_pass_by_itself(troubled: Troubled, fault: Fault) -> None:
    gateway, team = troubled.gateway, new_team()
    secret, key = new_key(team.team_id)
    troubled.faults.inject(fault, times=None)
    for call in (
        gateway.check(),
        gateway.team(team.team_id),
        gateway.create_team(team),
        gateway.update_team(team),
        gateway.set_team_blocked(team.team_id, True),
        gateway.delete_team(team.team_id),
        gateway.key(key.token_hash),
        gateway.create_key(secret, key),
        gateway.update_key(key),
        gateway.set_key_blocked(key.token_hash, True),
        gateway.delete_key(key.token_hash),
        anext(gateway.managed_teams()),
        anext(gateway.managed_keys()),
    ):
        with pytest.raises(UpstreamUnavailable):
            await call


@pytest.mark.parametrize("fault", [Fault.LOSE_ANSWER, Fault.ERROR_AFTER])
async def test_a_call_that_went_through_unnoticed_can_be_repeated(
    troubled: Troubled, fault: Fault
) -> None:
    gateway, team = troubled.gateway, new_team()
    secret, key = new_key(team.team_id)
    for path, call in (
        ("/team/new", lambda: gateway.create_team(team)),
        ("/key/generate", lambda: gateway.create_key(secret, key)),
        ("/key/delete", lambda: gateway.delete_key(key.token_hash)),
        ("/team/delete", lambda: gateway.delete_team(team.team_id)),
    ):
        troubled.faults.inject(fault, path)
        with pytest.raises(UpstreamUnavailable):
            await call()
        await call()
    assert not troubled.state.teams
    assert not troubled.state.keys


async def test_a_404_for_what_is_there_is_not_believed(troubled: Troubled) -> None:
    gateway, team = troubled.gateway, new_team()
    secret, key = new_key(team.team_id)
    await gateway.create_team(team)
    await gateway.create_key(secret, key)
    for path, call in (
        ("/key/delete", gateway.delete_key(key.token_hash)),
        ("/key/update", gateway.update_key(key)),
        ("/team/delete", gateway.delete_team(team.team_id)),
        ("/team/update", gateway.update_team(team)),
    ):
        troubled.faults.inject(Fault.NOT_FOUND, path)
        with pytest.raises(UpstreamUnavailable, match="contradicts"):
            await call


async def test_a_call_may_arrive_after_it_was_given_up(troubled: Troubled) -> None:
    gateway, team = troubled.gateway, new_team()
    troubled.faults.inject(Fault.LATE, "/team/new")
    with pytest.raises(UpstreamUnavailable):
        await gateway.create_team(team)
    assert await gateway.team(team.team_id) is None

    await troubled.faults.apply_late()

    assert await gateway.team(team.team_id) == team


async def test_no_call_waits_for_ever(troubled: Troubled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("integrations.litellm.transport._TOTAL_SECONDS", {"GET": 0.05})
    troubled.faults.inject(Fault.HANG)
    async with asyncio.timeout(2):
        with pytest.raises(UpstreamUnavailable, match="TimeoutError"):
            await troubled.gateway.check()


async def test_an_address_where_nobody_listens_is_unavailable() -> None:
    gateway = LiteLLMGateway("http://127.0.0.1:9", MASTER_KEY, "here")
    with pytest.raises(UpstreamUnavailable, match="ConnectError"):
        await gateway.check()
    await gateway.close()


async def test_refusals_quote_neither_keys_nor_bodies(troubled: Troubled) -> None:
    team = new_team()
    secret, key = new_key(team.team_id, alias="sk-alias-that-looks-like-a-key")
    other_secret, other = new_key(team.team_id, alias=key.alias)
    await troubled.gateway.create_team(team)
    await troubled.gateway.create_key(secret, key)

    with pytest.raises(UpstreamRefused) as caught:
        await troubled.gateway.create_key(other_secret, other)

    assert "already exists" in str(caught.value)
    assert "sk-" not in str(caught.value)
    assert "{" not in str(caught.value)


async def test_a_secret_goes_only_with_its_own_hash(troubled: Troubled) -> None:
    _, key = new_key("team-1")
    with pytest.raises(ValueError, match="hash"):
        await troubled.gateway.create_key("sk-another-secret", key)


async def test_a_list_that_ignores_its_page_is_read_once(troubled: Troubled) -> None:
    team = new_team()
    await troubled.gateway.create_team(team)
    body = {"teams": [troubled.state.teams[team.team_id].row()]}
    client = httpx.AsyncClient(
        transport=httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    )
    gateway = LiteLLMGateway("http://litellm", MASTER_KEY, "here", client=client)

    assert [found async for found in gateway.managed_teams()] == [team]
    with pytest.raises(UpstreamUnavailable, match="another team"):
        await gateway.team("no-such-team")


def _client(app: Starlette) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url="http://litellm",
        headers={"Authorization": f"Bearer {MASTER_KEY}"},
    )


CHAT = {"model": "gpt-4", "messages": [{"role": "user", "content": "hi"}]}


async def test_the_sandbox_says_what_it_is_wherever_it_shows() -> None:
    async with _client(sandbox.create_app(MASTER_KEY)) as client:
        page = await client.get("/")
        assert "sandbox" in page.text
        assert "gpt-4" in page.text
        assert "sandbox" in (await client.get("/health/readiness")).json()["sandbox"]
        answer = await client.post("/chat/completions", json=CHAT)
        assert "sandbox" in answer.json()["choices"][0]["message"]["content"]
        for response in (page, answer, await client.get("/nowhere")):
            assert response.headers["x-saas-litellm-sandbox"] == "true"


async def test_what_was_spent_is_in_the_logs() -> None:
    async with _client(sandbox.create_app(MASTER_KEY)) as client:
        key = (await client.post("/key/generate", json={})).json()
        headers = {"Authorization": f"Bearer {key['key']}"}
        answer = await client.post("/v1/chat/completions", json=CHAT, headers=headers)

        (row,) = (await client.get("/spend/logs", params={"api_key": key["key"]})).json()

    assert row["api_key"] == key["token"]
    assert row["spend"] == float(answer.headers["x-litellm-response-cost"])
    assert row["total_tokens"] == answer.json()["usage"]["total_tokens"]
