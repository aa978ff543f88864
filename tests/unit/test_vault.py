"""Secrets at rest."""

import pytest

from integrations.vault import CannotUnseal, KeyRingVault

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
CONTEXT = "virtual_keys:sealed_secret:1"


def test_what_is_sealed_is_unsealed_in_its_place_alone():
    vault = KeyRingVault({"v1": OLD})
    sealed = vault.seal("sk-secret", CONTEXT)

    assert vault.unseal(sealed, CONTEXT) == "sk-secret"
    assert b"secret" not in sealed
    assert vault.seal("sk-secret", CONTEXT) != sealed
    with pytest.raises(CannotUnseal):
        vault.unseal(sealed, "virtual_keys:sealed_secret:2")


def test_every_altered_byte_is_noticed():
    vault = KeyRingVault({"v1": OLD, "v2": NEW})
    sealed = vault.seal("sk-secret", CONTEXT)

    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(CannotUnseal) as refusal:
            vault.unseal(bytes(altered), CONTEXT)
        assert "sk-" not in str(refusal.value)


@pytest.mark.parametrize("length", [0, 1, 2, 3, 8, 15, 20])
def test_what_is_cut_off_is_noticed(length):
    vault = KeyRingVault({"v1": OLD})

    with pytest.raises(CannotUnseal):
        vault.unseal(vault.seal("sk-secret", CONTEXT)[:length], CONTEXT)


def test_a_ring_rotates():
    sealed = KeyRingVault({"v1": OLD}).seal("sk-secret", CONTEXT)
    rotated = KeyRingVault({"v2": NEW, "v1": OLD})

    assert rotated.unseal(sealed, CONTEXT) == "sk-secret"
    with pytest.raises(CannotUnseal):
        KeyRingVault({"v1": OLD}).unseal(rotated.seal("sk-secret", CONTEXT), CONTEXT)


@pytest.mark.parametrize("keys", [{}, {"v1": b"short"}, {"v1": b"x" * 33}])
def test_wrong_keys_are_refused_at_once(keys):
    with pytest.raises(ValueError, match="32 bytes"):
        KeyRingVault(keys)
