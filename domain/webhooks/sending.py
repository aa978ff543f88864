"""One attempt at one delivery."""

import logging
import time
from typing import Final

from domain.errors import StorageTrouble, UpstreamFailed
from domain.ports import Ports
from domain.webhooks import secrets, signing
from domain.webhooks.queue import Claim, Fenced

TIMEOUT_SECONDS: Final = 15.0
_log = logging.getLogger("saas_litellm.webhooks")
_ANSWERED: Final = range(200, 300)
_ELSEWHERE: Final = range(300, 400)


async def attempt(ports: Ports, claim: Claim) -> None:
    """Send it, and write down what came of it. What cannot be written down is sent again when
    the lease is over: at least once."""
    try:
        await _attempt(ports, claim)
    except Fenced:
        _log.info("Webhook delivery %s is no longer this worker's.", claim.id)
    except StorageTrouble as trouble:
        _log.warning("Webhook delivery %s may be sent again: %s", claim.id, trouble)


async def _attempt(ports: Ports, claim: Claim) -> None:
    body = claim.payload.encode()
    try:
        answer = await ports.outbound.post(
            claim.url,
            headers=_headers(ports, claim, body),
            content=body,
            seconds=TIMEOUT_SECONDS,
        )
    except UpstreamFailed as trouble:
        await claim.fail(trouble.message)
        return
    if answer.status in _ANSWERED:
        await claim.deliver(answer.status)
    elif answer.status in _ELSEWHERE:
        await claim.fail("The answer was a redirect; those are not followed.", answer.status)
    else:
        await claim.fail(
            f"The answer was {answer.status}.", answer.status, answer.retry_after_seconds or 0
        )


def _headers(ports: Ports, claim: Claim, body: bytes) -> dict[str, str]:
    vault, key = ports.vault, claim.endpoint_id
    signers = [secrets.unseal(vault, key, secrets.PRESENT, claim.sealed_secret)]
    if claim.sealed_previous_secret is not None:
        signers.append(secrets.unseal(vault, key, secrets.PREVIOUS, claim.sealed_previous_secret))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "saas-litellm-webhooks",
        **signing.headers(claim.message_id, int(time.time()), body, signers),
    }
    if claim.sealed_authorization is not None:
        headers["Authorization"] = secrets.unseal(
            vault, key, secrets.AUTHORIZATION, claim.sealed_authorization
        )
    return headers
