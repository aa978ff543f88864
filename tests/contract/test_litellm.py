"""What the domain relies on in LiteLLM: the sandbox and a real proxy answer alike."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from domain.ports import UpstreamRefused, UpstreamUnauthorized, UpstreamUnavailable
from tests.contract.conftest import Proxy, eventually, new_key, new_team
from tests.real_proxy import TEAM_CACHE_SECONDS


async def test_a_team_lives_changes_and_goes(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    assert await gateway.team(team.team_id) is None

    await gateway.create_team(team)
    assert await gateway.team(team.team_id) == team

    changed = replace(
        team,
        alias="Renamed",
        models=("gpt-4o",),
        max_budget=Decimal("0.1"),
        metadata={"saas_organization_id": "org-1", "groups": ["fast"]},
    )
    await gateway.update_team(changed)
    assert await gateway.team(team.team_id) == changed

    await gateway.set_team_blocked(team.team_id, True)
    assert await gateway.team(team.team_id) == replace(changed, blocked=True)
    await gateway.set_team_blocked(team.team_id, False)
    assert await gateway.team(team.team_id) == changed

    await gateway.delete_team(team.team_id)
    assert await gateway.team(team.team_id) is None


async def test_one_team_is_found_among_others(proxy: Proxy) -> None:
    gateway = proxy.gateway()
    teams = [new_team(), new_team(), new_team()]
    for team in teams:
        await gateway.create_team(team)

    for team in teams:
        assert await gateway.team(team.team_id) == team
    assert await gateway.team(new_team().team_id) is None


async def test_a_key_lives_changes_and_goes(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    assert await gateway.key(key.token_hash) is None

    await gateway.create_key(secret, key)
    assert await gateway.key(key.token_hash) == key

    soon = datetime.now(UTC) + timedelta(hours=1)
    changed = replace(
        key,
        models=("gpt-4",),
        max_budget=Decimal("0.1"),
        expires_at=soon,
        metadata={"generation": 2},
    )
    await gateway.update_key(changed)
    assert await gateway.key(key.token_hash) == changed
    await gateway.update_key(key)
    assert await gateway.key(key.token_hash) == key

    await gateway.set_key_blocked(key.token_hash, True)
    assert await gateway.key(key.token_hash) == replace(key, blocked=True)
    await gateway.set_key_blocked(key.token_hash, False)
    assert await gateway.key(key.token_hash) == key

    await gateway.delete_key(key.token_hash)
    assert await gateway.key(key.token_hash) is None


async def test_team_and_key_can_be_born_blocked_and_with_an_end(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team(blocked=True)
    end = datetime.now(UTC) + timedelta(days=1)
    secret, key = new_key(team.team_id, blocked=True, expires_at=end)

    await gateway.create_team(team)
    await gateway.create_key(secret, key)

    assert await gateway.team(team.team_id) == team
    assert await gateway.key(key.token_hash) == key


async def test_deleting_a_team_takes_its_keys_along(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)

    await gateway.delete_team(team.team_id)

    assert await gateway.key(key.token_hash) is None
    assert (await proxy.chat(secret)).status_code == 401


async def test_every_call_may_be_repeated(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    secret, key = new_key(team.team_id)
    for _ in range(2):
        await gateway.create_team(team)
        await gateway.create_key(secret, key)
        await gateway.update_team(team)
        await gateway.update_key(key)
        await gateway.set_team_blocked(team.team_id, True)
        await gateway.set_key_blocked(key.token_hash, True)
    seen_team, seen_key = await gateway.team(team.team_id), await gateway.key(key.token_hash)
    assert seen_team is not None
    assert seen_key is not None
    assert (seen_team.blocked, seen_key.blocked) == (True, True)
    for _ in range(2):
        await gateway.delete_key(key.token_hash)
        await gateway.delete_team(team.team_id)
    assert await gateway.key(key.token_hash) is None
    assert await gateway.team(team.team_id) is None


async def test_what_exists_is_left_as_it_is_by_a_second_create(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    secret, key = new_key(team.team_id)
    await gateway.create_team(team)
    await gateway.create_key(secret, key)

    await gateway.create_team(replace(team, models=("gpt-4o",), max_budget=Decimal(1)))
    await gateway.create_key(secret, replace(key, models=("gpt-4o",), max_budget=Decimal(1)))
    await gateway.create_key(secret, replace(key, models=("gpt-4o",), alias="another"))

    assert await gateway.team(team.team_id) == team
    assert await gateway.key(key.token_hash) == key


async def test_many_creates_of_one_team_and_key_at_once_make_one_of_each(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    secret, key = new_key(team.team_id)

    await asyncio.gather(*(gateway.create_team(team) for _ in range(8)))
    await asyncio.gather(*(gateway.create_key(secret, key) for _ in range(8)))

    assert [found async for found in gateway.managed_teams()] == [team]
    assert [found async for found in gateway.managed_keys()] == [key]


async def test_an_alias_that_another_key_has_is_refused(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)
    other_secret, other = new_key(team.team_id, alias=key.alias)

    with pytest.raises(UpstreamRefused, match="already exists"):
        await gateway.create_key(other_secret, other)


async def test_changing_what_is_not_there_is_refused(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    _, key = new_key(team.team_id)
    with pytest.raises(UpstreamRefused):
        await gateway.update_team(team)
    with pytest.raises(UpstreamRefused):
        await gateway.set_team_blocked(team.team_id, True)
    with pytest.raises(UpstreamRefused):
        await gateway.update_key(key)
    with pytest.raises(UpstreamRefused):
        await gateway.set_key_blocked(key.token_hash, True)


async def test_only_what_this_installation_manages_is_listed_over_all_pages(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integrations.litellm.gateway._PAGE", 2)
    gateway, neighbour = proxy.gateway(), proxy.gateway(install_id="another-installation")
    teams = [new_team() for _ in range(5)]
    keys = [new_key(team.team_id) for team in teams]
    for team, (secret, key) in zip(teams, keys, strict=True):
        await gateway.create_team(team)
        await gateway.create_key(secret, key)
    foreign = new_team()
    await neighbour.create_team(foreign)
    await neighbour.create_key(*new_key(foreign.team_id))
    await proxy.as_master("POST", "/team/new", json={"team_alias": "by hand"})
    await proxy.as_master("POST", "/key/generate", json={})

    listed_teams = [team async for team in gateway.managed_teams()]
    listed_keys = [key async for key in gateway.managed_keys()]

    assert sorted(team.team_id for team in listed_teams) == sorted(t.team_id for t in teams)
    assert {key.token_hash for key in listed_keys} == {key.token_hash for _, key in keys}
    assert all(team in teams for team in listed_teams)
    assert all(any(key == ours for _, ours in keys) for key in listed_keys)


async def test_a_key_calls_the_models_of_its_team_and_no_other(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)

    for model in team.models:
        allowed = await proxy.chat(secret, model)
        assert allowed.status_code == 200
        assert allowed.json()["model"] == model
        assert allowed.json()["usage"]["total_tokens"] > 0
        assert float(allowed.headers["x-litellm-response-cost"]) > 0
    refused = await proxy.chat(secret, "claude-3-haiku")
    assert refused.status_code == 403
    assert refused.json()["error"]["type"] == "team_model_access_denied"
    assert (await proxy.chat(secret, "no-such-model")).status_code == 403


async def test_a_change_of_the_teams_models_is_felt_at_once(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)
    assert (await proxy.chat(secret, "gpt-4")).status_code == 200

    await gateway.update_team(replace(team, models=("gpt-4o",)))

    assert (await proxy.chat(secret, "gpt-4")).status_code == 403
    assert (await proxy.chat(secret, "gpt-4o")).status_code == 200


async def test_a_name_that_is_no_model_shuts_everything(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team(models=("no-model-at-all",))
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)

    assert (await proxy.chat(secret, "gpt-4")).status_code == 403
    assert (await proxy.chat(secret, "no-model-at-all")).status_code == 400


async def test_a_models_own_list_narrows_that_of_the_team(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id, models=("gpt-4o-mini", "claude-3-haiku"))
    await gateway.create_key(secret, key)

    assert (await proxy.chat(secret, "gpt-4o-mini")).status_code == 200
    refused = await proxy.chat(secret, "gpt-4")
    assert (refused.status_code, refused.json()["error"]["type"]) == (
        403,
        "key_model_access_denied",
    )
    assert (await proxy.chat(secret, "claude-3-haiku")).status_code == 403


async def test_a_streamed_chat_ends_with_its_usage_when_asked(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)

    answer = await proxy.chat(secret, stream=True, stream_options={"include_usage": True})

    events = [line for line in answer.text.splitlines() if line]
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert '"content"' in events[0]
    assert '"cost"' in events[-2]
    assert events[-1] == "data: [DONE]"


async def test_a_key_sees_its_models_and_may_not_manage(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)
    headers = {"Authorization": f"Bearer {secret}"}

    models = (await proxy.http.get("/models", headers=headers)).json()["data"]

    assert {model["id"] for model in models} == set(team.models)
    for path in ("/team/new", "/key/generate"):
        assert (await proxy.http.post(path, json={}, headers=headers)).status_code == 403


async def test_a_blocked_key_stops_at_once_and_works_again_at_once(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)
    assert (await proxy.chat(secret)).status_code == 200

    await gateway.set_key_blocked(key.token_hash, True)
    refused = await proxy.chat(secret)
    assert refused.status_code == 401
    assert "Key is blocked" in refused.json()["error"]["message"]

    await gateway.set_key_blocked(key.token_hash, False)
    assert (await proxy.chat(secret)).status_code == 200


async def test_a_blocked_team_stops_at_once_and_works_again_at_once(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)
    assert (await proxy.chat(secret)).status_code == 200

    await gateway.set_team_blocked(team.team_id, True)
    refused = await proxy.chat(secret)
    assert refused.status_code == 401
    assert f"Team={team.team_id} is blocked" in refused.json()["error"]["message"]

    await gateway.set_team_blocked(team.team_id, False)
    assert (await proxy.chat(secret)).status_code == 200


async def test_the_call_named_block_is_felt_when_the_cache_runs_out(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)
    assert (await proxy.chat(secret)).status_code == 200

    for path, status in (("/team/block", 401), ("/team/unblock", 200)):
        await proxy.as_master("POST", path, json={"team_id": team.team_id})
        await eventually(lambda: proxy.chat(secret), status, seconds=TEAM_CACHE_SECONDS + 5)


async def test_a_spent_budget_refuses_the_next_call(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team(max_budget=Decimal("0.0001"))
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)

    assert (await proxy.chat(secret)).status_code == 200
    refused = await eventually(lambda: proxy.chat(secret), 422, seconds=5)
    assert refused.json()["error"]["type"] == "budget_exceeded"

    await gateway.update_team(replace(team, max_budget=Decimal(100)))
    await eventually(lambda: proxy.chat(secret), 200, seconds=TEAM_CACHE_SECONDS + 5)


async def test_a_team_with_a_budget_of_nothing_stops_only_after_a_call(proxy: Proxy) -> None:
    """Which is why keys have budgets too."""
    gateway, team = proxy.gateway(), new_team(max_budget=Decimal(0))
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)

    assert (await proxy.chat(secret)).status_code == 200
    await eventually(lambda: proxy.chat(secret), 422, seconds=5)


async def test_a_key_with_a_budget_of_nothing_is_refused_from_its_first_call(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id, max_budget=Decimal(0))
    await gateway.create_key(secret, key)

    for stream in (False, True):
        refused = await proxy.chat(secret, stream=stream)
        assert refused.status_code == 422
        assert refused.json()["error"] == {
            "message": f"Budget has been exceeded! Key={key.alias} (sk-...{secret[-4:]}) "
            "Current cost: 0.0, Max budget: 0.0",
            "type": "budget_exceeded",
            "param": None,
            "code": "422",
        }


async def test_a_key_may_call_as_soon_as_its_budget_is_raised_and_not_when_it_is_nothing_again(
    proxy: Proxy,
) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id, max_budget=Decimal(0))
    await gateway.create_key(secret, key)
    assert (await proxy.chat(secret)).status_code == 422

    await gateway.update_key(replace(key, max_budget=Decimal(5)))
    assert (await proxy.chat(secret)).status_code == 200

    await gateway.update_key(key)
    assert (await gateway.key(key.token_hash)) == key
    assert (await proxy.chat(secret)).status_code == 422


async def test_a_key_that_has_spent_its_budget_is_refused(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id, max_budget=Decimal("0.0001"))
    await gateway.create_key(secret, key)

    assert (await proxy.chat(secret)).status_code == 200
    refused = await eventually(lambda: proxy.chat(secret), 422, seconds=5)
    assert refused.json()["error"]["type"] == "budget_exceeded"
    assert "Max budget: 0.0001" in refused.json()["error"]["message"]


async def test_an_expired_key_is_refused(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    past = datetime.now(UTC) - timedelta(days=1)
    secret, key = new_key(team.team_id, expires_at=past)

    await gateway.create_key(secret, key)

    assert await gateway.key(key.token_hash) == key
    refused = await eventually(lambda: proxy.chat(secret), 401, seconds=5)
    assert refused.json()["error"]["type"] == "expired_key"


async def test_a_wrong_master_key_is_told_apart(proxy: Proxy) -> None:
    stranger, team = proxy.gateway(master_key="sk-not-the-master-key"), new_team()
    secret, key = new_key(team.team_id)
    for call in (
        stranger.check(),
        stranger.team(team.team_id),
        stranger.key(key.token_hash),
        stranger.create_team(team),
        stranger.create_key(secret, key),
        stranger.delete_team(team.team_id),
        stranger.delete_key(key.token_hash),
    ):
        with pytest.raises(UpstreamUnauthorized) as caught:
            await call
        assert "sk-" not in str(caught.value)


async def test_a_lost_database_is_no_absence_and_no_refusal(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)
    await gateway.check()

    proxy.stop_database()
    asked = await proxy.as_master("GET", "/team/info", params={"team_id": team.team_id})
    assert asked.status_code == 404  # which is why nobody may believe it
    for call in (
        gateway.check(),
        gateway.team(team.team_id),
        gateway.key(key.token_hash),
        gateway.create_team(new_team()),
        gateway.update_team(team),
        gateway.set_team_blocked(team.team_id, True),
        gateway.delete_team(team.team_id),
        gateway.create_key(secret, key),
        gateway.update_key(key),
        gateway.set_key_blocked(key.token_hash, True),
        gateway.delete_key(key.token_hash),
        anext(gateway.managed_teams()),
        anext(gateway.managed_keys()),
    ):
        with pytest.raises(UpstreamUnavailable):
            await call

    proxy.start_database()
    await gateway.check()
    assert await gateway.team(team.team_id) == team
    assert await gateway.key(key.token_hash) == key


async def test_refusals_of_authentication_have_their_statuses(proxy: Proxy) -> None:
    cases = {
        "": "No api key passed in",
        "Bearer not-a-key": "expected to start with 'sk-'",
        "Bearer sk-unknown-0000000000": "Invalid proxy server token passed",
    }
    for header, words in cases.items():
        answer = await proxy.http.post(
            "/chat/completions",
            json={"model": "gpt-4", "messages": []},
            headers={"Authorization": header} if header else {},
        )
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (401, "401")
        assert words in error["message"]


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("POST", "/team/new", {"content": b'{"team_id": "x"'}, 422),
        ("POST", "/team/new", {}, 422),
        ("POST", "/team/new", {"json": {"team_id": 12}}, 422),
        ("POST", "/team/new", {"json": {"models": "gpt-4"}}, 422),
        ("POST", "/team/new", {"json": {"max_budget": "abc"}}, 422),
        ("POST", "/team/new", {"json": {"max_budget": -1}}, 400),
        ("POST", "/team/update", {"json": {"max_budget": 1}}, 422),
        ("POST", "/team/update", {"json": {"team_id": "no-such-team"}}, 404),
        ("POST", "/team/block", {"json": {"team_id": "no-such-team"}}, 404),
        ("POST", "/team/delete", {"json": {"team_ids": ["no-such-team"]}}, 404),
        ("GET", "/team/info?team_id=no-such-team", {}, 404),
        ("GET", "/team/info", {}, 422),
        ("GET", "/v2/team/list?page_size=101", {}, 422),
        ("POST", "/key/generate", {"json": {"key": "own-0123456789abcdef"}}, 400),
        ("POST", "/key/generate", {"json": {"key": "sk-short"}}, 400),
        ("POST", "/key/generate", {"json": {"duration": "soon"}}, 500),
        ("GET", "/key/info?key=sk-unknown-000000000000", {}, 404),
        ("POST", "/key/update", {"json": {"key": "sk-unknown-000000000000"}}, 404),
        ("POST", "/key/update", {"json": {"models": ["gpt-4"]}}, 422),
        ("POST", "/key/block", {"json": {"key": "sk-unknown-000000000000"}}, 404),
        ("POST", "/key/delete", {"json": {"keys": ["sk-unknown-000000000000"]}}, 404),
        ("POST", "/key/delete", {"json": {}}, 422),
        ("GET", "/key/list?size=101", {}, 422),
        ("POST", "/chat/completions", {"content": b'{"model": '}, 400),
        ("POST", "/chat/completions", {"json": {"model": "gpt-4"}}, 400),
        ("POST", "/chat/completions", {"json": {"model": "no-such", "messages": []}}, 400),
        ("GET", "/no-such-path", {}, 404),
        ("GET", "/team/new", {}, 405),
        ("GET", "/health/liveliness", {}, 200),
        ("GET", "/health/readiness", {}, 200),
    ],
)
async def test_odd_calls_have_their_statuses(
    proxy: Proxy, method: str, path: str, content: dict, status: int
) -> None:
    answer = await proxy.as_master(method, path, **content)

    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(
    ("model", "status"),
    [("always-fails", 200), ("always-fails-no-fallback", 500), ("always-rate-limited", 429)],
)
async def test_a_failing_provider_has_its_status(proxy: Proxy, model: str, status: int) -> None:
    answer = await proxy.chat(proxy.master_key, model)

    assert answer.status_code == status
    if status == 200:
        assert answer.headers["x-litellm-attempted-fallbacks"] == "1"
        assert answer.json()["model"] == "gpt-4o-mini"


async def test_one_unknown_team_among_several_deletes_none(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)

    both = {"team_ids": [team.team_id, "no-such-team"]}
    assert (await proxy.as_master("POST", "/team/delete", json=both)).status_code == 404

    assert await gateway.team(team.team_id) == team


async def test_a_deleted_key_is_still_shown_as_deleted(proxy: Proxy) -> None:
    gateway, team = proxy.gateway(), new_team()
    await gateway.create_team(team)
    secret, key = new_key(team.team_id)
    await gateway.create_key(secret, key)
    await gateway.delete_key(key.token_hash)

    shown = await proxy.as_master("GET", "/key/info", params={"key": key.token_hash})

    assert shown.json()["info"]["status"] == "deleted"
    await gateway.create_key(secret, key)
    assert await gateway.key(key.token_hash) == key
