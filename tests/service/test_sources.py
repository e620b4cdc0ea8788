"""Articles as HTML and as ninjs 2 and 3: what is stored, what is known of them, what is refused."""

import hashlib
import json
from typing import Any
from uuid import uuid4

import pytest

from tests.service.site import Site

FRAGMENT = "<p>The bridge cost <b>$2.9 billion</b>.</p><p>Some 500 people came.</p>"
NINJS_2: dict[str, Any] = {
    "uri": "urn:example:2",
    "type": "text",
    "versioncreated": "2026-01-08T09:30:00+01:00",
    "firstcreated": "2026-01-07T09:30:00+01:00",
    "pubstatus": "usable",
    "copyrightholder": "The Agency",
    "language": "en-GB",
    "by": "By a Reporter",
    "headlines": [{"role": "short", "value": "Bridge"}, {"role": "main", "value": "A bridge at last"}],
    "bodies": [{"role": "html", "contenttype": "text/html", "value": FRAGMENT}],
    "subjects": [{"name": "Transport", "literal": "04015000"}],
}
NINJS_3: dict[str, Any] = {
    "uri": "https://agency.example/3",
    "versionCreated": "2026-01-08T09:30:00Z",
    "pubStatus": "usable",
    "copyrightHolder": "The Agency",
    "language": "de",
    "headlines": [{"value": "Eine <i>Brücke</i>"}],
    "bodies": [
        {"contentType": "text/html", "value": "<p>HTML 1</p>"},
        {"contentType": "text/plain", "value": "Die Brücke kostete 2,9 Milliarden Dollar.\r\n"},
    ],
}


def send(site: Site, **fields: Any) -> dict[str, Any]:
    """A stored article."""
    answer = site.request("POST", "/v1/articles", json=fields)
    assert answer.status_code == 202, answer.text
    sent: dict[str, Any] = answer.json()
    return sent


def text(site: Site, article: dict[str, Any]) -> str:
    """Its stored text."""
    return site.request("GET", f"/v1/articles/{article['id']}/text").content.decode()


def test_of_html_the_text_is_stored_and_the_digest_kept(site: Site) -> None:
    """Offsets refer to the text; the digest says what it was taken from."""
    article = send(site, html=FRAGMENT, title="A bridge")
    assert text(site, article) == "The bridge cost $2.9 billion.\nSome 500 people came."
    assert article["source"] == {"format": "html", "sha256": hashlib.sha256(FRAGMENT.encode()).hexdigest()}
    assert article["counts"]["characters"] == 51
    assert site.request("POST", "/v1/articles", json={"html": FRAGMENT, "title": "A bridge"}).status_code == 200


def test_plain_text_is_what_it_was(site: Site) -> None:
    """Also when it looks like HTML."""
    article = send(site, text=FRAGMENT)
    assert (text(site, article), article["source"]) == (FRAGMENT, {"format": "text", "sha256": None})


def test_an_item_of_ninjs_2_is_an_article(site: Site) -> None:
    """Names in lower case, HTML in its body."""
    article = send(site, ninjs=NINJS_2)
    assert text(site, article) == "The bridge cost $2.9 billion.\nSome 500 people came."
    assert (article["externalId"], article["title"], article["language"]) == (
        "urn:example:2",
        "A bridge at last",
        "en-GB",
    )
    assert (article["publishedAt"], article["publisher"]) == ("2026-01-08T09:30:00+01:00", "The Agency")
    assert (article["authors"], article["url"], article["source"]["format"]) == (["By a Reporter"], None, "ninjs")


def test_an_item_of_ninjs_3_is_an_article(site: Site) -> None:
    """Names in camel case; plain text goes before HTML and is kept exactly."""
    article = send(site, ninjs=NINJS_3)
    assert text(site, article) == "Die Brücke kostete 2,9 Milliarden Dollar.\r\n"
    assert (article["title"], article["url"]) == ("Eine Brücke", "https://agency.example/3")
    assert article["publishedAt"] == "2026-01-08T09:30:00Z"


@pytest.mark.parametrize("uri", ["urn:news:1", "https://user:secret@news.example/a", "https://news.example/a b"])
def test_an_item_s_id_that_is_no_address_is_no_url(site: Site, uri: str) -> None:
    """As strict as with `url`; the id stays an id."""
    item = {"uri": uri, "bodies": [{"contenttype": "text/plain", "value": f"Exactly 5 {uuid4()}."}]}
    shown = site.request("POST", "/v1/articles", json={"ninjs": item}).json()
    assert (shown["externalId"], shown["url"]) == (uri, None)


