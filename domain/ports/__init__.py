"""Where the process ends: what the domain asks of LiteLLM, Redis and all else outside.

An adapter raises only `UpstreamFailed` or a subclass of it; its library's exceptions stop there.
"""

from domain.ports.bundle import (
    Policy,
    Ports,
    RateLimits,
)
from domain.ports.management import (
    LLMCredential,
    LLMGateway,
    LLMKey,
    LLMModel,
    LLMTeam,
    LoggedSpend,
    UpstreamRefused,
    UpstreamUnauthorized,
    UpstreamUnavailable,
)
from domain.ports.model_calls import (
    ModelAnswer,
    ModelCallFailed,
    ModelCalls,
    ModelStream,
)
from domain.ports.outbound import (
    AddressRefused,
    Nowhere,
    Outbound,
    OutboundAnswer,
    Unreachable,
)
from domain.ports.security import (
    CannotUnseal,
    Claims,
    SessionCache,
    Throttle,
    TokenSigner,
    Vault,
)

__all__ = [
    "AddressRefused",
    "CannotUnseal",
    "Claims",
    "LLMCredential",
    "LLMGateway",
    "LLMKey",
    "LLMModel",
    "LLMTeam",
    "LoggedSpend",
    "ModelAnswer",
    "ModelCallFailed",
    "ModelCalls",
    "ModelStream",
    "Nowhere",
    "Outbound",
    "OutboundAnswer",
    "Policy",
    "Ports",
    "RateLimits",
    "SessionCache",
    "Throttle",
    "TokenSigner",
    "Unreachable",
    "UpstreamRefused",
    "UpstreamUnauthorized",
    "UpstreamUnavailable",
    "Vault",
]
