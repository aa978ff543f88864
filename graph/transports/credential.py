"""Who is connected, and until when: a credential that ends takes its connections with it."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf
from typing import Self

from starlette.requests import HTTPConnection

from domain.access import Actor
from domain.callers import Presented, caller, lasts_until, refusal
from domain.credentials import Credentials
from domain.errors import Forbidden, StorageTrouble, Unauthenticated
from domain.ports import Ports
from graph.live.bounds import RECHECK_SECONDS

Identify = Callable[[Presented], Awaitable[Credentials]]


@dataclass(frozen=True, slots=True)
class Credential:
    """A good one, with whom it speaks for."""

    actor: Actor
    ports: Ports
    presented: Presented
    identify: Identify

    @classmethod
    async def of(cls, connection: HTTPConnection, presented: Presented) -> Self:
        """Raises `Unauthenticated`, `Forbidden` or `StorageTrouble`."""
        identify: Identify = connection.state.identify
        credentials = await identify(presented)
        if error := refusal(credentials):
            raise error
        actor = caller(credentials, connection.state.actor.origin)
        return cls(actor, connection.app.state.ports, presented, identify)

    @classmethod
    def known(cls, connection: HTTPConnection) -> Self:
        """That of a request, which was looked at already."""
        state = connection.state
        return cls(state.actor, connection.app.state.ports, state.presented, state.identify)

    @property
    def holder(self) -> Hashable:
        """Whose connections are counted together. A key may serve many people, each of whom
        connects from somewhere else."""
        actor = self.actor
        return actor.session_id or (actor.kind, actor.virtual_key_id, actor.origin.ip_address)

    async def ended(self) -> str:
        """Returns once it is good no more, with a sentence that says why."""
        until = lasts_until(self.ports, self.presented)
        while rest := _seconds_to(until):
            await asyncio.sleep(min(rest, RECHECK_SECONDS))
            credentials = await self.identify(self.presented)
            error = refusal(credentials)
            if isinstance(error, Unauthenticated | Forbidden):
                return error.message
            if not isinstance(error, StorageTrouble) and self._is_another(credentials):
                return "The rights of this credential have changed: connect again."
        return "The session has expired."

    def _is_another(self, credentials: Credentials) -> bool:
        return caller(credentials, self.actor.origin) != self.actor


def _seconds_to(until: datetime | None) -> float:
    return max((until - datetime.now(UTC)).total_seconds(), 0) if until else inf
