"""How those who stay are told: over a WebSocket, or as server-sent events."""
