"""The adapters behind the domain's ports, made from the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from domain.ports import Policy, Ports, RateLimits
from integrations import redis_client
from integrations.litellm.calls import LiteLLMCalls
from integrations.litellm.gateway import LiteLLMGateway
from integrations.outbound import GuardedOutbound, SystemResolver
from integrations.sessions import RedisSessionCache
from integrations.throttle import RedisThrottle
from integrations.tokens import AccessTokens
from integrations.vault import KeyRingVault
from server.settings import Settings


class Adapters:
    """Redis and LiteLLM may be away: nothing here connects before it is used."""

    def __init__(self, settings: Settings, installation_id: str) -> None:
        self._redis = redis_client.connect(str(settings.redis_url))
        self._sessions = RedisSessionCache(self._redis)
        self._gateway = LiteLLMGateway(
            settings.litellm_proxy_url, str(settings.litellm_master_key), installation_id
        )
        self._calls = LiteLLMCalls(settings.litellm_proxy_url)
        self._resolver = SystemResolver()
        self.ports = Ports(
            llm=self._gateway,
            models=self._calls,
            sessions=self._sessions,
            throttle=RedisThrottle(self._redis),
            tokens=AccessTokens({key.id: key.material for key in settings.secret_keys}),
            vault=KeyRingVault({key.id: key.material for key in settings.encryption_keys}),
            policy=policy(settings),
            outbound=GuardedOutbound(settings.private_networks, resolve=self._resolver),
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Ports]:
        """Listens for revocations; closes every connection at the end."""
        await self._sessions.start()
        try:
            yield self.ports
        finally:
            await self._sessions.close()
            await self._gateway.close()
            await self._calls.close()
            self._resolver.close()
            await self._redis.aclose()


def policy(settings: Settings) -> Policy:
    return Policy(
        session_lifetime=timedelta(hours=settings.session_hours),
        setup_token=str(settings.setup_token) or None,
        reveal_keys=settings.reveal_keys,
        call_timeout=timedelta(seconds=settings.call_timeout_seconds),
        call_lease=timedelta(seconds=settings.call_lease_seconds),
        prompts_kept=timedelta(days=settings.prompts_kept_days),
        limits=RateLimits(**settings.rate_limits),
    )
