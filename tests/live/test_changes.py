"""The subscriptions `jobUpdated` and `creditBalanceChanged`: what is committed is told."""

import asyncio
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from domain import credits, jobs, teams
from domain.access import SYSTEM, Origin
from domain.credentials import identify_virtual_key
from domain.feed import Feed, Topic, Watch
from graph.schema import schema
from persistence import notifications, watched_teams
from persistence.database import rows, transaction
from persistence.errors import StorageUnavailable
from tests.api.test_examples import EXAMPLES
from tests.builders import make_team
from tests.fakes import make_ports
from tests.live.conftest import MASTER_KEY, eventually, served

pytestmark = pytest.mark.usefixtures("database")

JOBS = """subscription ($teamId: String, $jobId: String, $after: String) {
  jobUpdated(teamId: $teamId, jobId: $jobId, after: $after) {
    cursor lagged job { jobId status metadata team { teamId } }
  }
}"""
CREDITS = """subscription ($teamId: String, $after: String) {
  creditBalanceChanged(teamId: $teamId, after: $after) {
    cursor lagged
    creditAccount { balance held available }
    transaction { type amount balanceAfter }
    threshold { credits isArmed }
  }
}"""


@pytest_asyncio.fixture
async def site():
    """Afterwards nobody listens to the database, and no team is watched."""
    async with served(schema, make_ports()) as site:
        yield site
        await eventually(lambda: not site.live.feed.is_listening)
    assert await rows("SELECT * FROM watched_teams") == []


@pytest_asyncio.fixture
async def shop():
    return await make_team("shop")


async def key_of(made):
    return (await identify_virtual_key(made.issued.secret, Origin())).actor


async def make_job(made, **values):
    return await jobs.create(await key_of(made), jobs.NewJob(job_type="test", **values))


@asynccontextmanager
async def watching(site, query, secret=MASTER_KEY, **variables):
    """`await heard()` is the next event; what is done before is not told."""
    async with site.socket() as talk:
        await talk.send(type="connection_init", payload={"authorization": f"Bearer {secret}"})
        assert await talk.heard() == {"type": "connection_ack"}
        await talk.subscribe("a", query, variables=variables)

        async def heard():
            message = await talk.heard()
            assert message["type"] == "next", message
            assert "errors" not in message["payload"], message
            [event] = message["payload"]["data"].values()
            return event

        heard.talk = talk
        await _settled(site)
        yield heard


async def watched():
    return len(await rows("SELECT * FROM watched_teams"))


async def _settled(site):
    """Until the subscription is among those that are told."""
    async with asyncio.timeout(10):
        while not (site.live.feed.is_listening and site.live.feed._all()):
            await asyncio.sleep(0.01)
        while not all(watch.ready.done() for watch in site.live.feed._all()):
            await asyncio.sleep(0.01)


async def test_every_change_of_a_balance_is_told_with_its_transaction(site, shop):
    async with watching(site, CREDITS, teamId="shop") as heard:
        await credits.grant(SYSTEM, "shop", 5_000_000, idempotency_key="g")
        event = await heard()
        assert event["transaction"] == {"type": "GRANT", "amount": "5", "balanceAfter": "5"}
        assert event["creditAccount"] == {"balance": "5", "held": "0", "available": "5"}
        assert not event["lagged"]

        await credits.charge(SYSTEM, "shop", 2_000_000, reason="work", idempotency_key="c")
        event = await heard()
        assert event["transaction"]["type"] == "CHARGE"
        assert event["creditAccount"]["balance"] == "3"


async def test_as_the_balance_badge_of_a_page_sends_it(site, shop):
    document = (EXAMPLES / "live-balance.graphql").read_text()
    async with watching(site, document, shop.issued.secret) as heard:
        await credits.grant(SYSTEM, "shop", 5_000_000, idempotency_key="g")
        event = await heard()
    assert event["creditAccount"]["available"] == "5"
    assert event["transaction"]["type"] == "GRANT"


async def test_a_hold_is_told_without_a_transaction(site, shop):
    await credits.grant(SYSTEM, "shop", 5_000_000, idempotency_key="g")
    async with watching(site, CREDITS, teamId="shop") as heard:
        await credits.hold(SYSTEM, "shop", 1_000_000, idempotency_key="h")
        event = await heard()

    assert event["transaction"] is None
    assert event["creditAccount"] == {"balance": "5", "held": "1", "available": "4"}


