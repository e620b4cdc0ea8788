"""A CMS plug-in: submit an article, hear by webhook when it is read, show its claims.

FACTCLAIMS_URL=… FACTCLAIMS_KEY=… python examples/cms_plugin.py article.txt http://127.0.0.1:9000/hook
(the second address is this program's own, as the service reaches it; the key needs the scope admin for the webhook)
"""

import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import requests
from standardwebhooks import Webhook, WebhookVerificationError

API = os.environ["FACTCLAIMS_URL"] + "/v1"
api = requests.Session()
api.headers["Authorization"] = f"Bearer {os.environ['FACTCLAIMS_KEY']}"


def main(article: str, own_address: str) -> None:
    """Register, submit, wait for the message about our article, print its claims."""
    events = ["article.extracted", "article.failed"]
    hook = api.post(f"{API}/webhooks", json={"url": own_address, "events": events}).json()
    messages: list[dict] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                messages.append(Webhook(hook["secret"]).verify(body, {k.lower(): v for k, v in self.headers.items()}))
            except WebhookVerificationError:
                self.send_error(400)  # not from the service: tell nobody why
            else:
                self.send_response(204)
                self.end_headers()

    with HTTPServer(("127.0.0.1", urlsplit(own_address).port or 80), Listener) as server:
        sent = api.post(f"{API}/articles", json={"text": Path(article).read_text(encoding="utf-8")}).json()
        while sent["id"] not in [message["data"]["articleId"] for message in messages]:
            server.handle_request()
    for claim in api.get(f"{API}/articles/{sent['id']}/claims").json()["items"]:
        print(f"{claim['worthiness']['score']}  {claim['value']['raw']}  ({claim['text']})")
    api.delete(f"{API}/webhooks/{hook['id']}")


if __name__ == "__main__":
    main(*sys.argv[1:])
