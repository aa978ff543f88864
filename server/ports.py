"""The adapters behind the domain's ports, made from the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from domain.ports import Policy, Ports
from integrations import redis_client
from integrations.litellm.gateway import LiteLLMGateway
from integrations.sessions import RedisSessionCache
from integrations.throttle import RedisThrottle
from integrations.tokens import AccessTokens
from integrations.vault import KeyRingVault
from server.settings import Settings


@asynccontextmanager
async def open_ports(settings: Settings) -> AsyncIterator[Ports]:
    """Redis and LiteLLM may be away: nothing here waits for them."""
    redis = redis_client.connect(str(settings.redis_url))
    sessions = RedisSessionCache(redis)
    gateway = LiteLLMGateway(
        settings.litellm_proxy_url, str(settings.litellm_master_key), settings.installation_id
    )
    await sessions.start()
    try:
        yield Ports(
            llm=gateway,
            sessions=sessions,
            throttle=RedisThrottle(redis),
            tokens=AccessTokens({key.id: key.material for key in settings.secret_keys}),
            vault=KeyRingVault({key.id: key.material for key in settings.encryption_keys}),
            policy=policy(settings),
        )
    finally:
        await sessions.close()
        await gateway.close()
        await redis.aclose()


def policy(settings: Settings) -> Policy:
    return Policy(
        session_lifetime=timedelta(hours=settings.session_hours),
        setup_token=str(settings.setup_token) or None,
        reveal_keys=settings.reveal_keys,
    )
