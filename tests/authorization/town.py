"""The real application on real rows, LiteLLM's sandbox behind it, and a caller of every kind."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import httpx

from domain import credits, model_aliases, provisioning, sessions, teams
from domain.access import SYSTEM, AdminRole, Origin
from domain.ports import Claims, Policy, Ports, Vault
from domain.sessions import Prepared
from domain.webhooks import WebhookEvent
from graph.ids import global_id
from integrations.litellm.calls import LiteLLMCalls
from integrations.litellm.gateway import LiteLLMGateway
from persistence.database import transaction
from persistence.models import WebhookDelivery, WebhookEndpoint, uuid7
from server.app import create_app
from server.settings import Settings
from tests.builders import (
    VAULT,
    make_access_group,
    make_alias,
    make_credential,
    make_model_group,
    make_organization,
    make_team,
)
from tests.fakes import KEY, OTHER_KEY, make_ports
from tests.jobs_world import make_job
from tests.litellm_served import MASTER_KEY as LITELLM_KEY
from tests.litellm_served import served_sandbox
from tests.people import HASH, make_session, make_user
from tests.webhooks_world import listen

MASTER_KEY = "sk-master-key-of-the-town"
_numbers = count(1)


class Unhurried:
    """A throttle for tests that are about something else."""

    async def attempt(self, key: str, *, burst: int, interval_seconds: float) -> float:
        return 0.0

    async def forgive(self, key: str, *, interval_seconds: float) -> None:
        return


@dataclass(frozen=True)
class Place:
    """A team with a group, an access group of the same name with an alias, a charge, a grant and a
    hold in its ledger, a job it was told of by webhook, and a key."""

    organization: Any
    team: Any
    group: str
    alias: str
    charge_id: UUID
    grant_id: UUID
    hold_id: UUID
    job_id: UUID
    secret: str
    webhook_id: UUID
    delivery_id: UUID
    credential_id: UUID


@dataclass
class Town:
    http: httpx.AsyncClient
    ports: Ports
    home: Place
    callers: dict[str, dict[str, str]]

    async def graphql(
        self, query: str, variables: dict[str, Any] | None = None, *, caller: dict[str, str]
    ) -> httpx.Response:
        body = {"query": query, "variables": variables or {}}
        return await self.http.post("/graphql", json=body, headers=caller)


def new(word: str) -> str:
    return f"{word}-{next(_numbers)}"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def make_place(ports: Ports, prefix: str, **values: Any) -> Place:
    organization = await make_organization(f"{prefix}-organization", **values)
    group = await make_model_group(f"{prefix}-group", models=("gpt-4", "gpt-4o-mini"))
    # What an alias stands for is no tenant's business, not their own neither.
    alias = await make_alias(
        f"{prefix}-alias", provider="canary-provider", actual_model="canary-model"
    )
    await make_access_group(group.group_name, alias.alias)
    # Calls that name no model come to the model group.
    await model_aliases.update(SYSTEM, alias.alias, {"status": model_aliases.ModelStatus.INACTIVE})
    groups = (group.group_name,)
    made = await make_team(f"{prefix}-team", organization, groups=groups, access_groups=groups)
    endpoint = await hook(ports, made.team.team_id, f"https://{prefix}.example.com/hook")
    job = await make_job(made.team)
    place = Place(
        organization,
        made.team,
        group.group_name,
        alias.alias,
        await fund(made.team.team_id),
        await give(made.team.team_id),
        await reserve(made.team.team_id),
        job.id,
        made.issued.secret,
        endpoint,
        await delivery_to(endpoint),
        (await make_credential(ports, organization, name=f"{prefix}-credential")).id,
    )
    # The loop beside it may be at the team already: then there is nothing to drain.
    await provisioning.drain(ports)
    await provisioning.wait_until_synced(made.team.id, 30)
    return place


async def hook(ports: Ports, team_id: str, url: str = "https://hooks.example.com/") -> UUID:
    """A webhook endpoint that is told of new jobs."""
    issued = await listen(ports, WebhookEvent.JOB_CREATED, team_id=team_id, url=url)
    return issued.endpoint.id


async def delivery_to(endpoint: UUID) -> UUID:
    return (await WebhookDelivery.filter(endpoint_id=endpoint).get()).id


async def give(team_id: str) -> UUID:
    """A grant of a credit."""
    entry = await credits.grant(SYSTEM, team_id, 1_000_000, idempotency_key=new("grant"))
    assert entry.grant_id
    return entry.grant_id


async def reserve(team_id: str) -> UUID:
    """A hold of a credit, and a grant to take it from."""
    await give(team_id)
    hold = await credits.hold(SYSTEM, team_id, 1_000_000, idempotency_key=new("hold"))
    return hold.id


async def fund(team_id: str, reason: str = "work that was done") -> UUID:
    """A grant and a charge; the charge's row."""
    await credits.grant(SYSTEM, team_id, 100_000_000, idempotency_key=new("grant"))
    charge = await credits.charge(
        SYSTEM, team_id, 5_000_000, reason=reason, idempotency_key=new("charge")
    )
    return charge.id


