"""Sealing every stored secret anew, so that old keys of the vault can be thrown away."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domain import audit, provisioning
from domain.access import Actor, Permission, requires
from domain.ports import CannotUnseal, Vault
from persistence.database import rows, transaction

# Each column is sealed for its table, its name and the row.
COLUMNS: Final = (
    ("virtual_keys", "sealed_secret"),
    ("provider_credentials", "sealed_api_key"),
    ("webhook_endpoints", "sealed_secret"),
    ("webhook_endpoints", "sealed_previous_secret"),
    ("webhook_endpoints", "sealed_authorization"),
    ("rest_answers", "request_hash"),
    ("rest_answers", "sealed_body"),
)
# LiteLLM is told of a key by how it is sealed; it would be taken for another one there.
_AT_LITELLM: Final = "provider_credentials"
_BATCH: Final = 500
_MOST_PASSES: Final = 10
_FIRST: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Resealed:
    """What was sealed anew, what could not be opened, and whether something may still be left:
    a server with the old keys alone seals with them."""

    sealed: int
    lost: int
    is_finished: bool


@requires(Permission.MANAGE_PROVIDER_CREDENTIALS)
async def reseal(actor: Actor, vault: Vault) -> Resealed:
    """Everything that another key than the newest has sealed. Servers may run beside it: what
    they change meanwhile stays as they change it, and is looked at again."""
    total = 0
    for _ in range(_MOST_PASSES):
        found = _Pass()
        for table, column in COLUMNS:
            await _column(vault, table, column, found)
        total += found.sealed
        if not found.old:
            break
    if total:
        async with transaction():
            await audit.record(
                actor, "vault.resealed", details={"sealed": total, "lost": found.lost}
            )
    return Resealed(total, found.lost, is_finished=not found.old)


@dataclass(slots=True)
class _Pass:
    """What one look at everything found: `old` was sealed with an older key when it was read."""

    old: int = 0
    sealed: int = 0
    lost: int = 0


async def _column(vault: Vault, table: str, column: str, found: _Pass) -> None:
    last = _FIRST
    while batch := await rows(
        f"SELECT id, {column} AS sealed FROM {table}"  # noqa: S608 - names of ours
        f" WHERE id > $1 AND {column} IS NOT NULL ORDER BY id LIMIT {_BATCH}",
        last,
    ):
        last = batch[-1]["id"]
        for row in batch:
            try:
                anew = vault.reseal(row["sealed"], f"{table}:{column}:{row['id']}")
            except CannotUnseal:
                found.lost += 1
                continue
            if anew is not None:
                found.old += 1
                replaced = await _replace(table, column, row["id"], row["sealed"], anew)
                found.sealed += replaced
                if replaced and table == _AT_LITELLM:
                    await provisioning.look_again(row["id"])


async def _replace(table: str, column: str, key: UUID, old: bytes, anew: bytes) -> int:
    """Unless it has changed meanwhile."""
    found = await rows(
        f"UPDATE {table} SET {column} = $3 WHERE id = $1 AND {column} = $2 RETURNING id",  # noqa: S608
        key,
        old,
        anew,
    )
    return len(found)
