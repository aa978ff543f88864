"""Model calls within jobs: held for before, made at LiteLLM, settled after."""

from domain.calls.background import drain
from domain.calls.routing import names
from domain.calls.running import ask, run
from domain.calls.streaming import Chunks, Stream, listen, stream
from domain.calls.types import Answered, Asked, CallFailed, CallRequest
from domain.recall import Outdated

__all__ = [
    "Answered",
    "Asked",
    "CallFailed",
    "CallRequest",
    "Chunks",
    "Outdated",
    "Stream",
    "ask",
    "drain",
    "listen",
    "names",
    "run",
    "stream",
]