async def sign_in(ports: Ports, role: AdminRole) -> dict[str, str]:
    """A new person of that role, whose password is that of `tests.people`."""
    person = await make_user(role, email=f"{new(role)}@example.com", password_hash=HASH)
    return bearer((await make_session(ports, person)).access_token)


async def _expired(ports: Ports) -> dict[str, str]:
    person = await make_user(AdminRole.OWNER)
    claims = Claims(uuid7(), person.id, datetime.now(UTC).replace(microsecond=0))
    claims = Claims(claims.session_id, person.id, claims.expires_at - timedelta(minutes=1))
    prepared = Prepared(claims, ports.tokens.sign(claims))
    async with transaction():
        await sessions.begin(person, prepared, Origin(), "session.started")
    return bearer(prepared.access_token)


async def _revoked(ports: Ports) -> dict[str, str]:
    signed_in = await make_session(ports, await make_user(AdminRole.OWNER))
    await sessions.logout(signed_in.actor, ports)
    return bearer(signed_in.access_token)


async def everybody(ports: Ports, home: Place) -> dict[str, dict[str, str]]:
    """Headers by caller, in the order of the table's columns."""
    other = await make_place(ports, "other")
    blocked = await make_place(ports, "blocked")
    await teams.suspend(SYSTEM, blocked.team.team_id)
    return {
        "ano": {},
        "exp": await _expired(ports),
        "rev": await _revoked(ports),
        "usr": await sign_in(ports, AdminRole.USER),
        "adm": await sign_in(ports, AdminRole.ADMIN),
        "own": await sign_in(ports, AdminRole.OWNER),
        "mst": {"X-Admin-Key": MASTER_KEY},
        "key": bearer(home.secret),
        "oth": bearer(other.secret),
        "blk": bearer(blocked.secret),
    }


def key_ring(identifier: str, material: bytes) -> str:
    return f"{identifier}:{base64.b64encode(material).decode()}"


def settings(database_url: str, **variables: str) -> Settings:
    return Settings.from_environment(
        {
            "DATABASE_URL": database_url,
            "REDIS_URL": "memory://local",
            "MASTER_KEY": MASTER_KEY,
            "LITELLM_PROXY_URL": "http://litellm",
            "LITELLM_MASTER_KEY": LITELLM_KEY,
            "SECRET_KEYS": key_ring("k1", KEY),
            "ENCRYPTION_KEYS": key_ring("v1", OTHER_KEY),
            **variables,
        }
    )


@asynccontextmanager
async def running(
    database_url: str, *, policy: Policy | None = None, vault: Vault = VAULT
) -> AsyncIterator[tuple[httpx.AsyncClient, Ports]]:
    """A client of the application, whose provisioning runs beside it."""
    async with served_sandbox(team_cache_seconds=0) as (base_url, master_key, _):
        llm, models = LiteLLMGateway(base_url, master_key, "town"), LiteLLMCalls(base_url)
        base = make_ports(llm, models=models, policy=policy)
        ports = replace(base, throttle=Unhurried(), vault=vault)
        app = create_app(settings(database_url), ports)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        try:
            async with (
                httpx.AsyncClient(transport=transport, base_url="http://town") as http,
                _provisioning(ports),
            ):
                yield http, ports
        finally:
            await models.close()
            await llm.close()


