"""Changes as they are committed, whoever makes them and in whichever process.

While anybody here watches a team, one connection of this process listens; it hears of watched
teams alone. What is heard is only that something changed: whoever is told reads it anew, as
they may see it then.
"""

import asyncio
import logging
from collections import defaultdict
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4
from weakref import WeakSet

from domain.errors import StorageTrouble
from persistence import notifications, watched_teams
from persistence.notifications import Line

_RENEW_SECONDS: Final = watched_teams.LEASE_SECONDS / 3
_MOST_PENDING: Final = 1000

_log = logging.getLogger("saas_litellm.feed")


class Topic(StrEnum):
    JOB = "job"
    ENTRY = "entry"


class Watch:
    """What one listener has not been told yet: each thing once, however often it changed."""

    def __init__(self, topic: Topic, team_key: UUID) -> None:
        self.topic = topic
        self.team_key = team_key
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pending: dict[UUID, None] = {}
        self._lagged = False
        self._news = asyncio.Event()

    async def next(self) -> tuple[list[UUID], bool]:
        """The keys of what changed, in the order of the first change; and whether some changes
        were missed."""
        await self._news.wait()
        self._news.clear()
        told = list(self._pending), self._lagged
        self._pending, self._lagged = {}, False
        return told

    def add(self, key: UUID) -> None:
        self._pending[key] = None
        if len(self._pending) > _MOST_PENDING:
            self._pending = {key: None}
            self._lagged = True
        self._news.set()

    def miss(self) -> None:
        self._lagged = True
        self._news.set()


class Feed:
    """One per process. A watch that nobody holds any more is forgotten."""

    def __init__(self) -> None:
        self._id = uuid4()
        self._watches: dict[tuple[Topic, UUID], WeakSet[Watch]] = defaultdict(WeakSet)
        self._wake = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._line: Line | None = None

    async def watch(self, topic: Topic, team_key: UUID) -> Watch:
        """Hears of all that is committed from now on; raises `StorageTrouble`."""
        watch = Watch(topic, team_key)
        self._watches[topic, team_key].add(watch)
        self._wake.set()
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.create_task(self._keep())
        await watch.ready
        return watch

    def forget(self, watch: Watch) -> None:
        self._watches[watch.topic, watch.team_key].discard(watch)
        self._wake.set()

    async def close(self) -> None:
        self._watches.clear()
        self._wake.set()
        if self._keeper:
            await asyncio.wait({self._keeper})

    @property
    def is_listening(self) -> bool:
        return self._line is not None and self._line.is_open

    async def _keep(self) -> None:
        """As long as there is anybody to tell."""
        while waiting := self._all():
            self._wake.clear()
            try:
                await self._listen()
                await watched_teams.watch(self._id, {watch.team_key for watch in waiting})
                pause = _RENEW_SECONDS
                _settle(waiting, None)
            except StorageTrouble as trouble:
                _log.warning("Changes are not heard: %s", trouble)
                pause = float(trouble.retry_after_seconds)
                _settle(waiting, trouble)
            del waiting
            await self._pause(pause)
        await self._hang_up()
        if self._all():
            self._keeper = asyncio.create_task(self._keep())

    async def _listen(self) -> None:
        if self.is_listening:
            return
        was_lost = self._line is not None
        self._line = await notifications.listen(watched_teams.CHANNEL, self._wake.set, self._hear)
        for watch in self._all() if was_lost else ():
            watch.miss()

    async def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line:
            await line.close()
        try:
            await watched_teams.watch(self._id, ())
        except StorageTrouble as trouble:
            _log.warning("Teams stay watched for a while: %s", trouble)

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    def _hear(self, notice: str) -> None:
        topic, team_key, key = notice.split()
        for watch in self._watches.get((Topic(topic), UUID(team_key)), ()):
            watch.add(UUID(key))

    def _all(self) -> list[Watch]:
        for topic in [topic for topic, watches in self._watches.items() if not watches]:
            del self._watches[topic]
        return [watch for watches in self._watches.values() for watch in watches]


def _settle(waiting: list[Watch], trouble: StorageTrouble | None) -> None:
    """Whoever has just come is told whether it can hear; the others wait until it can again."""
    for watch in waiting:
        if not watch.ready.done():
            if trouble:
                watch.ready.set_exception(trouble)
            else:
                watch.ready.set_result(None)
