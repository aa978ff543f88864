"""What the domain wants of a team or key, as LiteLLM's JSON and back."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ports import LLMKey, LLMTeam
from integrations.litellm import payloads

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TEAM = LLMTeam(
    team_id="team-1",
    alias="Testers",
    models=("gpt-4",),
    max_budget=Decimal("12.5"),
    blocked=False,
    metadata={"saas_organization_id": "org-1"},
)
KEY = LLMKey(
    token_hash="ab" * 32,
    alias="k1",
    team_id="team-1",
    models=("all-team-models",),
    max_budget=Decimal("12.5"),
    blocked=False,
)


@pytest.mark.parametrize("models", [(), ("",), ("gpt-4", "")])
def test_an_empty_model_list_never_leaves_the_house(models: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="all models"):
        payloads.team_body(replace(TEAM, models=models), "here")
    with pytest.raises(ValueError, match="all models"):
        payloads.new_key_body("sk-x", replace(KEY, models=models), "here", NOW)
    with pytest.raises(ValueError, match="all models"):
        payloads.key_body(replace(KEY, models=models), "here", NOW)


@pytest.mark.parametrize("budget", [Decimal("Infinity"), Decimal("NaN"), Decimal("-0.01")])
def test_a_budget_that_limits_nothing_never_leaves_the_house(budget: Decimal) -> None:
    with pytest.raises(ValueError, match="budget"):
        payloads.team_body(replace(TEAM, max_budget=budget), "here")
    with pytest.raises(ValueError, match="budget"):
        payloads.new_key_body("sk-x", replace(KEY, max_budget=budget), "here", NOW)
    with pytest.raises(ValueError, match="budget"):
        payloads.key_body(replace(KEY, max_budget=budget), "here", NOW)


@given(st.integers(min_value=0, max_value=10**12).map(lambda micro: Decimal(micro).scaleb(-6)))
def test_every_budget_of_whole_micro_dollars_comes_back_the_same(budget: Decimal) -> None:
    body = payloads.team_body(replace(TEAM, max_budget=budget), "here")
    stored = json.loads(json.dumps(body))

    assert payloads.team_from(stored, "here").max_budget == budget

    sent = json.dumps(payloads.key_body(replace(KEY, max_budget=budget), "here", NOW))
    assert payloads.key_from(json.loads(sent), "ab" * 32, "here", NOW).max_budget == budget


def test_a_team_without_limits_is_unlike_any_that_we_want() -> None:
    found = payloads.team_from({"team_id": "team-1", "max_budget": None, "models": []}, "here")

    assert found.max_budget == Decimal("Infinity")
    assert found.models == ()
    with pytest.raises(ValueError, match="all models"):
        payloads.team_body(found, "here")


def test_a_key_without_a_budget_is_unlike_any_that_we_want() -> None:
    found = payloads.key_from({"max_budget": None, "models": ["m"]}, KEY.token_hash, "here", NOW)

    assert found.max_budget == Decimal("Infinity")
    with pytest.raises(ValueError, match="budget"):
        payloads.key_body(found, "here", NOW)


def test_our_marks_go_out_and_are_taken_off_again() -> None:
    sent = payloads.team_body(TEAM, "here")["metadata"]

    assert sent == {
        "saas_organization_id": "org-1",
        "managed_by": "saas-litellm",
        "install_id": "here",
    }
    assert payloads.managed_by(sent, "here")
    assert not payloads.managed_by(sent, "elsewhere")
    assert payloads.team_from({"team_id": "t", "metadata": sent}, "here").metadata == TEAM.metadata


def test_anothers_marks_stay_visible() -> None:
    sent = payloads.team_body(TEAM, "elsewhere")["metadata"]

    assert payloads.team_from({"team_id": "t", "metadata": sent}, "here").metadata == sent


def test_the_domains_metadata_cannot_forge_the_marks() -> None:
    forged = replace(TEAM, metadata={"install_id": "elsewhere", "managed_by": "me"})

    assert payloads.managed_by(payloads.team_body(forged, "here")["metadata"], "here")


def test_an_expiry_is_sent_as_whole_seconds_from_now_and_comes_back_exact() -> None:
    end = NOW + timedelta(seconds=90, microseconds=1)
    body = payloads.new_key_body("sk-x", replace(KEY, expires_at=end), "here", NOW)

    assert body["duration"] == "91s"
    stored = {**body, "expires": (NOW + timedelta(seconds=91.2)).isoformat()}
    assert payloads.key_from(stored, KEY.token_hash, "here", NOW) == replace(KEY, expires_at=end)


def test_an_expiry_that_someone_moved_is_seen() -> None:
    end = NOW + timedelta(days=1)
    body = payloads.new_key_body("sk-x", replace(KEY, expires_at=end), "here", NOW)
    moved = NOW + timedelta(days=9)

    found = payloads.key_from({**body, "expires": moved.isoformat()}, KEY.token_hash, "here", NOW)
    taken_away = payloads.key_from({**body, "expires": None}, KEY.token_hash, "here", NOW)

    assert found is not None
    assert found.expires_at == moved
    assert taken_away is not None
    assert taken_away.expires_at is None


def test_a_key_that_should_have_ended_and_has_is_as_it_should_be() -> None:
    end = NOW - timedelta(days=1)
    body = payloads.new_key_body("sk-x", replace(KEY, expires_at=end), "here", NOW)

    assert body["duration"] == "1s"
    stored = {**body, "expires": (NOW + timedelta(seconds=1)).isoformat()}
    found = payloads.key_from(stored, KEY.token_hash, "here", NOW)
    assert found == replace(KEY, expires_at=end)


def test_no_expiry_is_said_when_a_key_changes_and_left_out_when_it_is_made() -> None:
    assert payloads.key_body(KEY, "here", NOW)["duration"] == "-1"
    assert "duration" not in payloads.new_key_body("sk-x", KEY, "here", NOW)


def test_a_customers_key_may_only_call_models() -> None:
    assert payloads.new_key_body("sk-x", KEY, "here", NOW)["key_type"] == "llm_api"


@pytest.mark.parametrize("mark", [{"status": "deleted"}, {"deleted_at": "2026-01-01T00:00:00Z"}])
def test_a_deleted_key_is_absent(mark: dict[str, str]) -> None:
    assert payloads.key_from({"models": [], **mark}, KEY.token_hash, "here", NOW) is None


@pytest.mark.parametrize(
    "row",
    [
        None,
        [],
        "team",
        {},
        {"team_id": 7},
        {"team_id": "t", "models": 1},
        {"team_id": "t", "max_budget": "1"},
        {"team_id": "t", "max_budget": True},
    ],
)
def test_what_is_no_team_is_said_to_be_none(row: object) -> None:
    with pytest.raises(payloads.Malformed):
        payloads.team_from(row, "here")
