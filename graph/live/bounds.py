"""What those who stay connected may take at most. The server's settings are made of these, too."""

from typing import Final

MAX_MESSAGE_BYTES: Final = 64 * 1024
MAX_OPERATIONS: Final = 10
MAX_CONNECTIONS: Final = 5
MAX_EVENT_STREAMS: Final = MAX_CONNECTIONS * MAX_OPERATIONS
# Sockets of one address that have not said who they are yet.
MAX_STRANGERS: Final = 50
INIT_SECONDS: Final = 5.0
# How long a client may leave lying what is sent to it.
SEND_SECONDS: Final = 15.0
# How often to ask whether a credential is still good.
RECHECK_SECONDS: Final = 15.0
PING_SECONDS: Final = 20.0
# A proxy hangs up on streams that are silent for long.
SILENCE_SECONDS: Final = 12.0
