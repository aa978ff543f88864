"""TCP ports: ours, free, or taken by someone else."""

import errno
import socket

from server.embedded.process import wait_until
from server.trouble import CannotStart


def reserve(host: str, port: int, *, patience_seconds: float) -> socket.socket:
    """A socket bound to this address; whoever asks later finds it taken."""
    found: list[socket.socket] = []

    def bound() -> bool:
        found.extend(_bind(host, port))
        return bool(found)

    if not wait_until(bound, seconds=patience_seconds, every=0.1):
        raise CannotStart(
            f"Port {port} is taken by another program.",
            f'Stop that one, or take another port: make serve ARGS="--port {port + 1}"',
        )
    return found[0]


def require_free(port: int, *, needed_for: str, patience_seconds: float) -> None:
    def free() -> bool:
        sockets = _bind("127.0.0.1", port)
        for bound in sockets:
            bound.close()
        return bool(sockets)

    if not wait_until(free, seconds=patience_seconds, every=0.1):
        raise CannotStart(
            f"Port {port} is taken by another program, and {needed_for} needs it.",
            "If that is your LiteLLM proxy, set LITELLM_PROXY_URL and LITELLM_MASTER_KEY; "
            "else set SANDBOX_PORT to a free port.",
        )


def _bind(host: str, port: int) -> list[socket.socket]:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return []
        raise CannotStart(
            f"Cannot listen on {host}:{port}: {error.strerror}.",
            "Set HOST and PORT to what you may use.",
        ) from error
    return [listener]