def test_what_is_said_beside_an_item_goes_first(site: Site) -> None:
    """The newsroom knows better than the agency."""
    article = send(site, ninjs=NINJS_2 | {"uri": "urn:other"}, externalId="cms-1", language="en", publisher="Herald")
    assert (article["externalId"], article["language"], article["publisher"]) == ("cms-1", "en", "Herald")
    assert article["title"] == "A bridge at last"


def test_a_new_version_of_an_item_is_a_new_revision(site: Site) -> None:
    """Items keep their uri."""
    first = send(site, ninjs=NINJS_2 | {"uri": "urn:revised"})
    body = [{"contenttype": "text/plain", "value": "It cost $3 billion."}]
    second = send(site, ninjs=NINJS_2 | {"uri": "urn:revised", "bodies": body})
    assert (second["id"], second["revision"]) == (first["id"], 2)


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({}, "/text"),
        ({"text": "a 1", "html": "<p>1</p>"}, "/html"),
        ({"html": "<p>1</p>", "ninjs": NINJS_2}, "/ninjs"),
        ({"html": "<script>1</script>"}, "/html"),
        ({"html": ""}, "/html"),
        ({"html": 5}, "/html"),
        ({"html": "x" * 2_000_001}, "/html"),
        ({"ninjs": []}, "/ninjs"),
        ({"ninjs": {}}, "/ninjs/uri"),
        ({"ninjs": NINJS_2 | {"bodies": []}}, "/ninjs/bodies"),
        ({"ninjs": NINJS_2 | {"bodies": [{"contenttype": "image/png", "value": "x"}]}}, "/ninjs/bodies"),
        ({"ninjs": NINJS_2 | {"bodies": [{"contenttype": "text/html", "value": "<b></b>"}]}}, "/ninjs/bodies"),
        ({"ninjs": NINJS_2 | {"bodies": [{"value": 5}]}}, "/ninjs/bodies/0/value"),
        ({"ninjs": NINJS_2 | {"type": "picture"}}, "/ninjs/type"),
        ({"ninjs": NINJS_2 | {"pubstatus": "canceled"}}, "/ninjs/pubstatus"),
        ({"ninjs": NINJS_3 | {"pubStatus": "withheld"}}, "/ninjs/pubStatus"),
        ({"ninjs": NINJS_3 | {"versionCreated": "2026-01-08"}}, "/ninjs/versionCreated"),
        ({"ninjs": NINJS_2 | {"uri": "x" * 256}}, "/ninjs/uri"),
        ({"ninjs": NINJS_2 | {"uri": "a\u202eb"}}, "/ninjs/uri"),
    ],
    ids=lambda value: json.dumps(value)[:60],
)  # fmt: skip
def test_what_is_no_article_is_refused(site: Site, fields: dict[str, Any], pointer: str) -> None:
    """422, with a pointer in the sender's own spelling."""
    answer = site.request("POST", "/v1/articles", json=fields)
    assert answer.status_code == 422, answer.text
    assert pointer in {flaw["pointer"] for flaw in answer.json()["errors"]}


def test_more_markup_than_an_article_has_is_refused(site: Site) -> None:
    """422 says what to send instead, for HTML, for a body of ninjs, and for a line of a batch."""
    many = "<p>5 people</p>" * 15_000
    item = {**NINJS_2, "bodies": [{"contenttype": "text/html", "value": many}]}
    for sent, pointer in (({"html": many}, "/html"), ({"ninjs": item}, "/ninjs/bodies")):
        answer = site.request("POST", "/v1/articles", json=sent)
        (flaw,) = answer.json()["errors"]
        assert (answer.status_code, flaw["pointer"]) == (422, pointer)
        assert "more than 20000 tags" in flaw["detail"]
    lines = json.dumps({"html": many}) + "\n" + json.dumps({"text": f"5 people {uuid4()}"}) + "\n"
    headers = {"Content-Type": "application/x-ndjson"}
    answer = site.request("POST", "/v1/articles:batch", data=lines, headers=headers)
    assert [json.loads(line)["status"] for line in answer.text.splitlines()] == [422, 202]
