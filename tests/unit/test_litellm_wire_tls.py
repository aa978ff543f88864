"""The HTTP client of model calls over TLS."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from integrations.litellm.wire import Pool, WireBroken, WireLate
from tests.unit.test_litellm_wire import answer, call, says, serving, silence


def make_certificate(folder: Path, name: str) -> Path:
    """A key and a certificate of its own in one file, for `name` and for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    names = x509.SubjectAlternativeName(
        [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file


def server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


async def test_calls_over_tls_share_a_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with serving(says(answer()), ssl=server_context(certificate)) as (pool, server):
        assert [await call(pool) for _ in range(3)] == [b"hello"] * 3
        assert len(server.connections) == 1


@pytest.mark.parametrize("trusted", [False, True])
async def test_another_server_gets_nothing(
    trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path, "elsewhere")
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with serving(says(answer()), ssl=server_context(certificate)) as (pool, server):
        with pytest.raises(OSError, match="certificate verify failed"):
            await call(pool)
        assert not server.requests


async def test_a_server_that_never_shakes_hands_is_late() -> None:
    async with serving(silence) as (plain, server):
        pool = Pool(server.url.replace("http", "https"))
        with pytest.raises(WireLate):
            await call(pool, seconds=0.1)
        with pytest.raises((OSError, WireBroken)):
            async with asyncio.timeout(5):
                await call(pool, seconds=0.1)
        await plain.close()
