"""What is shared by all who are connected to this process."""

from dataclasses import dataclass, field

from domain.feed import Feed
from graph.live.bounds import MAX_CONNECTIONS, MAX_EVENT_STREAMS, MAX_STRANGERS
from graph.live.doors import Door
from graph.live.runs import Runs


@dataclass(frozen=True, slots=True)
class Live:
    """One per process; close it before the database."""

    strangers: Door = field(default_factory=lambda: Door(MAX_STRANGERS))
    sockets: Door = field(default_factory=lambda: Door(MAX_CONNECTIONS))
    streams: Door = field(default_factory=lambda: Door(MAX_EVENT_STREAMS))
    runs: Runs = field(default_factory=Runs)
    feed: Feed = field(default_factory=Feed)

    async def close(self) -> None:
        await self.runs.close()
        await self.feed.close()
