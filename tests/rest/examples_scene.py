"""The places and people that the contract's examples speak of, in the real application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import httpx
from argon2 import PasswordHasher
from starlette.applications import Starlette

from domain import (
    access_groups,
    calls,
    credits,
    jobs,
    model_groups,
    provider_credentials,
    provisioning,
    sessions,
    teams,
)
from domain.access import SYSTEM, Actor, AdminRole, Origin
from domain.credentials import identify_virtual_key
from domain.ports import Ports
from domain.webhooks.checks import MOST_OF_SCOPE
from integrations.litellm.calls import LiteLLMCalls
from integrations.litellm.gateway import LiteLLMGateway
from integrations.litellm.sandbox import Faults
from persistence.database import transaction
from persistence.models import (
    AdminUser,
    BudgetMode,
    Job,
    ModelAlias,
    Organization,
    ProviderCredential,
    Provisioning,
    Team,
    uuid7,
)
from server.app import create_app
from tests.authorization.town import MASTER_KEY, Unhurried, bearer, settings
from tests.builders import VAULT, make_alias, make_model_group, make_organization, make_team
from tests.fakes import make_ports
from tests.litellm_served import served_sandbox
from tests.people import make_session, make_user
from tests.webhooks_world import FakeOutbound, listen, webhook_ports

OWNER_ID = UUID("ae89197e-e24a-4e55-a9e2-70ba9a273730")
TARGET_ID = UUID("ae89197e-e24a-4e55-a9e2-70ba9a273731")
JOB_ID = UUID("550e8400-e29b-41d4-a716-446655440000")
CREDENTIAL_ID = UUID("5f0c3a0e-1c2b-4d3e-8f4a-5b6c7d8e9f00")
PASSWORD = "SecurePassword123!"
_HASH = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(PASSWORD)
CREDIT = credits.MICROS


@dataclass
class Scene:
    app: Starlette
    http: httpx.AsyncClient
    ports: Ports
    faults: Faults
    key: str = ""
    callers: dict[str, dict[str, str]] = field(default_factory=dict)

    # ------------------------------------------------------------ what there is
    async def build(self, world: str) -> None:
        """One of the worlds below."""
        await getattr(self, world)()

    async def nothing(self) -> None:
        return

    async def owner(self) -> None:
        await make_user(
            AdminRole.OWNER,
            id=OWNER_ID,
            email="admin@example.com",
            display_name="Admin User",
            password_hash=_HASH,
        )

    async def people(self) -> None:
        """The owner, and one whom the owner changes or deletes."""
        await self.owner()
        await make_user(id=TARGET_ID, email="u@example.com", display_name="U", password_hash=_HASH)

    async def organization(self) -> None:
        await make_organization("org_acme", name="ACME Corporation")

    async def groups(self) -> None:
        await make_model_group("gpt-models", models=("gpt-4",))
        await make_model_group("ResumeAgent", models=("gpt-4-turbo", "gpt-3.5-turbo"))
        named = {"display_name": "Resume Analysis Agent"}
        await model_groups.update(SYSTEM, "ResumeAgent", named)

    async def before_the_team(self) -> None:
        await self.people()
        await self.organization()
        await self.groups()

    async def acme(self) -> None:
        """A team that has used 250 of its 1000 credits."""
        await self.before_the_team()
        made = await make_team(
            "acme-prod",
            await Organization.get(organization_id="org_acme"),
            groups=("gpt-models",),
            initial_credits=1000 * CREDIT,
            name="ACME Production",
        )
        self.key = made.issued.secret
        await credits.charge(
            SYSTEM, "acme-prod", 250 * CREDIT, reason="Work", idempotency_key="work"
        )

    async def two_teams(self) -> None:
        await self.acme()
        await make_team("acme-test", await Organization.get(organization_id="org_acme"))

    async def topped_up(self) -> None:
        await self.acme()
        await credits.grant(
            SYSTEM,
            "acme-prod",
            50 * CREDIT,
            reason="Manual credit allocation",
            idempotency_key="top-up",
        )

    # ------------------------------------------------------------ aliases and access groups
    async def opened(self) -> None:
        """An access group that opens nothing yet."""
        await self.people()
        await access_groups.create(SYSTEM, "gpt-models", display_name="GPT models")

    async def credentialed(self) -> None:
        """Acme has a key of OpenAI in use."""
        await self.before_the_team()
        await self.credential(CREDENTIAL_ID)

    async def credential_unused(self) -> None:
        await self.credentialed()
        await provider_credentials.update(SYSTEM, self.ports, CREDENTIAL_ID, {"is_active": False})

    async def credential_replaced(self) -> None:
        """It is another one that is in use now."""
        await self.credential_unused()
        await self.credential(uuid7())

    async def credential_of_an_alias(self) -> None:
        await self.credentialed()
        await make_alias("chat-fast", provider_credential_id=CREDENTIAL_ID)

    async def credential(self, key: UUID, organization_id: str = "org_acme") -> None:
        async with transaction():
            await ProviderCredential.create(
                id=key,
                organization=await Organization.get(organization_id=organization_id),
                provider="openai",
                name="Production OpenAI Key",
                sealed_api_key=VAULT.seal("sk-a", f"provider_credentials:sealed_api_key:{key}"),
                key_hint="",
                actor_kind="system",
                actor_label="system",
            )
            await provisioning.begin_credential(key)

    async def aliased(self) -> None:
        """An alias in no group."""
        await self.people()
        await self._alias()

    async def catalog(self) -> None:
        """An alias that the team may call: it has an access group with it."""
        await self.acme()
        await self._alias()
        await access_groups.create(
            SYSTEM, "gpt-models", display_name="GPT models", model_aliases=["chat-fast"]
        )
        await teams.set_access(SYSTEM, "acme-prod", teams.GroupNames(None, ["gpt-models"]))

    async def _alias(self) -> None:
        alias = await make_alias(
            "chat-fast",
            display_name="Fast Chat",
            input_price=Decimal("0.15"),
            output_price=Decimal("0.6"),
        )
        await provisioning.wait_until_alias_synced(alias.id, 10)

    async def audited(self) -> None:
        """The owner has made a user."""
        await self.owner()
        user = {"email": "u@example.com", "display_name": "U", "password": PASSWORD, "role": "user"}
        await self.http.post("/api/admin-users", json=user, headers=await self._as_owner())

    async def resuming(self) -> None:
        """The team may use the group that the examples resolve."""
        await self.acme()
        steps = [model_groups.Step("gpt-4o"), model_groups.Step("gpt-4-turbo")]
        await model_groups.update(SYSTEM, "ResumeAgent", {"models": steps})
        await teams.set_access(SYSTEM, "acme-prod", teams.GroupNames(("ResumeAgent",), None))

    async def suspended(self) -> None:
        await self.acme()
        await teams.suspend(SYSTEM, "acme-prod")

    async def inactive_group(self) -> None:
        await self.resuming()
        off = {"status": model_groups.GroupStatus.INACTIVE}
        await model_groups.update(SYSTEM, "ResumeAgent", off)

    async def empty_group(self) -> None:
        await self.resuming()
        await model_groups.update(SYSTEM, "ResumeAgent", {"models": []})

    async def without_litellm(self) -> None:
        await self.before_the_team()
        self.faults.database_down = True

    # ------------------------------------------------------------ jobs and calls
    async def working(self) -> None:
        """A job of a team that may call the models of the examples."""
        await self.acme()
        await self._call_of("gpt-4", "gpt-4o-mini")
        await self.open_job()

    async def worked(self) -> None:
        """One call was made in it."""
        await self.working()
        request = {"messages": [{"role": "user", "content": "Hello"}]}
        await calls.run(
            await self._team_key(),
            self.ports,
            JOB_ID,
            calls.CallRequest(body=request, model="ResumeAgent", purpose="parse"),
        )

    async def completed(self) -> None:
        await self.worked()
        await jobs.complete(await self._team_key(), JOB_ID)

    async def bounded(self) -> None:
        """The job may have no more calls than it had."""
        await self.worked()
        await Job.filter(id=JOB_ID).update(max_calls=1)

    async def spent(self) -> None:
        """The job has used the one credit that it may use."""
        await self.worked()
        await self._pay_by_tokens()

    async def frugal(self) -> None:
        """The job may use one credit."""
        await self.working()
        await self._pay_by_tokens()

    async def _pay_by_tokens(self) -> None:
        by_tokens = {"budget_mode": BudgetMode.CONSUMPTION_TOKENS, "tokens_per_credit": 10}
        await Team.filter(team_id="acme-prod").update(**by_tokens)
        await Job.filter(id=JOB_ID).update(max_credits=CREDIT)

    async def listening(self) -> None:
        """The team has as many webhook endpoints as it may."""
        await self.acme()
        for _ in range(MOST_OF_SCOPE):
            await listen(webhook_ports(FakeOutbound()), team_id="acme-prod")

    async def poor(self) -> None:
        """All of its credits are used."""
        await self.working()
        await credits.charge(
            SYSTEM, "acme-prod", 750 * CREDIT, reason="More work", idempotency_key="more"
        )

    async def failing(self) -> None:
        await self.acme()
        await self._call_of("always-fails-no-fallback")
        await self.open_job()

    async def limited(self) -> None:
        await self.acme()
        await self._call_of("always-rate-limited")

    async def stopped(self) -> None:
        """The group of the examples is not active any more."""
        await self.inactive_group()
        await self.open_job()

    async def emptied(self) -> None:
        await self.empty_group()
        await self.open_job()

    async def secretive(self) -> None:
        """There is an alias that the team may not use."""
        await self.working()
        await ModelAlias.create(
            alias="private", display_name="Private", provider="openai", actual_model="gpt-4"
        )

    async def _call_of(self, *models: str) -> None:
        """Both names of the examples come to these models."""
        steps = [model_groups.Step(model) for model in models]
        await model_groups.update(SYSTEM, "ResumeAgent", {"models": steps})
        await make_model_group("gpt-4", models=models)
        names = teams.GroupNames(("ResumeAgent", "gpt-4"), None)
        await teams.set_access(SYSTEM, "acme-prod", names)
        while not await self._is_known():
            await asyncio.sleep(0.02)

    async def _is_known(self) -> bool:
        """Whether LiteLLM has heard of all that."""
        row = await Provisioning.get(team__team_id="acme-prod")
        return row.observed_generation == row.generation

    async def open_job(self, job_id: UUID = JOB_ID) -> None:
        team = await Team.get(team_id="acme-prod")
        await Job.create(
            id=job_id,
            team=team,
            organization_id=team.organization_id,
            job_type="chat",
            metadata={"session_id": "s"},
            lease_until=datetime.now(UTC) + timedelta(hours=1),
        )

    async def _team_key(self) -> Actor:
        holder = await identify_virtual_key(self.key, Origin())
        assert holder
        return holder.actor

    # ------------------------------------------------------------ who calls
    async def headers(self, caller: str) -> dict[str, str]:
        """Of one of the callers below, who is the same each time."""
        if caller not in self.callers:
            self.callers[caller] = await getattr(self, f"_as_{caller}")()
        return self.callers[caller]

    async def _as_nobody(self) -> dict[str, str]:
        return {}

    async def _as_owner(self) -> dict[str, str]:
        user = await AdminUser.get_or_none(id=OWNER_ID)
        return bearer((await make_session(self.ports, user)).access_token) if user else {}

    async def _as_admin(self) -> dict[str, str]:
        admin = await make_user(AdminRole.ADMIN)
        return bearer((await make_session(self.ports, admin)).access_token)

    async def _as_user(self) -> dict[str, str]:
        return bearer((await make_session(self.ports, await make_user())).access_token)

    async def _as_admin_key(self) -> dict[str, str]:
        return {"X-Admin-Key": MASTER_KEY}

    async def _as_wrong_admin_key(self) -> dict[str, str]:
        return {"X-Admin-Key": "sk-wrong"}

    async def _as_malformed(self) -> dict[str, str]:
        return {"Authorization": "Basic YTpi"}

    async def _as_invalid(self) -> dict[str, str]:
        return bearer("sk-of-nobody")

    async def _as_ended(self) -> dict[str, str]:
        signed_in = await make_session(self.ports, await make_user())
        await sessions.logout(signed_in.actor, self.ports)
        return bearer(signed_in.access_token)

    async def _as_inactive(self) -> dict[str, str]:
        user = await make_user()
        signed_in = await make_session(self.ports, user)
        await AdminUser.filter(id=user.id).update(is_active=False)
        return bearer(signed_in.access_token)

    async def _as_somebody_else(self) -> dict[str, str]:
        """A token that we signed, of a session that is another's."""
        user = await make_user()
        signed_in = await make_session(self.ports, user)
        claims = self.ports.tokens.verify(signed_in.access_token)
        assert claims
        forged = self.ports.tokens.sign(replace(claims, admin_user_id=OWNER_ID))
        digest = sessions._digest(forged)
        await signed_in.session.update_from_dict({"token_hash": digest}).save()
        return bearer(forged)

    async def _as_key(self) -> dict[str, str]:
        return bearer(self.key)

    async def _as_other_key(self) -> dict[str, str]:
        """Of a team of another organization."""
        return bearer((await make_team()).issued.secret)


@asynccontextmanager
async def scene_of(database_url: str) -> AsyncIterator[Scene]:
    """Of a LiteLLM that follows the rows, as in a running server."""
    faults = Faults()
    async with served_sandbox(faults, team_cache_seconds=0) as (base_url, master_key, _):
        llm, models = LiteLLMGateway(base_url, master_key, "scene"), LiteLLMCalls(base_url)
        base = make_ports(llm, models=models)
        ports = replace(base, throttle=Unhurried(), vault=VAULT)
        app = create_app(settings(database_url), ports)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            stop = asyncio.Event()
            worker = asyncio.create_task(provisioning.run(ports, poll_seconds=0.05, stop=stop))
            yield Scene(app, http, ports, faults)
            stop.set()
            await worker
        await models.close()
        await llm.close()