async def test_a_threshold_is_told_with_the_change_that_crossed_it(site, shop):
    await credits.grant(SYSTEM, "shop", 5_000_000, idempotency_key="g")
    await credits.set_thresholds(SYSTEM, "shop", [3_000_000])
    async with watching(site, CREDITS, teamId="shop") as heard:
        await credits.charge(SYSTEM, "shop", 1_000_000, reason="work", idempotency_key="c")
        assert (await heard())["threshold"] is None
        await credits.hold(SYSTEM, "shop", 1_500_000, idempotency_key="h")
        event = await heard()

    assert event["transaction"] is None
    assert event["threshold"] == {"credits": "3", "isArmed": False}


async def test_every_change_of_a_job_is_told(site, shop):
    async with watching(site, JOBS, teamId="shop") as heard:
        job = await make_job(shop)
        event = await heard()
        assert event["job"] == {
            "jobId": str(job.id),
            "status": "PENDING",
            "metadata": {},
            "team": {"teamId": "shop"},
        }
        await jobs.cancel(SYSTEM, job.id)
        assert (await heard())["job"]["status"] == "CANCELLED"


async def test_of_one_job_its_own_changes_alone(site, shop):
    one, other = await make_job(shop), await make_job(shop)
    async with watching(site, JOBS, jobId=str(one.id)) as heard:
        await jobs.cancel(SYSTEM, other.id)
        await jobs.update_metadata(SYSTEM, one.id, {"page": 1})
        event = await heard()

    assert (event["job"]["jobId"], event["job"]["metadata"]) == (str(one.id), {"page": 1})


async def test_a_virtual_key_hears_of_its_own_team_and_names_no_other(site, shop):
    stranger = await make_team("stranger")
    foreign = await make_job(stranger)
    async with watching(site, JOBS, shop.issued.secret) as heard:
        talk = heard.talk
        for name, query, variables in (
            ("b", JOBS, {"teamId": "stranger"}),
            ("c", JOBS, {"jobId": str(foreign.id)}),
            ("d", CREDITS, {"teamId": "stranger"}),
        ):
            await talk.subscribe(name, query, variables=variables)
            message = await talk.heard()
            assert (message["id"], message["type"]) == (name, "error")
            assert "not found" in message["payload"][0]["message"].lower() or (
                "No credit account" in message["payload"][0]["message"]
            )
        await jobs.cancel(SYSTEM, foreign.id)
        own = await make_job(shop)
        assert (await heard())["job"]["jobId"] == str(own.id)


async def test_nothing_is_told_of_what_was_not_committed(site, shop):
    async with watching(site, CREDITS, teamId="shop") as heard:
        with pytest.raises(RuntimeError):
            async with transaction():
                await credits.grant(SYSTEM, "shop", 5_000_000, idempotency_key="g")
                raise RuntimeError
        await credits.grant(SYSTEM, "shop", 1_000_000, idempotency_key="h")
        assert (await heard())["creditAccount"]["balance"] == "1"


async def test_whoever_is_not_watched_costs_no_notice(shop):
    told = []
    line = await notifications.listen(watched_teams.CHANNEL, lambda: None, told.append)
    other = await make_team("other")
    feed = Feed()
    watch = await feed.watch(Topic.ENTRY, other.team.id)
    await credits.grant(SYSTEM, "shop", 1_000_000, idempotency_key="g")
    await make_job(shop)
    await credits.grant(SYSTEM, "other", 1_000_000, idempotency_key="g")
    keys, _ = await watch.next()
    await eventually(lambda: told)
    await line.close()
    await feed.close()

    assert told == [f"entry {other.team.id} {keys[0]}"]


async def test_several_listeners_share_one_line_which_ends_with_the_last(site, shop):
    async with watching(site, CREDITS, teamId="shop") as one:
        line = site.live.feed._line
        async with watching(site, CREDITS, teamId="shop") as other:
            assert site.live.feed._line is line
            await credits.grant(SYSTEM, "shop", 1_000_000, idempotency_key="g")
            assert await one() == await other()
        await credits.grant(SYSTEM, "shop", 1_000_000, idempotency_key="h")
        assert (await one())["creditAccount"]["balance"] == "2"
    await eventually(lambda: not line.is_open)


