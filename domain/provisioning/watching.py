"""What one process of all does: compare with LiteLLM now and then, and follow the balances."""

import logging
from time import monotonic
from typing import Final

from domain.access import SYSTEM
from domain.errors import StorageTrouble, UpstreamFailed
from domain.provisioning import allowance
from domain.provisioning.process import Process, stop_or_wait
from domain.provisioning.sweep import reconcile, warn_of_old

_WATCH_SECONDS: Final = 60.0
_FOLLOW_SECONDS: Final = 2.0
# At most one part in so many of the time goes to asking which balances moved.
_FOLLOW_SHARE: Final = 50
_LEADER: Final = "provisioning sweep"
_log = logging.getLogger("saas_litellm.provisioning")


async def watch(process: Process) -> None:
    """One process of all scans for differences and tells of what waits too long."""
    while not process.stop.is_set():
        try:
            if process.leads:
                await _scan_when_due(process)
                await warn_of_old()
        except (StorageTrouble, UpstreamFailed) as trouble:
            _log.warning("The scan of LiteLLM was put off: %s", trouble)
        # The first scan shall not wait a minute for this process to be the one.
        longest = _WATCH_SECONDS if process.leads else process.poll_seconds
        await stop_or_wait(process, min(longest, process.reconcile_seconds))


async def follow(process: Process) -> None:
    """The same process sees to it that budgets at LiteLLM follow the balances."""
    while not process.stop.is_set():
        began = monotonic()
        try:
            if process.line and await process.line.hold(_LEADER):
                process.led = process.line
                await allowance.follow()
        except StorageTrouble as trouble:
            _log.warning("Budgets at LiteLLM wait for the database: %s", trouble)
        pause = max(_FOLLOW_SECONDS, _FOLLOW_SHARE * (monotonic() - began))
        await stop_or_wait(process, pause if process.line else process.poll_seconds)


async def _scan_when_due(process: Process) -> None:
    now = monotonic()
    if process.reconciled_at is None or now - process.reconciled_at >= process.reconcile_seconds:
        report = await reconcile(SYSTEM, process.ports, confirm_seconds=process.confirm_seconds)
        process.reconciled_at = now
        _log.info("Compared LiteLLM with the database: %s", report)
