"""Whoever used the most is found by the sums that are kept, and these are what the rows are."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from domain import usage
from domain.access import SYSTEM
from persistence.models import EntryKind, JobStatus, LedgerEntry, Team
from tests.persistence.accounts import make_account, post
from tests.usage_world import Fact, Past, all_facts, make_call, make_job, shown, summed

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MAKERS = {
    ("fast", "openai"): "openai",
    ("gpt-4", ""): "openai",
    ("GPT-4o", "azure"): "openai",
    ("fast", "anthropic"): "anthropic",
    ("claude-3", "bedrock"): "anthropic",
    ("gemini-pro", ""): "google",
    ("llama-3", "groq"): "meta",
    ("fast", ""): "other",
    ("", ""): "unknown",
}


def whose_teams(teams: list[Team]) -> usage.Whose:
    return usage.Whose(usage.Over.ORGANIZATIONS, list({team.organization_id for team in teams}))


def spend(facts: list[Fact]) -> Decimal:
    sums = summed(facts)
    return sums["input_cost"] + sums["output_cost"]


def called(facts: list[Fact]) -> bool:
    return any(fact.is_call for fact in facts)


@pytest.mark.parametrize("seed", [21, 22, 23])
async def test_the_parts_are_what_the_rows_of_calls_come_to(seed: int) -> None:
    now = datetime.now(UTC)
    past = Past(Random(seed), now)
    await past.begin()
    for _ in range(60):
        await past.step()
    within = usage.Period(now - timedelta(days=20), now + timedelta(days=9, minutes=7))
    facts = [fact for fact in await all_facts() if within.begin <= fact.at < within.end]
    names = {str(team.id): team.team_id for team in await Team.all()}
    by_day, by_team = defaultdict(list), defaultdict(list)
    for fact in facts:
        by_day[fact.at.astimezone(UTC).date()].append(fact)
        by_team[names[fact.members[usage.Dimension.TEAM]]].append(fact)

    found = await usage.analytics(SYSTEM, whose_teams(past.teams), within)
    of_all = await usage.analytics(SYSTEM, usage.EVERYTHING, within)

    assert replace(found, teams=()) == of_all
    assert shown(found.totals) == summed(facts)
    assert [(day, shown(sums)) for day, sums in found.days] == [
        (day, summed(own)) for day, own in sorted(by_day.items()) if called(own)
    ]
    assert {each.name: shown(each.totals) for each in found.teams} == {
        name: summed(own) for name, own in by_team.items() if called(own)
    }
    of_calls = [fact for fact in facts if fact.is_call]
    for ranked in (found.teams, found.models, found.makers):
        spends = [each.totals.calls.cost.provider for each in ranked]
        assert spends == sorted(spends, reverse=True)
        assert sum(spends) == spend(of_calls)


@pytest.mark.parametrize(("model", "provider"), MAKERS)
async def test_the_maker_of_a_model_is_told_by_names(model: str, provider: str) -> None:
    team = await Team.get(id=(await make_account()).team_id)
    job = await make_job(team, NOON, JobStatus.IN_PROGRESS)
    await make_call(job, finished_at=NOON, requested_model=model, provider=provider or None)

    found = await usage.analytics(SYSTEM, usage.EVERYTHING, usage.period("2026-06"))

    assert [each.name for each in found.makers] == [MAKERS[model, provider]]


async def test_of_many_only_the_ten_largest_are_listed_and_all_are_counted() -> None:
    for number in range(12):
        team = await Team.get(id=(await make_account(f"team-{number:02}")).team_id)
        for _ in range(number + 1):
            job = await make_job(team, NOON, JobStatus.COMPLETED)
        cost = Decimal(number)
        await make_call(job, finished_at=NOON, requested_model=f"m{number:02}", input_cost=cost)
    june = usage.period("2026-06")

    found = await usage.analytics(SYSTEM, whose_teams([team]), june)
    sums, busiest = await usage.busiest_teams(SYSTEM, whose_teams([team]), june)

    assert [each.name for each in found.models] == [f"m{n:02}" for n in range(11, 1, -1)]
    assert [each.name for each in found.teams] == [f"team-{n:02}" for n in range(11, 1, -1)]
    assert [each.name for each in busiest] == [f"team-{n:02}" for n in range(11, 1, -1)]
    assert (found.totals.calls.count, sums.jobs.total) == (12, 78)


async def test_what_was_charged_is_what_the_ledger_says() -> None:
    account = await make_account("red", balance=10**9)
    team = await Team.get(id=account.team_id)
    for amount in (1_000_000, 2_500_000, 7):
        job = await make_job(team, datetime.now(UTC), JobStatus.PENDING)
        charge = await post(account, EntryKind.CHARGE, -amount, job_id=job.id)
    await post(account, EntryKind.REFUND, 3, reverses=charge, job_id=job.id)
    entries = await LedgerEntry.filter(kind__in=[EntryKind.CHARGE, EntryKind.REFUND])

    days = usage.open_days(None, None)
    found = await usage.analytics(SYSTEM, usage.EVERYTHING, days)
    sums, [busiest] = await usage.busiest_teams(SYSTEM, usage.EVERYTHING, days)

    charged = -sum(entry.amount for entry in entries)
    assert charged == 3_500_004
    assert found.totals.charged == sums.charged == busiest.totals.charged == charged
