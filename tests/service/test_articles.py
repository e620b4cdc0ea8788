# ruff: noqa: S608 -- the names come from this file
"""Articles over HTTP: taken in once, revised, listed, read back, erased."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from schemas.records import Scope
from schemas.wire.articles import Article, ArticlePage, RevisionList
from tests.service import claimrows
from tests.service.claimrows import Given
from tests.service.site import Site


def rows(site: Site, statement: str, *values: object) -> list[tuple[object, ...]]:
    """What the database holds, over all tenants."""
    with psycopg.connect(site.database.migrator_url) as db:
        return db.execute(statement, values).fetchall()


def test_an_article_is_accepted_with_its_address(site: Site) -> None:
    """202 says where to look and when; the body is the article as the contract has it."""
    answer = site.submit("12 people.", title="T", language="en", publishedAt="2026-01-01T00:30:00+09:00")
    article = answer.json()
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/v1/articles/{article['id']}"
    assert answer.headers["Retry-After"] == "1"
    assert Article().validate(article) == {}
    assert (article["state"], article["revision"], article["counts"]) == (
        "queued",
        1,
        {"characters": 10, "claims": None},
    )
    assert article["publishedAt"] == "2026-01-01T00:30:00+09:00"


def test_article_revision_and_event_are_written_together(site: Site) -> None:
    """The worker's doorbell finds everything; the request id is on the row."""
    answer = site.request(
        "POST", "/v1/articles", json={"text": "written together 3"}, headers={"X-Request-Id": "req-1"}
    )
    found = rows(
        site,
        "SELECT r.state, r.request_id, e.type FROM revisions r JOIN events e ON e.revision_id = r.id"
        " WHERE r.article_id = %s",
        answer.json()["id"],
    )
    assert found == [("queued", "req-1", "article.accepted")]


def test_the_same_content_again_is_the_same_article(site: Site) -> None:
    """200 and the same id; nothing new is queued."""
    first = site.submit("the same content 4")
    second = site.submit("the same content 4")
    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json()["id"] == second.json()["id"]
    assert rows(site, "SELECT count(*) FROM revisions WHERE article_id = %s", first.json()["id"]) == [(1,)]


def test_another_title_makes_another_article(site: Site) -> None:
    """Without an external id, what is not the same is another article."""
    assert site.submit("one text 5").json()["id"] != site.submit("one text 5", title="T").json()["id"]


def test_new_content_under_an_external_id_is_a_revision(site: Site) -> None:
    """The article stays, the revision counts up; also back to what it was."""
    answers = [site.submit(text, externalId="cms-1") for text in ("first 1", "second 2", "second 2", "first 1")]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert [(answer.status_code, answer.json()["revision"]) for answer in answers] == [
        (202, 1),
        (202, 2),
        (200, 2),
        (202, 3),
    ]
    revisions = site.request("GET", f"/v1/articles/{answers[0].json()['id']}/revisions").json()
    assert RevisionList().validate(revisions) == {}
    assert [item["revision"] for item in revisions["items"]] == [3, 2, 1]


def test_fifty_identical_posts_make_one_article(site: Site) -> None:
    """Whoever is first makes it, the others find it."""
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: site.submit("said by fifty 50"), range(50)))
    assert sorted(answer.status_code for answer in answers) == [200] * 49 + [202]
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_twenty_posts_under_one_external_id_make_one_article(site: Site) -> None:
    """Revisions are counted one after the other."""
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: site.submit(f"version {n}", externalId="racing"), range(20)))
    assert {answer.status_code for answer in answers} == {202}
    assert sorted(answer.json()["revision"] for answer in answers) == list(range(1, 21))


def test_an_idempotency_key_repeats_its_answer(site: Site) -> None:
    """The same bytes, marked as a replay; another body is refused."""
    send: dict[str, Any] = {"json": {"text": "keyed 7"}, "headers": {"Idempotency-Key": "k-7"}}
    first = site.request("POST", "/v1/articles", **send)
    again = site.request("POST", "/v1/articles", **send)
    other = site.request("POST", "/v1/articles", json={"text": "other 8"}, headers={"Idempotency-Key": "k-7"})
    assert "Idempotent-Replayed" not in first.headers
    assert (again.status_code, again.content, again.headers["Location"]) == (
        202,
        first.content,
        first.headers["Location"],
    )
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-key-reused")


def test_another_tenants_idempotency_key_is_another_key(site: Site) -> None:
    """Keys are counted per workspace."""
    theirs = site.make_key("keyed", Scope.ARTICLES_WRITE)
    send: dict[str, Any] = {"headers": {"Idempotency-Key": "k-both"}}
    assert site.request("POST", "/v1/articles", json={"text": "mine 1"}, **send).status_code == 202
    assert site.request("POST", "/v1/articles", json={"text": "yours 2"}, key=theirs, **send).status_code == 202


def test_a_request_in_flight_holds_its_idempotency_key(site: Site) -> None:
    """409 while somebody works under the key; afterwards it is free."""
    workspace = rows(site, "SELECT id FROM workspaces WHERE name = 'ours'")[0][0]
    send: dict[str, Any] = {"json": {"text": "held 9"}, "headers": {"Idempotency-Key": "k-held"}}
    with psycopg.connect(site.database.api_url) as db:
        db.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{workspace} k-held"])
        held = site.request("POST", "/v1/articles", **send)
    assert (held.status_code, held.json()["type"]) == (409, "/problems/idempotency-key-in-use")
    assert held.headers["Retry-After"] == "1"
    assert site.request("POST", "/v1/articles", **send).status_code == 202


