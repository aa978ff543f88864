"""The outside world in memory, and ports that are complete."""

import time
from typing import Any
from uuid import UUID

from domain.ports import LLMGateway, ModelCalls, Policy, Ports
from integrations.outbound import GuardedOutbound
from integrations.throttle import LocalThrottle
from integrations.tokens import AccessTokens
from integrations.vault import KeyRingVault

KEY = bytes(range(32))
OTHER_KEY = bytes(range(32, 64))


class FakeSessionCache:
    """Keeps states until they are forgotten; what is forgotten cannot be put for a while."""

    def __init__(self) -> None:
        self.states: dict[UUID, dict[str, Any]] = {}
        self.forgotten: dict[UUID, float] = {}

    async def get(self, session_id: UUID) -> dict[str, Any] | None:
        return self.states.get(session_id)

    async def put(self, session_id: UUID, state: dict[str, Any]) -> None:
        late = state["read_at"] < time.time() - 4
        if not late and session_id not in self.forgotten:
            self.states[session_id] = state

    async def revoke(self, *session_ids: UUID) -> None:
        for session_id in session_ids:
            self.states.pop(session_id, None)
            self.forgotten[session_id] = time.time()

    async def check(self) -> None:
        return


class FakeThrottle(LocalThrottle):
    """The count of one process is all there is."""


async def somewhere_public(host: str, port: int) -> list[str]:
    """A resolver that finds every name, at an address that nobody connects to."""
    return ["93.184.216.34"]


def make_ports(
    llm: LLMGateway | None = None,
    *,
    models: ModelCalls | None = None,
    policy: Policy | None = None,
) -> Ports:
    return Ports(
        llm=llm,  # type: ignore[arg-type] - for tests that never reach LiteLLM
        models=models,  # type: ignore[arg-type]
        sessions=FakeSessionCache(),
        throttle=FakeThrottle(),
        tokens=AccessTokens({"k1": KEY}),
        vault=KeyRingVault({"v1": OTHER_KEY}),
        policy=policy or Policy(),
        outbound=GuardedOutbound(resolve=somewhere_public),
    )
