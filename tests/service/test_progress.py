"""Server-sent events: an article's way as it happens, with an end."""

import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import requests

from service.embedded.processes import Running
from tests.http import Api
from tests.service import claimrows
from tests.service.site import Site


def events(answer: requests.Response) -> Iterator[dict[str, str]]:
    """The events of a stream, as the standard reads them."""
    event: dict[str, str] = {}
    for raw in answer.iter_lines(chunk_size=1):
        line = raw.decode()
        if not line and event:
            yield event
            event = {}
        name, _, value = line.partition(": ")
        if name and not line.startswith(":"):
            event[name] = value


def placed(site: Site) -> None:
    """Positions, as the relay gives them."""
    with psycopg.connect(site.database.superuser_url) as db:
        db.execute("UPDATE events SET position = id WHERE position IS NULL")


def finished(site: Site, text: str) -> str:
    """An extracted article with its events."""
    article: str = site.submit(text).json()["id"]
    claimrows.put(site.database.worker_url, article)
    with psycopg.connect(site.database.superuser_url) as db:
        db.execute(
            "INSERT INTO events (workspace_id, type, article_id)"
            " SELECT workspace_id, 'article.extracted', id FROM articles WHERE id = %s",
            [article],
        )
    placed(site)
    return article


def test_a_reader_follows_an_article_to_its_end(api: Api, worker: Running) -> None:
    """Accepted, extracted, closed: over the real relay and a real worker."""
    with api.client() as client:
        article = client.submit("The bridge cost 3 million dollars.").id
        key = {"Authorization": f"Bearer {api.key}"}
        with requests.get(f"{api.url}/v1/articles/{article}/events", headers=key, stream=True, timeout=40) as answer:
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            found = list(events(answer))
    assert [event.get("event") for event in found] == [None, "article.accepted", "article.extracted"]
    assert '"state":"extracted"' in found[-1]["data"]
    assert not worker.ended


def test_coming_back_goes_on_behind_the_last_event(site: Site) -> None:
    """And when there is nothing more to hear, 204 says: do not come back."""
    article = finished(site, "A story of 4 people.")
    first, second = (
        event["id"] for event in events(site.request("GET", f"/v1/articles/{article}/events")) if "id" in event
    )
    again = site.request("GET", f"/v1/articles/{article}/events", headers={"Last-Event-ID": first})
    assert [event["id"] for event in events(again) if "id" in event] == [second]
    end = site.request("GET", f"/v1/articles/{article}/events", headers={"Last-Event-ID": second})
    assert (end.status_code, end.content) == (204, b"")


@pytest.mark.parametrize("last", ["x", "-1", "9" * 40, "١"])
def test_an_id_that_is_none_of_ours_begins_anew(site: Site, last: str) -> None:
    """As if nothing had been heard."""
    article = finished(site, f"A story of 5 people and {last}.")
    answer = site.request("GET", f"/v1/articles/{article}/events", headers={"Last-Event-ID": last.encode()})
    assert len([event for event in events(answer) if "id" in event]) == 2


def test_an_unknown_article_has_no_events_and_an_erased_one_is_gone(site: Site) -> None:
    """A problem, not an empty stream."""
    assert site.request("GET", "/v1/articles/00000000-0000-7000-8000-000000000000/events").status_code == 404
    article = finished(site, "A story of 6 people.")
    site.request("DELETE", f"/v1/articles/{article}")
    assert site.request("GET", f"/v1/articles/{article}/events").status_code == 410


def test_erasing_ends_the_stream(site: Site) -> None:
    """With an event whose data is null."""
    article = site.submit("A story of 7 people.").json()["id"]
    placed(site)

    def erase() -> None:
        site.request("DELETE", f"/v1/articles/{article}")
        placed(site)

    threading.Timer(0.7, erase).start()
    found = [event for event in events(site.request("GET", f"/v1/articles/{article}/events")) if "id" in event]
    assert [event["event"] for event in found] == ["article.accepted", "article.erased"]
    assert found[-1]["data"] == "null"


def test_followers_do_not_take_all_threads(site: Site) -> None:
    """Beyond the places there is 503 `busy`, and the API answers others."""
    article = site.submit("A story of 8 people.").json()["id"]
    streams: list[requests.Response] = []
    try:
        streams.extend(site.request("GET", f"/v1/articles/{article}/events", stream=True) for _ in range(12))
        refused = [answer for answer in streams if answer.status_code == 503]
        assert refused
        body: dict[str, Any] = refused[0].json()
        assert (body["type"], refused[0].headers["Retry-After"]) == ("/problems/busy", "2")
        assert site.request("GET", "/v1/claims").status_code == 200
    finally:
        for answer in streams:
            answer.close()
