"""Tokens that somebody made up, altered, or brought too early or too late."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from domain.ports import Claims
from integrations.tokens import AccessTokens

KEY, OLD_KEY, FOREIGN_KEY = bytes(range(32)), bytes(range(32, 64)), b"f" * 32
TOKENS = AccessTokens({"k2": KEY, "k1": OLD_KEY})
HEADER = {"alg": "HS256", "kid": "k2", "typ": "at+jwt"}
RSA, EC = RSAKey.generate_key(2048), ECKey.generate_key("P-256")
ID = str(uuid4())


def good_claims():
    now = int(time.time())
    return {
        "iss": "saas-litellm",
        "aud": "saas-litellm",
        "sub": str(uuid4()),
        "sid": ID,
        "jti": ID,
        "iat": now,
        "nbf": now,
        "exp": now + 3600,
    }


def b64(data):
    data = data if isinstance(data, bytes) else data.encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(header=None, claims=None, key=KEY, digest=hashlib.sha256, *, raw_header=None):
    """Signed as asked, whatever the header says."""
    said = {name: value for name, value in (HEADER | (header or {})).items() if value is not ...}
    signed = f"{b64(raw_header or json.dumps(said))}." + (
        claims if isinstance(claims, str) else b64(json.dumps(claims or good_claims()))
    )
    return f"{signed}.{b64(hmac.digest(key, signed.encode(), digest))}"


def with_claims(**changes):
    values = {**good_claims(), **changes}
    return token(claims={name: value for name, value in values.items() if value is not ...})


def unsigned(**header):
    return token(header).rpartition(".")[0] + "."


def by_library(algorithm, key):
    header = {"alg": algorithm, "kid": "k2", "typ": "at+jwt"}
    return jwt.encode(header, good_claims(), key, algorithms=[algorithm])


def public_key_as_secret():
    return token({"alg": "HS256"}, key=RSA.as_pem(private=False))


def changed_payload():
    head, _, signature = token().split(".")
    return f"{head}.{b64(json.dumps(good_claims() | {'sub': str(uuid4())}))}.{signature}"


def other_spelling():
    """The last character of the signature holds bits that decoders drop."""
    good = token()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return good[:-1] + alphabet[alphabet.index(good[-1]) ^ 1]


def clock():
    """When a vector is tried: long after it was collected, in a long run."""
    return int(time.time())


HOSTILE = {
    # no signature, another algorithm
    "none": lambda: unsigned(alg="none"),
    "None": lambda: unsigned(alg="None"),
    "nOnE": lambda: unsigned(alg="nOnE"),
    "none, no kid": lambda: unsigned(alg="none", kid=...),
    "HS256 without signature": unsigned,
    "no alg": lambda: token({"alg": ...}),
    "alg null": lambda: token({"alg": None}),
    "alg empty": lambda: token({"alg": ""}),
    "alg a list": lambda: token({"alg": ["HS256"]}),
    "alg in lower case": lambda: token({"alg": "hs256"}),
    "HS384 with our key": lambda: token({"alg": "HS384"}, digest=hashlib.sha384),
    "HS512 with our key": lambda: token({"alg": "HS512"}, digest=hashlib.sha512),
    "HS256 said, HS512 done": lambda: token(digest=hashlib.sha512),
    "RS256": lambda: by_library("RS256", RSA),
    "PS256": lambda: by_library("PS256", RSA),
    "ES256": lambda: by_library("ES256", EC),
    "RS256 said, our key": lambda: token({"alg": "RS256"}),
    "public key as secret": public_key_as_secret,
    "b64 false": lambda: token({"b64": False}),
    # the key
    "foreign key": lambda: token(key=FOREIGN_KEY),
    "empty key": lambda: token(key=b""),
    "old key under the new id": lambda: token(key=OLD_KEY),
    "new key under the old id": lambda: token({"kid": "k1"}),
    "no kid": lambda: token({"kid": ...}),
    "kid null": lambda: token({"kid": None}),
    "kid empty": lambda: token({"kid": ""}, key=b""),
    "kid unknown": lambda: token({"kid": "k3"}),
    "kid a number": lambda: token({"kid": 2}),
    "kid a list": lambda: token({"kid": ["k2"]}),
    "kid an object": lambda: token({"kid": {"k2": 1}}),
    "kid a path": lambda: token({"kid": "../../../../dev/null"}, key=b""),
    "kid SQL": lambda: token({"kid": "k2' UNION SELECT 'f"}, key=FOREIGN_KEY),
    "kid with NUL": lambda: token({"kid": "k2\0"}),
    "kid a command": lambda: token({"kid": "k2|id"}),
    # headers that bring or name keys, or demand things
    "jwk": lambda: token({"jwk": {"kty": "oct", "k": b64(FOREIGN_KEY)}}, key=FOREIGN_KEY),
    "jwk beside our signature": lambda: token({"jwk": {"kty": "oct", "k": b64(KEY)}}),
    "jku": lambda: token({"jku": "https://evil.example/jwks"}),
    "x5u": lambda: token({"x5u": "https://evil.example/cert"}),
    "x5c": lambda: token({"x5c": ["MIIB"]}),
    "x5t": lambda: token({"x5t": "abc"}),
    "x5t#S256": lambda: token({"x5t#S256": "abc"}),
    "crit": lambda: token({"crit": ["exp"]}),
    "crit of its own": lambda: token({"crit": ["bork"], "bork": 1}),
    "crit empty": lambda: token({"crit": []}),
    "zip": lambda: token({"zip": "DEF"}),
    "enc": lambda: token({"enc": "A256GCM"}),
    "cty": lambda: token({"cty": "JWT"}),
    "typ JWT": lambda: token({"typ": "JWT"}),
    "typ in capitals": lambda: token({"typ": "AT+JWT"}),
    "no typ": lambda: token({"typ": ...}),
    "an unknown header": lambda: token({"x": 1}),
    "alg twice": lambda: token(raw_header='{"alg":"none","alg":"HS256","kid":"k2","typ":"at+jwt"}'),
    "header a list": lambda: token(raw_header='["alg","HS256"]'),
    "header a list of pairs": lambda: token(
        raw_header='[["alg","HS256"],["kid","k2"],["typ","at+jwt"]]'
    ),
    "header a list of numbers": lambda: token(raw_header="[1, 2]"),
    "header a list of lists": lambda: token(raw_header='[[["alg"], 1]]'),
    "header a number": lambda: token(raw_header="1e999"),
    "header a string": lambda: token(raw_header='"HS256"'),
    "header null": lambda: token(raw_header="null"),
    "header no JSON": lambda: token(raw_header="{alg:HS256}"),
    "header not UTF-8": lambda: token(raw_header=b'{"alg":"\xff"}'),
    "header deep": lambda: token(raw_header="[" * 1000 + "]" * 1000),
    # the form
    "empty": lambda: "",
    "one part": lambda: "abc",
    "two parts": lambda: token().rpartition(".")[0],
    "four parts": lambda: token() + ".x",
    "five parts, as a JWE": lambda: "a.b.c.d.e",
    "only dots": lambda: "..",
    "many dots": lambda: "." * 4000,
    "huge": lambda: token(claims={**good_claims(), "x": "x" * 5000}),
    "huge header": lambda: token({"kid": "k" * 100_000}),
    "padding": lambda: token() + "=",
    "a blank": lambda: token() + " ",
    "a line break": lambda: token() + "\n",
    "not ASCII": lambda: token()[:-1] + "é",
    "half of a surrogate pair": lambda: token()[:-1] + "\ud800",
    "the other alphabet": lambda: "+/".join(token().split(".")),
    "another spelling of the same": other_spelling,
    "signature cut": lambda: token()[:-8],
    "payload changed": changed_payload,
    "a JSON serialization": lambda: json.dumps({"payload": "", "signatures": []}),
    # what it says
    "no claims": lambda: token(claims={"x": 1}),
    "claims a list": lambda: token(claims=b64("[]")),
    "claims no JSON": lambda: token(claims=b64("{")),
    "claims empty": lambda: token(claims=""),
    "claims deep": lambda: token(claims=b64("[" * 1200 + "]" * 1200)),
    "another issuer": lambda: with_claims(iss="litellm"),
    "no issuer": lambda: with_claims(iss=...),
    "issuers": lambda: with_claims(iss=["saas-litellm"]),
    "another audience": lambda: with_claims(aud="litellm"),
    "no audience": lambda: with_claims(aud=...),
    "several audiences": lambda: with_claims(aud=["saas-litellm", "litellm"]),
    "expired": lambda: with_claims(exp=clock() - 3600),
    "just expired": lambda: with_claims(exp=clock() - 31),
    "no expiry": lambda: with_claims(exp=...),
    "expiry null": lambda: with_claims(exp=None),
    "expiry text": lambda: with_claims(exp=str(clock() + 3600)),
    "expiry a float": lambda: with_claims(exp=clock() + 3600.5),
    "expiry true": lambda: with_claims(exp=True),
    "expiry infinite": lambda: with_claims(exp=float("inf")),
    "expiry not a number": lambda: with_claims(exp=float("nan")),
    "expiry beyond time": lambda: with_claims(exp=10**30),
    "expiry negative": lambda: with_claims(exp=-1),
    "not yet": lambda: with_claims(nbf=clock() + 600),
    "no not-before": lambda: with_claims(nbf=...),
    "issued tomorrow": lambda: with_claims(iat=clock() + 86400),
    "no issue time": lambda: with_claims(iat=...),
    "no session": lambda: with_claims(sid=..., jti=...),
    "session is no id": lambda: with_claims(sid="1", jti="1"),
    "session a number": lambda: with_claims(sid=1, jti=1),
    "another jti": lambda: with_claims(jti=str(uuid4())),
    "no subject": lambda: with_claims(sub=...),
    "subject is no id": lambda: with_claims(sub="admin"),
    "subject a list": lambda: with_claims(sub=[str(uuid4())]),
}


def test_there_are_enough_of_them():
    assert len(HOSTILE) >= 60
    assert TOKENS.verify(token()) is not None  # what they are variations of is good


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_token_is_none_of_ours(make):
    assert TOKENS.verify(make()) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=8,
)


@given(header=JSON, claims=JSON)
def test_no_header_and_no_claims_make_trouble(header, claims):
    made_up = b64(json.dumps(header)), b64(json.dumps(claims))
    signed = f"{b64(json.dumps(HEADER))}.{made_up[1]}"

    assert TOKENS.verify(f"{made_up[0]}.{made_up[1]}.{b64(b'x' * 32)}") is None
    assert TOKENS.verify(f"{signed}.{b64(hmac.digest(KEY, signed.encode(), 'sha256'))}") is None


@given(st.text(max_size=300), st.text(max_size=100), st.text(max_size=100))
def test_no_text_makes_trouble(one, two, three):
    assert TOKENS.verify(one) is None
    assert TOKENS.verify(f"{one}.{two}.{three}") is None
    assert TOKENS.verify(f"{b64(json.dumps(HEADER))}.{two}.{three}") is None


@pytest.mark.parametrize("changes", [{"exp": -20}, {"nbf": 20}, {"iat": 20}])
def test_clocks_may_differ_by_half_a_minute(changes):
    now = int(time.time())
    changed = {name: now + seconds for name, seconds in changes.items()}

    assert TOKENS.verify(with_claims(**changed)) is not None


def claims():
    moment = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    return Claims(session_id=uuid4(), admin_user_id=uuid4(), expires_at=moment)


def test_what_is_signed_is_verified():
    said = claims()

    assert TOKENS.verify(TOKENS.sign(said)) == said
    assert TOKENS.verify(TOKENS.sign(replace(said, session_id=uuid4()))) != said


def test_a_ring_rotates_without_signing_anybody_out():
    said = claims()
    before = AccessTokens({"k1": OLD_KEY})
    during = AccessTokens({"k2": KEY, "k1": OLD_KEY})
    after = AccessTokens({"k2": KEY})

    old, new = before.sign(said), during.sign(said)

    assert during.verify(old) == during.verify(new) == after.verify(new) == said
    assert before.verify(new) is None
    assert after.verify(old) is None


@pytest.mark.parametrize("keys", [{}, {"k1": b""}, {"k1": b"x" * 31}, {"k2": KEY, "k1": b"short"}])
def test_weak_keys_are_refused_at_once(keys):
    with pytest.raises(ValueError, match="32 bytes"):
        AccessTokens(keys)


def test_the_library_reads_our_tokens_too():
    said = claims()

    read = jwt.decode(TOKENS.sign(said), OctKey.import_key(KEY), algorithms=["HS256"])

    assert read.header == HEADER
    assert read.claims["sid"] == read.claims["jti"] == str(said.session_id)
