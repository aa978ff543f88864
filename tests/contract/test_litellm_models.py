"""Models and credentials: the sandbox and a real proxy take and give them alike."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from domain.ports import (
    LLMCredential,
    LLMModel,
    UpstreamRefused,
    UpstreamUnauthorized,
    UpstreamUnavailable,
)
from tests.contract.conftest import Proxy
from tests.provider_served import Provider, served_provider

SECRET = "sk-key-of-the-provider-9f3c"


def new_model(**changes) -> LLMModel:
    model_id = str(uuid4())
    wanted = {
        "model_id": model_id,
        "name": f"alias-{model_id}",
        "model": "openai/gpt-4o-of-the-tests",
        "input_price": Decimal("0.0000025"),
        "output_price": Decimal("0.00001"),
        "metadata": {"target_id": model_id},
    }
    return LLMModel(**(wanted | changes))


def new_credential(provider: Provider, **changes) -> LLMCredential:
    name = f"saas-litellm:{uuid4()}"
    wanted = {
        "name": name,
        "provider": "openai",
        "api_base": provider.api_base,
        "key_tail": "3c",
        "metadata": {"target_id": name, "fingerprint": "one"},
    }
    return LLMCredential(**(wanted | changes))


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with served_provider() as provider:
        yield provider


@pytest.fixture(autouse=True)
async def leave_nothing(proxy: Proxy) -> AsyncIterator[None]:
    yield
    gateway = proxy.gateway()
    for model in [model async for model in gateway.models()]:
        if "target_id" in model.metadata:
            await gateway.delete_model(model.model_id)
    for credential in await gateway.credentials():
        await gateway.delete_credential(credential.name)


async def status(proxy: Proxy, model: str) -> int:
    return (await proxy.chat(proxy.master_key, model)).status_code


async def test_a_model_lives_changes_and_goes(proxy: Proxy) -> None:
    gateway, model = proxy.gateway(), new_model(cached_price=Decimal("1E-14"))
    assert await gateway.model(model.model_id) is None

    await gateway.create_model(model)
    assert await gateway.model(model.model_id) == model
    assert await gateway.models_named(model.name) == [model]

    changed = replace(
        model,
        name=f"{model.name} ü/2",
        model="anthropic/claude-of-the-tests",
        input_price=Decimal("0.00000123456789"),
        output_price=None,
        cached_price=None,
        blocked=True,
        metadata={"target_id": model.model_id, "unknown_since": "today"},
    )
    await gateway.update_model(changed)
    assert await gateway.model(model.model_id) == changed
    assert await gateway.models_named(model.name) == []
    assert await gateway.models_named(changed.name) == [changed]

    await gateway.delete_model(model.model_id)
    assert await gateway.model(model.model_id) is None
    assert await gateway.models_named(changed.name) == []


async def test_a_credential_lives_changes_and_goes(proxy: Proxy, provider: Provider) -> None:
    gateway, credential = proxy.gateway(), new_credential(provider)
    assert await gateway.credential(credential.name) is None

    await gateway.create_credential(SECRET, credential)
    assert await gateway.credential(credential.name) == credential

    changed = replace(
        credential,
        provider="azure",
        api_base=None,
        key_tail="zz",
        metadata={**credential.metadata, "fingerprint": "two"},
    )
    await gateway.update_credential("sk-another-zz", changed)
    assert await gateway.credential(credential.name) == changed

    await gateway.delete_credential(credential.name)
    assert await gateway.credential(credential.name) is None


async def test_a_short_key_is_not_shown_at_all(proxy: Proxy, provider: Provider) -> None:
    gateway, credential = proxy.gateway(), new_credential(provider, key_tail=None)
    await gateway.create_credential("abcd", credential)
    assert await gateway.credential(credential.name) == credential


async def test_calls_go_with_the_key_of_the_models_credential(
    proxy: Proxy, provider: Provider, request: pytest.FixtureRequest
) -> None:
    gateway, credential = proxy.gateway(), new_credential(provider)
    model = new_model(credential_name=credential.name)
    await gateway.create_model(model)
    assert await status(proxy, model.name) == 500, "its credential is not there yet"

    await gateway.create_credential(SECRET, credential)
    assert await status(proxy, model.name) == 200
    await gateway.update_credential("sk-another-zz", credential)
    assert await status(proxy, model.name) == 200
    if "real" in request.node.name:
        name = model.model.partition("/")[2]
        assert provider.calls == [(SECRET, name), ("sk-another-zz", name)]


async def test_saying_the_same_again_changes_nothing(proxy: Proxy, provider: Provider) -> None:
    gateway, model, credential = proxy.gateway(), new_model(), new_credential(provider)
    for _ in range(2):
        await gateway.create_model(model)
        await gateway.create_credential(SECRET, credential)
    for _ in range(2):
        await gateway.update_model(model)
        await gateway.update_credential(SECRET, credential)
    assert await gateway.models_named(model.name) == [model]
    assert await gateway.credential(credential.name) == credential
    for _ in range(2):
        await gateway.delete_model(model.model_id)
        await gateway.delete_credential(credential.name)


async def test_many_who_create_the_same_at_once_create_one(
    proxy: Proxy, provider: Provider
) -> None:
    gateway, model, credential = proxy.gateway(), new_model(), new_credential(provider)
    await asyncio.gather(*(gateway.create_model(model) for _ in range(5)))
    await asyncio.gather(*(gateway.create_credential(SECRET, credential) for _ in range(5)))
    assert await gateway.models_named(model.name) == [model]
    assert await gateway.credential(credential.name) == credential


async def test_what_exists_becomes_what_is_created(proxy: Proxy) -> None:
    gateway, model = proxy.gateway(), new_model()
    await gateway.create_model(model)
    await gateway.create_model(replace(model, model="openai/another", output_price=None))
    found = await gateway.model(model.model_id)
    assert (found.model, found.output_price) == ("openai/another", None)


async def test_what_is_not_there_cannot_be_changed(proxy: Proxy, provider: Provider) -> None:
    gateway = proxy.gateway()
    with pytest.raises(UpstreamRefused):
        await gateway.update_model(new_model())
    with pytest.raises(UpstreamRefused):
        await gateway.update_credential(SECRET, new_credential(provider))
    await gateway.delete_model(str(uuid4()))
    await gateway.delete_credential("saas-litellm:nobody")


async def test_a_provider_that_litellm_does_not_know_is_refused_until_it_is_another(
    proxy: Proxy,
) -> None:
    gateway, model = proxy.gateway(), new_model(model="no-such-provider/x")
    for _ in range(2):
        with pytest.raises(UpstreamRefused, match="may not know the provider"):
            await gateway.create_model(model)
    assert await gateway.model(model.model_id) is None
    right = replace(model, model="openai/x")
    await gateway.create_model(right)
    assert await gateway.model(model.model_id) == right

    # From there on LiteLLM serves what it had; nothing says so but a look.
    await gateway.update_model(model)
    assert await gateway.model(model.model_id) == right
    await gateway.delete_model(model.model_id)
    assert await gateway.model(model.model_id) is None


async def test_a_model_that_is_stored_and_not_served_goes_too(proxy: Proxy) -> None:
    gateway, model = proxy.gateway(), new_model(model="no-such-provider/x")
    with pytest.raises(UpstreamRefused):
        await gateway.create_model(model)
    await gateway.delete_model(model.model_id)
    with pytest.raises(UpstreamRefused, match="does not know the model"):
        await gateway.update_model(replace(model, model="openai/x"))


async def test_a_model_of_the_configuration_has_a_name_and_no_marks(proxy: Proxy) -> None:
    [own] = await proxy.gateway().models_named("gpt-4")
    assert (own.name, own.model, own.metadata) == ("gpt-4", "openai/gpt-4", {})


async def test_all_models_and_credentials_are_listed_and_say_whose_they_are(
    proxy: Proxy, provider: Provider
) -> None:
    gateway, other = proxy.gateway(), proxy.gateway(install_id="another")
    ours, theirs = new_model(), new_model()
    await gateway.create_model(ours)
    await other.create_model(theirs)
    credential = new_credential(provider)
    await gateway.create_credential(SECRET, credential)

    found = {model.model_id: model async for model in gateway.models()}
    assert found[ours.model_id] == ours
    assert found[theirs.model_id].metadata["install_id"] == "another"
    assert "gpt-4" in {model.name for model in found.values()}
    assert credential in await gateway.credentials()
    [seen] = await other.credentials()
    assert "managed_by" in seen.metadata


async def test_more_models_than_a_page_are_all_listed(proxy: Proxy, monkeypatch) -> None:
    monkeypatch.setattr("integrations.litellm.catalog._PAGE", 3)
    gateway, models = proxy.gateway(), [new_model() for _ in range(4)]
    for model in models:
        await gateway.create_model(model)
    found = [model async for model in gateway.models()]
    assert {model.model_id for model in models} <= {model.model_id for model in found}
    assert len(found) == len({model.model_id for model in found})


async def test_an_address_that_somebody_gave_a_model_is_seen(proxy: Proxy) -> None:
    gateway, model = proxy.gateway(), new_model()
    await gateway.create_model(model)
    elsewhere = {"litellm_params": {"api_base": "http://127.0.0.1:9/v1"}}
    await proxy.as_master("PATCH", f"/model/{model.model_id}/update", json=elsewhere)
    assert await gateway.model(model.model_id) == replace(model, is_redirected=True)


async def test_a_lost_database_is_no_refusal_and_no_absence(
    proxy: Proxy, provider: Provider
) -> None:
    gateway, model, credential = proxy.gateway(), new_model(), new_credential(provider)
    await gateway.create_model(model)
    await gateway.create_credential(SECRET, credential)
    proxy.stop_database()
    calls = [
        lambda: gateway.model(str(uuid4())),
        lambda: gateway.credential("saas-litellm:nobody"),
        lambda: gateway.create_model(new_model()),
        lambda: gateway.update_model(model),
        lambda: gateway.delete_model(model.model_id),
        lambda: gateway.create_credential(SECRET, new_credential(provider)),
        lambda: gateway.update_credential(SECRET, credential),
        lambda: gateway.delete_credential(credential.name),
    ]
    for call in calls:
        with pytest.raises(UpstreamUnavailable):
            await call()
    proxy.start_database()
    assert await gateway.model(model.model_id) == model
    assert await gateway.credential(credential.name) == credential


async def test_without_the_master_key_nothing_is_said(proxy: Proxy, provider: Provider) -> None:
    gateway = proxy.gateway(master_key="sk-wrong")
    for call in (
        lambda: gateway.model(str(uuid4())),
        gateway.credentials,
        lambda: gateway.create_credential(SECRET, new_credential(provider)),
    ):
        with pytest.raises(UpstreamUnauthorized):
            await call()


async def test_a_key_that_its_provider_refuses_is_not_repeated(
    proxy: Proxy, provider: Provider, request: pytest.FixtureRequest
) -> None:
    secret = "sk-very-secret-and-refused"
    gateway, credential = proxy.gateway(), new_credential(provider)
    await gateway.create_credential(secret, credential)
    model = new_model(credential_name=credential.name)
    await gateway.create_model(model)
    answer = await proxy.chat(proxy.master_key, model.name)
    if "real" in request.node.name:
        assert answer.status_code == 401
    assert secret not in answer.text
