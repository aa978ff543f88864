"""`python -m bench.analytics`: reports and lists on ever more calls. See README.md."""

import argparse
import asyncio
import statistics
import time
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import asyncpg

from bench import plans, usage_data
from bench.systems import folder
from domain import jobs, organizations, teams, usage
from domain.access import Actor, ActorKind
from domain.paging import PageRequest
from persistence import database
from persistence.migrations import runner
from persistence.models import BudgetMode, TenantStatus
from server.embedded import EmbeddedPostgres

Work = Callable[[], Coroutine[Any, Any, Any]]
_OPERATOR: Final = Actor(kind=ActorKind.ADMIN_KEY, label="bench")
_FIRST: Final = PageRequest(first=50)
_ZONE: Final = ZoneInfo("Europe/Berlin")


def _reports(organization: usage.Whose, team: usage.Whose) -> dict[str, Work]:
    now = usage_data.NOW
    ever = usage.open_days(None, None)
    month = usage.open_days((now - timedelta(days=30)).date(), None)
    odd = usage.Period(now - timedelta(days=30, minutes=7), now - timedelta(minutes=3))
    day = usage.Interval.DAY
    return {
        "stats, all days": lambda: usage.busiest_teams(_OPERATOR, organization, ever),
        "stats, 30 days": lambda: usage.busiest_teams(_OPERATOR, organization, month),
        "analytics, all days": lambda: usage.analytics(_OPERATOR, organization, ever),
        "analytics, 30 days": lambda: usage.analytics(_OPERATOR, organization, month),
        "usage of all, 30 days": lambda: usage.analytics(_OPERATOR, usage.EVERYTHING, month),
        "totals of a team, odd minutes": lambda: usage.totals(_OPERATOR, team, odd),
        "days of a team, Berlin": lambda: usage.series(_OPERATOR, team, odd, day, _ZONE),
        "days of an organization, UTC": lambda: usage.series(
            _OPERATOR, organization, month, day, ZoneInfo("UTC")
        ),
        **{
            f"breakdown by {by.name.lower()}": lambda by=by: usage.breakdown(
                _OPERATOR, organization, month, by, 10
            )
            for by in usage.Dimension
        },
    }


def _job_lists(job_id: str) -> dict[str, Work]:
    ever = usage.open_days(None, None)
    week = usage.open_days(
        (usage_data.NOW - timedelta(days=40)).date(), (usage_data.NOW - timedelta(days=33)).date()
    )

    def listed(within: usage.Period = ever, offset: int = 0, **only: Any) -> Work:
        return lambda: jobs.list_of_team(
            _OPERATOR,
            usage_data.TEAM,
            jobs.JobFilter(**only),
            within,
            limit=20,
            offset=offset,
        )

    def paged(only: jobs.JobFilter, by: jobs.JobOrder = jobs.JobOrder.CREATED_AT) -> Work:
        return lambda: jobs.list_page(_OPERATOR, _FIRST, only, by=by)

    return {
        "jobs of a team": listed(),
        "jobs of a team, page 100": listed(offset=2000),
        **{f"jobs: {each}": listed(statuses=[each]) for each in jobs.JobStatus},
        "jobs: rare type": listed(job_types=["rare"]),
        "jobs: no such type": listed(job_types=["none"]),
        "jobs: a week": listed(week),
        "jobs: whole id": listed(id_part=job_id),
        "jobs: part of an id": listed(id_part=job_id[9:22]),
        "jobs of all": paged(jobs.JobFilter()),
        "jobs of an organization": paged(jobs.JobFilter(organization_id=usage_data.ORGANIZATION)),
        "jobs of a team by cost": paged(
            jobs.JobFilter(team_id=usage_data.TEAM), jobs.JobOrder.CLIENT_COST
        ),
    }


