"""A running server tells a receiver of a job, over real sockets."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread

import httpx
from standardwebhooks import Webhook

from tests.served import fresh, secrets_of

SECONDS = 30


@contextmanager
def receiver() -> Iterator[tuple[str, Queue[tuple[dict[str, str], bytes]]]]:
    """Fails the first request, so that it comes again."""
    received: Queue[tuple[dict[str, str], bytes]] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200 if received.qsize() or self.server.answered else 503)
            self.server.answered = True
            self.end_headers()
            received.put(({name.lower(): value for name, value in self.headers.items()}, body))

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.answered = False
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/in", received
        finally:
            server.shutdown()


def test_a_job_is_told_of_again_until_it_is_heard() -> None:
    with receiver() as (url, received), fresh(PRIVATE_NETWORKS="127.0.0.0/8") as server:
        address = f"http://127.0.0.1:{server.port}"
        admin = httpx.Client(
            base_url=address, headers={"X-Admin-Key": secrets_of(server)["MASTER_KEY"]}
        )
        tenant = {"organization_id": "o", "name": "O", "create_default_team": False}
        admin.post("/api/organizations/create", json=tenant).raise_for_status()
        team = {"organization_id": "o", "team_id": "t"}
        made = admin.post("/api/teams/create", json=team).raise_for_status().json()
        key = httpx.Client(
            base_url=address, headers={"Authorization": f"Bearer {made['virtual_key']}"}
        )
        hook = {"team_id": "t", "webhook_url": url, "events": ["job.created"]}
        secret = key.post("/api/webhooks/register", json=hook).raise_for_status().json()
        job = key.post("/api/jobs/create", json={"team_id": "t", "job_type": "x"})
        job.raise_for_status()

        first, second = (received.get(timeout=SECONDS) for _ in range(2))

    for headers, body in (first, second):
        told = Webhook(secret["signing_secret"]).verify(body.decode(), headers)
        assert told["data"]["job_id"] == job.json()["job_id"]
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