async def test_after_a_lost_line_the_next_event_says_that_others_were_missed(
    site, shop, owner_connection: asyncpg.Connection
):
    async with watching(site, CREDITS, teamId="shop") as heard:
        pid = site.live.feed._line._connection.get_server_pid()
        await owner_connection.execute("SELECT pg_terminate_backend($1)", pid)
        event = await heard()
        assert event["lagged"]
        assert event["transaction"] is None
        await credits.grant(SYSTEM, "shop", 1_000_000, idempotency_key="g")
        event = await heard()
        assert (event["lagged"], event["creditAccount"]["balance"]) == (False, "1")


async def test_whoever_comes_back_is_told_when_something_was_missed(site, shop):
    await credits.grant(SYSTEM, "shop", 1_000_000, idempotency_key="g")
    async with watching(site, CREDITS, teamId="shop") as heard:
        await credits.grant(SYSTEM, "shop", 1_000_000, idempotency_key="h")
        seen = (await heard())["cursor"]
    async with watching(site, CREDITS, teamId="shop", after=seen) as heard:
        await credits.grant(SYSTEM, "shop", 1_000_000, idempotency_key="i")
        assert not (await heard())["lagged"]
    async with watching(site, CREDITS, teamId="shop", after=seen) as heard:
        event = await heard()
        assert (event["lagged"], event["creditAccount"]["balance"]) == (True, "3")

    job = await make_job(shop)
    async with watching(site, JOBS, jobId=str(job.id)) as heard:
        await jobs.update_metadata(SYSTEM, job.id, {"page": 1})
        seen = (await heard())["cursor"]
    await jobs.update_metadata(SYSTEM, job.id, {"page": 2})
    async with watching(site, JOBS, jobId=str(job.id), after=seen) as heard:
        event = await heard()
        assert (event["lagged"], event["job"]["metadata"]) == (True, {"page": 2})


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 5000])
async def test_what_is_no_cursor_is_refused(site, shop, after):
    async with site.joined() as talk:
        await talk.subscribe("a", CREDITS, variables={"teamId": "shop", "after": after})
        message = await talk.heard()
    assert message["type"] == "error"
    assert message["payload"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_a_team_that_is_gone_ends_the_subscriptions_of_its_key(site, shop, monkeypatch):
    job = await make_job(shop)
    async with watching(site, JOBS, shop.issued.secret, jobId=str(job.id)) as heard:
        await rows("UPDATE teams SET status = 'deleted' WHERE team_id = 'shop'")
        await rows("UPDATE jobs SET metadata = '{}' WHERE id = $1", job.id)
        message = await heard.talk.heard()

    assert message["type"] == "error"
    assert message["payload"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_without_the_database_nobody_is_left_waiting(monkeypatch):
    async def away(*_):
        raise StorageUnavailable

    monkeypatch.setattr(notifications, "listen", away)
    feed = Feed()
    with pytest.raises(StorageUnavailable):
        await feed.watch(Topic.JOB, uuid4())
    await feed.close()


async def test_a_listener_that_is_far_behind_is_told_the_latest_and_that_others_were_missed():
    watch = Watch(Topic.JOB, uuid4())
    changed = [uuid4() for _ in range(1500)]
    for key in changed:
        watch.add(key)
        watch.add(key)
    keys, lagged = await watch.next()

    assert lagged
    assert len(keys) <= 1000
    assert keys[-1] == changed[-1]


async def test_a_watch_that_nobody_holds_is_forgotten(shop):
    feed = Feed()
    watch = await feed.watch(Topic.JOB, shop.team.id)
    assert await watched() == 1
    del watch
    feed._wake.set()
    await eventually(lambda: not feed.is_listening)
    assert await watched() == 0


async def test_a_team_is_stopped_in_mid_subscription_and_its_key_is_disconnected(
    site, shop, monkeypatch
):
    monkeypatch.setattr("graph.transports.credential.RECHECK_SECONDS", 0.05)
    async with watching(site, CREDITS, shop.issued.secret) as heard:
        await teams.suspend(SYSTEM, "shop")
        assert await heard.talk.closed() == 4401