@asynccontextmanager
async def _provisioning(ports: Ports) -> AsyncIterator[None]:
    stop = asyncio.Event()
    loop = asyncio.create_task(provisioning.run(ports, poll_seconds=0.5, stop=stop))
    try:
        yield
    finally:
        stop.set()
        await loop


@dataclass(frozen=True)
class Stage:
    """What an operation is done to: fresh objects when it will be done, else those of home,
    which a refusal leaves as they are."""

    town: Town
    fresh: bool

    async def fill(self, template: Any) -> Any:
        """Every `$name` in the template becomes what `_name` makes."""
        if isinstance(template, dict):
            return {key: await self.fill(value) for key, value in template.items()}
        if isinstance(template, list):
            return [await self.fill(value) for value in template]
        if isinstance(template, str) and template.startswith("$"):
            return await getattr(self, f"_{template[1:]}")()
        return template

    async def _new(self) -> str:
        return new("new")

    async def _email(self) -> str:
        return f"{new('person')}@example.com"

    async def _organization(self) -> str:
        if not self.fresh:
            return str(self.town.home.organization.organization_id)
        fresh = await make_organization(new("org"))
        await make_credential(self.town.ports, fresh)
        return str(fresh.organization_id)

    async def _team(self) -> str:
        if not self.fresh:
            return str(self.town.home.team.team_id)
        return (await make_team(new("team"), self.town.home.organization)).team.team_id

    async def _funded(self) -> str:
        team_id = await self._team()
        if self.fresh:
            await fund(team_id)
        return team_id

    async def _group(self) -> str:
        """The name of a group of either kind."""
        if not self.fresh:
            return self.town.home.group
        group = await make_model_group(new("g"))
        await make_access_group(group.group_name, self.town.home.alias)
        return group.group_name

    async def _alias(self) -> str:
        return (await make_alias(new("a"))).alias if self.fresh else self.town.home.alias

    async def _home_alias(self) -> str:
        return self.town.home.alias

    async def _credential_text(self) -> str:
        if not self.fresh:
            return str(self.town.home.credential_id)
        return str((await make_credential(self.town.ports, provider=new("p"))).id)

    async def _credential(self) -> str:
        return global_id("ProviderCredential", UUID(await self._credential_text()))

    async def _grant(self) -> str:
        grant = await give(await self._team()) if self.fresh else self.town.home.grant_id
        return global_id("CreditGrant", grant)

    async def _hold(self) -> str:
        hold = await reserve(await self._team()) if self.fresh else self.town.home.hold_id
        return global_id("CreditHold", hold)

    async def _charge(self) -> str:
        charge = await fund(await self._team()) if self.fresh else self.town.home.charge_id
        return global_id("CreditTransaction", charge)

    async def _job(self) -> str:
        """Of home: it ends once."""
        job = await make_job(self.town.home.team) if self.fresh else None
        return str(job.id if job else self.town.home.job_id)

    async def _endpoint(self) -> UUID:
        """Of home; a team has so many."""
        home = self.town.home
        if not self.fresh:
            return home.webhook_id
        await WebhookEndpoint.filter(team_id=home.team.id).exclude(id=home.webhook_id).delete()
        return await hook(self.town.ports, home.team.team_id)

    async def _webhook(self) -> str:
        return global_id("WebhookEndpoint", await self._endpoint())

    async def _delivery(self) -> str:
        endpoint = await self._endpoint()
        if not self.fresh:
            return global_id("WebhookDelivery", self.town.home.delivery_id)
        await make_job(self.town.home.team)
        return global_id("WebhookDelivery", await delivery_to(endpoint))

    async def _user(self) -> UUID:
        return (await make_user(AdminRole.USER, password_hash=HASH)).id

    async def _user_text(self) -> str:
        return str(await self._user())

    async def _user_id(self) -> str:
        return global_id("AdminUser", await self._user())

    async def _login(self) -> str:
        return (await make_user(AdminRole.USER, password_hash=HASH)).email

    async def _home(self) -> str:
        return str(self.town.home.team.team_id)

    async def _home_organization(self) -> str:
        return str(self.town.home.organization.organization_id)

    async def _home_group(self) -> str:
        return self.town.home.group

    async def _home_id(self) -> str:
        return global_id("Team", self.town.home.team.id)
