"""Model calls within jobs: held for before, made at LiteLLM, settled after."""

from domain.calls.background import drain
from domain.calls.routing import names
from domain.calls.running import run
from domain.calls.streaming import Stream, stream
from domain.calls.types import Answered, CallFailed, CallRequest

__all__ = [
    "Answered",
    "CallFailed",
    "CallRequest",
    "Stream",
    "drain",
    "names",
    "run",
    "stream",
]
