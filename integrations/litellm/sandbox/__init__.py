"""A stand-in for a LiteLLM proxy: teams, keys, models and a chat that answers by rote.

For development without a proxy, and the fake of the test suite. It passes the same contract
tests as a real proxy (`tests/contract`), keeps everything in memory and says what it is.
"""

from integrations.litellm.sandbox.app import create_app
from integrations.litellm.sandbox.faults import Course, Fault, Faults
from integrations.litellm.sandbox.state import State

__all__ = ["Course", "Fault", "Faults", "State", "create_app"]
