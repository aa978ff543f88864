#!/usr/bin/env python3
"""Signing in and what a token opens: twelve checks."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from walkthrough import Api, Failed, admin_api, parser, require, run, section

EMAIL = os.environ.get("TEST_OWNER_EMAIL", "jwt-test@example.com")
PASSWORD = os.environ.get("TEST_OWNER_PASSWORD", "jwt-test-password")


@dataclass
class Checks:
    """Twelve checks, in order; each may use what an earlier one found."""

    api: Api
    email: str
    password: str
    token: str = ""
    results: list[bool] = field(default_factory=list)

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def all(self) -> list[tuple[str, Callable[[], None]]]:
        return [
            ("The server is healthy", self.health),
            ("Setup tells whether an owner exists", self.setup_status),
            ("An owner exists", self.owner),
            ("Wrong credentials are refused", self.wrong_credentials),
            ("Login gives a token", self.login),
            ("The token says who it is", self.me),
            ("Management needs a credential", self.no_credential),
            ("Management takes the token", self.management_by_token),
            ("Management takes the admin key", self.management_by_key),
            ("A bad token beside a good admin key is forgiven", self.bad_token_good_key),
            ("Admin users do not take the admin key", self.admin_users_by_key),
            ("Logout ends the token", self.logout),
        ]

    def health(self) -> None:
        require(self.api.call("GET", "/health")["status"] == "healthy", "Not healthy")

    def setup_status(self) -> None:
        status = self.api.call("GET", "/api/admin-users/setup/status")
        require(isinstance(status["needs_setup"], bool), "needs_setup is missing")

    def owner(self) -> None:
        if not self.api.call("GET", "/api/admin-users/setup/status")["needs_setup"]:
            print("   An owner already exists (OK)")
            return
        body = {"email": self.email, "display_name": "JWT test", "password": self.password}
        answer = self.api.call("POST", "/api/admin-users/setup", body=body)
        require(answer["user"]["role"] == "owner", "The first user is not an owner")

    def wrong_credentials(self) -> None:
        """Of an account that nobody has: failures of a real one are counted, and lock it."""
        self._login(f"nobody-{secrets.token_hex(4)}@example.com", self.password, expect=401)

    def login(self) -> None:
        answer = self._login(
            self.email,
            self.password,
            causes=("The owner is somebody else: --email and --password of an owner or admin",),
        )
        require(answer["token_type"] == "bearer", "The token is of another type")
        self.token = answer["access_token"]

    def me(self) -> None:
        user = self.api.call("GET", "/api/admin-users/me", headers=self.bearer)
        require(user["email"].lower() == self.email.lower(), "The token is somebody else's")

    def no_credential(self) -> None:
        self.api.call("GET", "/api/organizations", headers={}, expect=401)

    def management_by_token(self) -> None:
        self.api.call("GET", "/api/organizations", headers=self.bearer)

    def management_by_key(self) -> None:
        self.api.call("GET", "/api/organizations")

    def bad_token_good_key(self) -> None:
        headers = {**self.api.headers, "Authorization": "Bearer not-a-token"}
        self.api.call("GET", "/api/organizations", headers=headers)

    def admin_users_by_key(self) -> None:
        self.api.call("GET", "/api/admin-users", expect=401)

    def logout(self) -> None:
        self.api.call("POST", "/api/admin-users/logout", headers=self.bearer)
        self.api.call("GET", "/api/admin-users/me", headers=self.bearer, expect=401)

    def _login(
        self, email: str, password: str, expect: int = 200, causes: tuple[str, ...] = ()
    ) -> Any:
        body = {"email": email, "password": password}
        return self.api.call(
            "POST", "/api/admin-users/login", body=body, expect=expect, causes=causes
        )


def main() -> None:
    arguments = parser(__doc__ or "")
    arguments.add_argument("--email", default=EMAIL, help="of an owner or admin")
    arguments.add_argument("--password", default=PASSWORD, help="(TEST_OWNER_PASSWORD)")
    given = arguments.parse_args()
    checks = Checks(admin_api(given), given.email, given.password)
    passed = sum(_passes(name, check) for name, check in checks.all())
    print(f"\nResults: {passed}/{len(checks.all())} tests passed")
    require(passed == len(checks.all()), "Not all tests passed")


def _passes(name: str, check: Callable[[], None]) -> bool:
    section(name)
    try:
        check()
    except Failed as failure:
        print(f"   FAIL: {failure}")
        for cause in failure.causes:
            print(f"   Likely cause: {cause}")
        return False
    print("   PASS")
    return True


if __name__ == "__main__":
    run("JWT integration test", main)