def _tenant_lists() -> dict[str, Work]:
    by = teams.TeamOrderField

    def listed(order: teams.TeamOrderField = by.CREATED_AT, **only: Any) -> Work:
        criteria = teams.TeamCriteria(**only)
        return lambda: teams.list_visible(_OPERATOR, _FIRST, criteria, order=order)

    def named(**options: Any) -> Work:
        return lambda: organizations.list_visible(_OPERATOR, _FIRST, **options)

    return {
        "teams": listed(),
        "teams by name": listed(by.NAME),
        "teams by credits": listed(by.AVAILABLE_CREDITS),
        "teams of an organization": listed(organization_id=usage_data.ORGANIZATION),
        "teams with a part of all names": listed(search="team"),
        "teams with a part of few names": listed(search="org-200-team-7"),
        "teams with a part of no name": listed(search="zzzz"),
        "teams suspended": listed(status=[TenantStatus.SUSPENDED]),
        "teams of a rare budget mode": listed(budget_mode=[BudgetMode.CONSUMPTION_USD]),
        "teams with less than no credits": listed(available_below=0),
        "organizations": named(),
        "organizations by name": named(order=organizations.OrganizationOrderField.NAME),
        "organizations suspended": named(status=[TenantStatus.SUSPENDED]),
        "organizations with a part of a name": named(search="zzzz"),
    }


async def works(owner: asyncpg.Connection) -> dict[str, Work]:
    """Everything that is measured, on tables that are filled and a pool that is connected."""
    organization = await organizations.get(_OPERATOR, usage_data.ORGANIZATION)
    team = await teams.get(_OPERATOR, usage_data.TEAM)
    job_id = await owner.fetchval("SELECT id::text FROM jobs WHERE team_id = $1 LIMIT 1", team.id)
    of_organization = usage.Whose(usage.Over.ORGANIZATIONS, [organization.id])
    of_team = usage.Whose(usage.Over.TEAMS, [team.id])
    return {
        **_reports(of_organization, of_team),
        **_job_lists(job_id),
        **_tenant_lists(),
    }


async def _measured(
    owner: asyncpg.Connection, repeats: int
) -> dict[str, tuple[float, str, set[str]]]:
    """Of each: the median in milliseconds, how tables are read, and those that are read whole."""
    found = {}
    for name, work in (await works(owner)).items():
        with plans.recorded() as statements:
            await work()
        read = [await plans.nodes(owner, each) for each in statements]
        whole = set().union(*(plans.read_whole(plan) for plan in read))
        times = []
        for _ in range(repeats):
            begun = time.perf_counter()
            await work()
            times.append((time.perf_counter() - begun) * 1000)
        ways = "; ".join(dict.fromkeys(plans.kinds(plan) for plan in read))
        found[name] = (statistics.median(times), ways, whole)
    return found


async def _run(args: argparse.Namespace, url: str) -> None:
    await asyncio.to_thread(asyncio.run, runner.migrate(url))
    owner = await asyncpg.connect(url)
    await database.connect(url, pool_size=2)
    try:
        await usage_data.tenants(owner)
        results, done = {}, 0
        for size in args.calls:
            begun = time.perf_counter()
            await usage_data.calls(owner, done + 1, size)
            print(f"{size:,} calls: made in {time.perf_counter() - begun:.0f} s", flush=True)
            results[size], done = await _measured(owner, args.repeats), size
        _tell(results)
    finally:
        await database.close()
        await owner.close()


def _tell(results: dict[int, dict[str, tuple[float, str, set[str]]]]) -> None:
    sizes = list(results)
    last = results[sizes[-1]]
    heads = "".join(f"{f'{size:,}':>12}" for size in sizes)
    print(f"\n{'p50 in ms, on so many calls':36}{heads}{'growth':>9}  tables are read by")
    for name, (_, ways, _) in last.items():
        times = [results[size][name][0] for size in sizes]
        figures = "".join(f"{each:12.1f}" for each in times)
        print(f"{name:36}{figures}{times[-1] / times[0]:9.1f}  {ways}")
    whole = {name: sorted(tables) for name, (_, _, tables) in last.items() if tables}
    assert not whole, f"read from end to end: {whole}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--repeats", type=int, default=15)
    args = parser.parse_args()
    with ExitStack() as stack:
        place = stack.enter_context(folder())
        postgres = stack.enter_context(EmbeddedPostgres(place / "postgres"))
        asyncio.run(_run(args, postgres.url()))


if __name__ == "__main__":
    main()
