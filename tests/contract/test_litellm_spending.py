"""What LiteLLM counted and logged, as the gateway reads it."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import httpx
import pytest

from domain.ports import LoggedSpend, UpstreamUnavailable
from integrations.litellm import gateway as gateways
from integrations.litellm.gateway import LiteLLMGateway
from tests.contract.conftest import Proxy, new_key, new_team

# The proxy writes down what was spent every two seconds.
PATIENCE_SECONDS = 20


async def spender(proxy: Proxy) -> tuple[LiteLLMGateway, str, str, str]:
    """A team and its key at LiteLLM: the gateway, their names and the secret."""
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)
    return gateway, team.team_id, key.token_hash, secret


async def named(proxy: Proxy, secret: str, ref: str, **more) -> httpx.Response:
    body = {"model": "gpt-4", "messages": [{"role": "user", "content": "Say hi"}], **more}
    headers = {"Authorization": f"Bearer {secret}", "x-litellm-call-id": ref}
    return await proxy.http.post("/chat/completions", json=body, headers=headers)


async def logged(
    gateway: LiteLLMGateway, team_id: str, count: int, since: datetime
) -> list[LoggedSpend]:
    """The rows of a team, once there are so many."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            found = {each.request_id: each async for each in gateway.spend_since(since)}
            mine = [each for each in found.values() if each.team_id == team_id]
            if len(mine) >= count:
                return mine
            await asyncio.sleep(0.2)


async def test_what_was_spent_is_read_with_the_team_and_the_key(proxy: Proxy) -> None:
    gateway, team_id, token_hash, secret = await spender(proxy)
    answer = await proxy.chat(secret)
    cost = Decimal(answer.headers["x-litellm-response-cost"])

    async with asyncio.timeout(PATIENCE_SECONDS):
        while not (await gateway.key(token_hash)).spend:
            await asyncio.sleep(0.2)
    team, key = await gateway.team(team_id), await gateway.key(token_hash)
    assert round(team.spend, 8) == round(key.spend, 8) == round(cost, 8)


async def test_a_call_is_logged_under_the_name_that_it_was_given(proxy: Proxy) -> None:
    gateway, team_id, token_hash, secret = await spender(proxy)
    began, ref = datetime.now(UTC), f"{uuid4()}-1"
    answer = await named(proxy, secret, ref)

    [spend] = await logged(gateway, team_id, 1, began - timedelta(seconds=1))
    usage = answer.json()["usage"]
    assert spend.request_id == answer.json()["id"]
    assert (spend.call_ref, spend.token_hash) == (ref, token_hash)
    assert (spend.model_group, spend.asked_group or "gpt-4") == ("gpt-4", "gpt-4")
    assert (spend.model, spend.provider) == ("openai/gpt-4", "openai")
    assert spend.prompt_tokens == usage["prompt_tokens"]
    assert spend.completion_tokens == usage["completion_tokens"]
    cost = Decimal(answer.headers["x-litellm-response-cost"])
    assert round(spend.spend, 10) == round(cost, 10)
    assert Decimal(0) <= spend.input_spend <= spend.spend
    now, second = datetime.now(UTC), timedelta(seconds=1)
    assert began - second <= spend.started_at <= spend.ended_at <= now + second


async def test_a_stream_is_logged_under_its_name_too(proxy: Proxy) -> None:
    gateway, team_id, _, secret = await spender(proxy)
    began, ref = datetime.now(UTC), f"{uuid4()}-7"
    await named(proxy, secret, ref, stream=True, stream_options={"include_usage": True})
    [spend] = await logged(gateway, team_id, 1, began - timedelta(seconds=1))
    assert spend.call_ref == ref
    assert spend.spend > 0


async def test_a_name_used_twice_is_logged_twice(proxy: Proxy) -> None:
    gateway, team_id, _, secret = await spender(proxy)
    began, ref = datetime.now(UTC), f"{uuid4()}-1"
    for _ in range(2):
        await named(proxy, secret, ref)
    spends = await logged(gateway, team_id, 2, began - timedelta(seconds=1))
    assert [spend.call_ref for spend in spends] == [ref, ref]


async def test_what_was_refused_cost_nothing_and_is_not_read(proxy: Proxy) -> None:
    gateway, team_id, _, secret = await spender(proxy)
    began = datetime.now(UTC)
    assert (await proxy.chat(secret, "no-such-model")).status_code == 403
    assert (await proxy.chat(secret)).status_code == 200
    [spend] = await logged(gateway, team_id, 1, began - timedelta(seconds=1))
    assert spend.model_group == "gpt-4"


async def test_a_long_log_is_read_in_order_and_whole(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway, team_id, _, secret = await spender(proxy)
    began = datetime.now(UTC) - timedelta(seconds=1)
    ids = set()
    for number in range(9):
        ids.add((await proxy.chat(secret)).json()["id"])
        if number % 4 == 3:
            await asyncio.sleep(1)  # the log is asked for by the second
    await logged(gateway, team_id, 9, began)
    monkeypatch.setattr(gateways, "_LOG_PAGE", 2)

    spends = [each async for each in gateway.spend_since(began) if each.team_id == team_id]

    assert {spend.request_id for spend in spends} == ids
    times = [spend.started_at.replace(microsecond=0) for spend in spends]
    assert times == sorted(times)


async def test_what_began_before_is_left_out(proxy: Proxy) -> None:
    gateway, team_id, _, secret = await spender(proxy)
    began = datetime.now(UTC) - timedelta(seconds=1)
    await proxy.chat(secret)
    [spend] = await logged(gateway, team_id, 1, began)
    later = spend.started_at + timedelta(seconds=2)
    found = [each async for each in gateway.spend_since(later) if each.team_id == team_id]
    assert found == []


async def test_the_log_of_a_proxy_without_its_database_is_no_empty_log(proxy: Proxy) -> None:
    gateway = proxy.gateway()
    await asyncio.to_thread(proxy.stop_database)
    with pytest.raises(UpstreamUnavailable):
        [each async for each in gateway.spend_since(datetime.now(UTC))]