def test_a_refused_request_uses_up_no_idempotency_key(site: Site) -> None:
    """Mend the body and send it again."""
    headers = {"Idempotency-Key": "k-mended"}
    assert site.request("POST", "/v1/articles", json={"text": ""}, headers=headers).status_code == 422
    assert site.request("POST", "/v1/articles", json={"text": "mended 1"}, headers=headers).status_code == 202


def test_an_article_that_is_known_answers_not_modified(site: Site) -> None:
    """304 without a body for its ETag, 200 for another one."""
    path = site.submit("tagged 3").headers["Location"]
    tag = site.request("GET", path).headers["ETag"]
    known = site.request("GET", path, headers={"If-None-Match": tag})
    assert (known.status_code, known.content, known.headers["ETag"]) == (304, b"", tag)
    assert site.request("GET", path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_tag_changes_with_the_state(site: Site) -> None:
    """What a client knows is out of date once the claims are there."""
    article = site.submit("tag and state 3").json()
    path = f"/v1/articles/{article['id']}"
    tag = site.request("GET", path).headers["ETag"]
    claimrows.put(site.database.worker_url, article["id"], Given())
    changed = site.request("GET", path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert (changed.json()["state"], changed.json()["counts"]["claims"]) == ("extracted", 1)


def test_the_text_comes_back_as_it_was(site: Site) -> None:
    """Byte for byte, for each revision; one that never was is 404."""
    article = site.submit("\r\n １２％ cafe\u0301\n", externalId="text").json()
    site.submit("later 2", externalId="text")
    path = f"/v1/articles/{article['id']}/text"
    first = site.request("GET", path, params={"revision": 1})
    assert first.content == "\r\n １２％ cafe\u0301\n".encode()
    assert first.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert site.request("GET", path).text == "later 2"
    assert site.request("GET", path, params={"revision": 3}).status_code == 404


def test_a_listing_pages_through_everything_once(site: Site) -> None:
    """Newest first, no article twice, none left out, whatever comes in meanwhile."""
    made = [site.submit(f"paged {n}", language="pt").json()["id"] for n in range(7)]
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(4):
        query = {"language": "pt", "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = site.request("GET", "/v1/articles", params=query).json()
        assert ArticlePage().validate(page) == {}
        seen += [item["id"] for item in page["items"]]
        site.submit(f"came in between {len(seen)}", language="pt")
        cursor = page["next"]
    assert (seen, cursor) == (made[::-1], None)


def test_articles_are_found_by_external_id_state_and_language(site: Site) -> None:
    """Each filter with something it leaves out."""
    found = site.submit("to be found 1", externalId="found", language="fr").json()["id"]
    site.submit("not to be found 2", externalId="other", language="fr")
    claimrows.put(site.database.worker_url, found, Given())
    for query in ({"externalId": "found"}, {"state": "extracted", "language": "fr"}):
        page = site.request("GET", "/v1/articles", params=query).json()
        assert [item["id"] for item in page["items"]] == [found]
    assert site.request("GET", "/v1/articles", params={"externalId": "nobody"}).json()["items"] == []


def test_a_cursor_serves_only_its_own_listing(site: Site) -> None:
    """With other filters it would skip rows silently."""
    for n in range(2):
        site.submit(f"cursor {n}", language="it")
    cursor = site.request("GET", "/v1/articles", params={"language": "it", "limit": 1}).json()["next"]
    other = site.request("GET", "/v1/articles", params={"language": "de", "limit": 1, "cursor": cursor})
    assert (other.status_code, other.json()["type"]) == (400, "/problems/invalid-cursor")


def test_erasing_leaves_nothing_of_an_article(site: Site) -> None:
    """204 once, 410 ever after; no table holds the text, the claims or the kept answer."""
    canary = "canary-6c1f"
    sent = {"text": f"{canary} 12 people.", "title": canary, "externalId": canary}
    article = site.request("POST", "/v1/articles", json=sent, headers={"Idempotency-Key": "erased"}).json()
    claimrows.put(site.database.worker_url, article["id"], Given(text=f"{canary} 12 people."))
    path = f"/v1/articles/{article['id']}"
    assert site.request("DELETE", path).status_code == 204
    for gone in (path, f"{path}/text", f"{path}/claims", f"{path}/revisions"):
        answer = site.request("GET", gone)
        assert (answer.status_code, answer.json()["type"]) == (410, "/problems/gone")
    assert site.request("DELETE", path).status_code == 410
    digests = [hashlib.sha256(canary.encode()).hexdigest()]
    for table in ("articles", "revisions", "claims", "events", "idempotency_keys"):
        found = rows(
            site, f"SELECT count(*) FROM {table} t WHERE to_json(t)::text LIKE ANY (%s)", [f"%{canary}%", *digests]
        )
        assert found == [(0,)], table


def test_an_erased_external_id_may_be_used_again(site: Site) -> None:
    """It is another article then."""
    first = site.submit("erase me 1", externalId="again").json()["id"]
    site.request("DELETE", f"/v1/articles/{first}")
    second = site.submit("erase me 1", externalId="again")
    assert (second.status_code, second.json()["id"] != first) == (202, True)


def test_erasing_what_is_not_there_is_not_found(site: Site) -> None:
    """Nothing is made up."""
    assert site.request("DELETE", "/v1/articles/01a20aee-1d44-724d-8514-68036af6c303").status_code == 404
