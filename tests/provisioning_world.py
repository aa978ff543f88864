"""A sandbox with a gateway and teams to bring to it, for tests of provisioning."""

import hashlib
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx

from domain import provisioning
from domain.ports import LLMGateway, Ports
from integrations.litellm import sandbox
from integrations.litellm.gateway import LiteLLMGateway
from integrations.vault import KeyRingVault
from persistence import database, ledger
from persistence.database import transaction
from persistence.models import (
    EntryKind,
    ModelGroup,
    ModelGroupMember,
    Organization,
    Provisioning,
    Team,
    TeamModelGroup,
    VirtualKey,
    uuid7,
)

MASTER_KEY = "sk-master-key-of-the-sandbox"
VAULT = KeyRingVault({"test": bytes(range(32))})


@dataclass
class Tenant:
    """A team with its rows, and the secret of its key."""

    organization: Organization
    team: Team
    key: VirtualKey
    secret: str

    @property
    def name(self) -> str:
        return self.team.team_id


@dataclass
class World:
    """Somewhere that teams are brought to. `state` and `faults` mean nothing to a real proxy."""

    http: httpx.AsyncClient
    llm: LLMGateway
    faults: sandbox.Faults = field(default_factory=sandbox.Faults)
    state: sandbox.State | None = None

    @property
    def ports(self) -> Ports:
        nothing = None
        return Ports(self.llm, nothing, nothing, nothing, nothing, VAULT)  # type: ignore[arg-type]

    @property
    def writes(self) -> list[str]:
        """Paths of the calls that may have changed something."""
        return [path for method, path in self.faults.calls if method in {"POST", "PATCH", "DELETE"}]

    async def group(self, *models: str) -> ModelGroup:
        name = f"group-{uuid4().hex[:8]}"
        group = await ModelGroup.create(group_name=name, display_name=name)
        for priority, model in enumerate(models):
            await ModelGroupMember.create(model_group=group, model_name=model, priority=priority)
        return group

    async def tenant(
        self,
        *groups: ModelGroup,
        team_id: str | None = None,
        credits: int = 100,
        metadata: dict[str, object] | None = None,
    ) -> Tenant:
        """Rows as creating a team leaves them, in one transaction."""
        async with transaction():
            organization = await Organization.create(organization_id=f"org-{uuid4()}", name="Org")
            team = await Team.create(
                team_id=team_id or f"team-{uuid4()}",
                organization=organization,
                name="Testers",
                metadata=metadata or {},
            )
            account = await ledger.open_account(team.id, actor_kind="system", actor_label="test")
            if credits:
                await ledger.post(
                    ledger.Posting(
                        account_id=account.id,
                        kind=EntryKind.GRANT,
                        amount=credits * 1_000_000,
                        idempotency_key="first",
                        request_hash=bytes(32),
                        actor_kind="system",
                        actor_label="test",
                    )
                )
            for group in groups:
                await TeamModelGroup.create(team=team, model_group=group)
            key, secret = await new_key(team)
            await provisioning.begin(team)
        return Tenant(organization, team, key, secret)

    async def drain(self) -> bool:
        return await provisioning.drain(self.ports)

    async def settle(self, *team_ids: UUID, rounds: int = 8) -> None:
        """Work until nothing waits any more, with all the time in the world."""
        for _ in range(rounds):
            await self.drain()
            if not await pass_time(61, *team_ids):
                return

    async def chat(self, secret: str, model: str = "gpt-4") -> httpx.Response:
        body = {"model": model, "messages": [{"role": "user", "content": "Say hi"}]}
        headers = {"Authorization": f"Bearer {secret}"}
        return await self.http.post("/chat/completions", json=body, headers=headers)


async def new_key(team: Team) -> tuple[VirtualKey, str]:
    key_id, secret = uuid7(), f"sk-{secrets.token_urlsafe(32)}"
    key = await VirtualKey.create(
        id=key_id,
        team=team,
        name="default",
        token_hash=hashlib.sha256(secret.encode()).hexdigest(),
        sealed_secret=VAULT.seal(secret, f"virtual_keys:sealed_secret:{key_id}"),
        masked_key="sk-…",
    )
    return key, secret


async def change(team: Team, **values: object) -> None:
    """An update of a team's row, and the touch that belongs to it, in one transaction."""
    async with transaction():
        await Team.filter(id=team.id).update(**values)
        await provisioning.touch([team.id])


async def row_of(team: Team) -> Provisioning:
    return await Provisioning.get(team_id=team.id)


async def pass_time(seconds: float, *team_ids: UUID) -> bool:
    """As if these rows, or all, had been written that much earlier. Whether any of them waits."""
    moved = ", ".join(
        f"{column} = {column} - make_interval(secs => $1)"
        for column in ("next_attempt_at", "lease_until", "absent_since", "synced_at")
    )
    rows = await database.rows(
        f"UPDATE provisionings SET {moved} WHERE $2 OR team_id = ANY($3::uuid[]) RETURNING"
        " next_attempt_at IS NOT NULL OR observed_generation < generation AS waits",
        seconds,
        not team_ids,
        list(team_ids),
    )
    return any(row["waits"] for row in rows)


@asynccontextmanager
async def sandbox_world(
    wrapped: Callable[[httpx.AsyncBaseTransport], httpx.AsyncBaseTransport] | None = None,
    faults: sandbox.Faults | None = None,
) -> AsyncIterator[World]:
    """Empty; `wrapped` may put itself between the gateway and the sandbox."""
    faults = faults or sandbox.Faults()
    app = sandbox.create_app(MASTER_KEY, team_cache_seconds=0, faults=faults)
    transport: httpx.AsyncBaseTransport = httpx.ASGITransport(app=app)
    if wrapped:
        transport = wrapped(transport)
    async with httpx.AsyncClient(transport=transport, base_url="http://litellm") as http:
        llm = LiteLLMGateway("http://litellm", MASTER_KEY, "tests", client=http)
        yield World(http, llm, faults, app.state.sandbox)


def holds(world: World, tenants: Sequence[Tenant]) -> bool:
    """Whether the sandbox has just these teams and keys, all working, by name and by hash."""
    state = world.state
    assert state is not None
    return (
        sorted(state.teams) == sorted(tenant.name for tenant in tenants)
        and sorted(state.keys) == sorted(tenant.key.token_hash for tenant in tenants)
        and not any(each.blocked for each in [*state.teams.values(), *state.keys.values()])
    )
