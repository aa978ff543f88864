"""Secrets at rest: AES-256-GCM under a ring of keys.

A sealed secret is: 1 byte length of the key's id, the id, 12 bytes nonce, ciphertext and tag.
"""

import os
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.ports import CannotUnseal

__all__ = ["CannotUnseal", "KeyRingVault"]

_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32


class KeyRingVault:
    """Implements `Vault`. `keys` are 32 bytes each by their ids, the newest first: the first
    seals, all unseal."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys or any(len(material) != _KEY_BYTES for material in keys.values()):
            raise ValueError(f"A vault needs keys of {_KEY_BYTES} bytes")
        self._ciphers = {kid.encode(): AESGCM(material) for kid, material in keys.items()}
        self._kid = next(iter(self._ciphers))

    def seal(self, secret: str, context: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self._kid].encrypt(nonce, secret.encode(), context.encode())
        return bytes([len(self._kid)]) + self._kid + nonce + sealed

    def unseal(self, sealed: bytes, context: str) -> str:
        """Raises `CannotUnseal`, which says nothing of the secret."""
        kid, rest = (sealed[1 : 1 + sealed[0]], sealed[1 + sealed[0] :]) if sealed else (b"", b"")
        cipher = self._ciphers.get(kid)
        if cipher is None:
            raise CannotUnseal(
                "A stored secret was sealed with a key that this server does not have."
            )
        nonce, ciphertext = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            return cipher.decrypt(nonce, ciphertext, context.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise CannotUnseal("A stored secret was altered, or belongs elsewhere.") from error

    def reseal(self, sealed: bytes, context: str) -> bytes | None:
        """None when the newest key has sealed it already."""
        if sealed[1:].startswith(self._kid) and sealed[:1] == bytes([len(self._kid)]):
            return None
        return self.seal(self.unseal(sealed, context), context)
