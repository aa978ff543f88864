"""Batched reads for one request: each sees only what its actor may see."""

from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from domain.access import Actor
from domain.errors import DomainError
from domain.paging import BadCursor

K = TypeVar("K")
V = TypeVar("V")
W = TypeVar("W", bound=Hashable)
Row = TypeVar("Row")

Batch = Callable[[Actor, list[K]], Awaitable[Sequence[V]]]


def in_key_order(
    keys: Sequence[K], rows: Iterable[Row], key_of: Callable[[Row], K]
) -> list[Row | None]:
    """DataLoader's contract: one result per key, in the order asked, None where absent."""
    found = {key_of(row): row for row in rows}
    return [found.get(key) for key in keys]


async def by_way(
    keys: Sequence[tuple[W, UUID]],
    read: Callable[[W, list[UUID]], Awaitable[Mapping[UUID, V]]],
) -> list[V | DomainError | BadCursor]:
    """For lists that take arguments: those of all owners that are asked for in the same way are
    read together. A way that is refused spoils no other."""
    found: dict[tuple[W, UUID], V | DomainError | BadCursor] = {}
    for way in dict.fromkeys(way for way, _ in keys):
        owners = [owner for other, owner in keys if other == way]
        try:
            lists = await read(way, owners)
            found |= {(way, owner): lists[owner] for owner in owners}
        except (DomainError, BadCursor) as refusal:
            found |= {(way, owner): refusal for owner in owners}
    return [found[key] for key in keys]


class Loaders:
    """One DataLoader per batch function, made when first used. A batch function is a module
    level `async def by_id(actor, keys) -> rows in the order of the keys`."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._loaders: dict[Any, DataLoader[Any, Any]] = {}

    async def __call__(self, batch: Batch[K, V], key: K) -> V:
        """The value of one key, read together with all others asked for at the same time."""
        if batch not in self._loaders:
            self._loaders[batch] = self._loader(batch)
        value: V = await self._loaders[batch].load(key)
        return value

    def forget(self) -> None:
        """After a write: what was read before may be stale."""
        self._loaders.clear()

    def _loader(self, batch: Batch[K, V]) -> DataLoader[K, V]:
        async def read(keys: list[K]) -> Sequence[V]:
            return await batch(self._actor, keys)

        return DataLoader(read, max_batch_size=500)
