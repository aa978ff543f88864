"""One claimed row, once: what is wanted, what was done, and what of it is written back."""

import logging
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from domain.errors import UpstreamFailed
from domain.ports import Ports, UpstreamRefused, UpstreamUnauthorized
from domain.provisioning import backlog, catalog, desired, queue
from domain.provisioning.claims import Claim
from domain.provisioning.converge import Occupied, Work, converge
from domain.provisioning.converge_catalog import OutOfTurn, converge_credential, converge_model

_TURN_SECONDS: Final = 0.5
_log = logging.getLogger("saas_litellm.provisioning")


@dataclass(frozen=True, slots=True)
class _Done:
    changed: bool
    is_deleted: bool
    allowance: Decimal | None = None


async def attend(ports: Ports, each: Claim, confirm_seconds: float) -> bool:
    """Whether LiteLLM is well. Raises `Fenced` or `StorageTrouble`."""
    try:
        done = await _converge(ports, each)
    except Occupied as occupied:
        await _wait_for(each, occupied.target)
    except OutOfTurn as turn:
        _log.info("%s waits: %s", each.subject, turn.why)
        if target := _target(turn.name):
            await queue.look_again(target)
        await each.fail(queue.AWAY, turn.why)
    except UpstreamFailed as trouble:
        _log.warning("%s at LiteLLM: %s", each.subject, trouble.message)
        await each.fail(code_of(trouble), trouble.message)
        return isinstance(trouble, UpstreamRefused)
    else:
        await each.finish(
            is_deleted=done.is_deleted,
            changed=done.changed,
            confirm_seconds=confirm_seconds,
            allowance=done.allowance,
        )
        if done.changed and not each.team_id:
            await backlog.hurry_catalog()
    return True


def code_of(trouble: UpstreamFailed) -> str:
    """What the error of a row begins with."""
    if isinstance(trouble, UpstreamUnauthorized):
        return queue.AUTH
    return queue.REFUSED if isinstance(trouble, UpstreamRefused) else queue.AWAY


async def _converge(ports: Ports, each: Claim) -> _Done:
    if each.model_alias_id:
        [model] = await catalog.read_models([each.model_alias_id])
        return _Done(await converge_model(ports, each, model), model.llm is None)
    if each.provider_credential_id:
        [credential] = await catalog.read_credentials([each.provider_credential_id])
        changed = await converge_credential(ports, each, credential)
        return _Done(changed, credential.llm is None)
    assert each.team_id is not None, "a row has a target"
    [wanted] = await desired.read([each.team_id])
    changed = await converge(Work(ports.llm, ports.vault, each, wanted))
    return _Done(changed, wanted.is_deleted, wanted.allowance)


async def _wait_for(each: Claim, target: str) -> None:
    """Another of the same name was deleted here and is not gone from LiteLLM yet."""
    kind, owner = "team" if each.team_id else "model", _target(target)
    if owner is None or not await queue.look_again(owner):
        message = f"It holds a {kind} of this name that no row here knows; a scan removes it."
        await each.fail(queue.REFUSED, message)
        return
    await each.defer(_TURN_SECONDS, f"An earlier {kind} of this name is not gone yet.")


def _target(name: str) -> UUID | None:
    """The row that something at LiteLLM belongs to, by its mark, its id or its name."""
    try:
        return UUID(name.rpartition(":")[2])
    except ValueError:
        return None
