"""One model or one credential: look at LiteLLM, make one call, look again, until it agrees.

A model is never without its credential at LiteLLM: it comes after it, and goes before it.
"""

from functools import partial
from typing import Final

from domain.ports import CannotUnseal, LLMCredential, LLMModel, Ports, UpstreamRefused
from domain.provisioning.catalog import (
    DesiredCredential,
    DesiredModel,
    credential_differs,
    is_ours,
    name_of_credential,
)
from domain.provisioning.claims import Claim
from domain.provisioning.converge import Call, Occupied
from domain.provisioning.desired import TARGET

_MOST_CALLS: Final = 4


class OutOfTurn(Exception):
    """Something else comes first: `name` at LiteLLM must come or go."""

    def __init__(self, why: str, name: str) -> None:
        super().__init__(why)
        self.why = why
        self.name = name


async def converge_model(ports: Ports, claim: Claim, wanted: DesiredModel) -> bool:
    """Whether LiteLLM had to be changed. Raises `Occupied`, `OutOfTurn`, `Fenced` or
    `UpstreamFailed`."""
    llm, model_id = ports.llm, str(wanted.alias_id)
    if wanted.llm is None:
        was_there = await llm.model(model_id) is not None
        await claim.keep()
        # What is stored but not served cannot be seen.
        await llm.delete_model(model_id)
        return was_there
    await _require_alone(ports, wanted.llm)
    await _require_credential(ports, wanted.llm)
    for calls in range(_MOST_CALLS):
        call = _model_call(ports, wanted.llm, await llm.model(model_id))
        if call is None:
            return calls > 0
        await claim.keep()
        await call()
    raise UpstreamRefused(
        f"LiteLLM does not take on '{wanted.llm.model}' and keeps what the alias was before; "
        "it may not know the provider."
    )


async def converge_credential(ports: Ports, claim: Claim, wanted: DesiredCredential) -> bool:
    """Whether LiteLLM had to be changed. Raises `OutOfTurn`, `Fenced` or `UpstreamFailed`."""
    llm, name = ports.llm, name_of_credential(wanted.credential_id)
    if wanted.llm is None:
        was_there = await llm.credential(name) is not None
        await _require_unused(ports, name)
        await claim.keep()
        await llm.delete_credential(name)
        return was_there
    for calls in range(_MOST_CALLS):
        call = _credential_call(ports, wanted, wanted.llm, await llm.credential(name))
        if call is None:
            return calls > 0
        await claim.keep()
        await call()
    raise UpstreamRefused("LiteLLM does not keep the provider credential as it was told.")


async def _require_alone(ports: Ports, wanted: LLMModel) -> None:
    """A second model of one name would get half of its calls."""
    for other in await ports.llm.models_named(wanted.name):
        if other.model_id == wanted.model_id:
            continue
        if is_ours(other.metadata):
            raise Occupied(str(other.metadata[TARGET]))
        raise UpstreamRefused(
            f"LiteLLM has a model '{wanted.name}' that this installation does not manage, and "
            "calls go to that one. Give the alias another name, or take the model out of LiteLLM."
        )


async def _require_credential(ports: Ports, wanted: LLMModel) -> None:
    name = wanted.credential_name
    if name is not None and await ports.llm.credential(name) is None:
        raise OutOfTurn("Its provider credential is not there yet.", name)


async def _require_unused(ports: Ports, name: str) -> None:
    async for model in ports.llm.models():
        if model.credential_name == name and is_ours(model.metadata):
            raise OutOfTurn("A model still uses the provider credential.", model.model_id)


def _model_call(ports: Ports, wanted: LLMModel, seen: LLMModel | None) -> Call | None:
    if seen is None:
        return partial(ports.llm.create_model, wanted)
    if seen.is_redirected:  # which no update takes back
        return partial(ports.llm.delete_model, wanted.model_id)
    return None if seen == wanted else partial(ports.llm.update_model, wanted)


def _credential_call(
    ports: Ports, wanted: DesiredCredential, llm: LLMCredential, seen: LLMCredential | None
) -> Call | None:
    if seen is None:
        return partial(_create, ports, wanted, llm)
    if credential_differs(llm, seen):
        return partial(_update, ports, wanted, llm)
    return None


async def _create(ports: Ports, wanted: DesiredCredential, llm: LLMCredential) -> None:
    await ports.llm.create_credential(_unsealed(ports, wanted), llm)


async def _update(ports: Ports, wanted: DesiredCredential, llm: LLMCredential) -> None:
    await ports.llm.update_credential(_unsealed(ports, wanted), llm)


def _unsealed(ports: Ports, wanted: DesiredCredential) -> str:
    context = f"provider_credentials:sealed_api_key:{wanted.credential_id}"
    try:
        return ports.vault.unseal(wanted.sealed_key, context)
    except CannotUnseal as error:
        raise UpstreamRefused(
            "The provider's key was sealed with a key that is not here; enter it again."
        ) from error
