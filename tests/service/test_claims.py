"""Claims over HTTP: every filter with something it finds and something it leaves out, pages, tags."""

from collections.abc import Iterator

import pytest

from schemas.wire.claims import CLAIM_MEMBERS, Claim, ClaimPage, SingleClaim
from tests.service import claimrows
from tests.service.claimrows import Given
from tests.service.site import Site

CLAIMS = {
    "bridge": Given(
        text="The bridge cost $2.9 billion, the mayor said.", low="2900000000", high="2900000000", worthiness=810,
        speaker="the mayor", subject="The bridge", publisher="Herald", start=10,
    ),
    "poll": Given(
        text="ザルジニーの支持率が64%に上った。", kind="percentage", value_type="Percentage", unit="%", low="64", high="64",
        language="ja", subject="ザルジニーの支持率", worthiness=900, earliest="2025-12-01", latest="2025-12-31", start=20,
    ),
    "assets": Given(
        text="最大1000億ドルしか動用できない。", low=None, high="100000000000", language="ja", worthiness=700, start=30
    ),
    "day": Given(
        text="It began on 3 March 2022.", kind="date", value_type="Date", unit=None, low=None, high=None,
        earliest="2022-03-03", latest="2022-03-03", worthiness=300, start=40,
    ),
    "crowd": Given(
        text="At least 500 people came.", value_type="Count", unit="people", low="500", high=None, worthiness=500, start=50
    ),
    "old": Given(text="Superseded: 7 dollars.", low="7", high="7", status="superseded", start=60),
}  # fmt: skip

FOUND = [
    ("", ["poll", "bridge", "assets", "crowd", "day"]),
    ("sort=time", ["crowd", "day", "assets", "poll", "bridge"]),
    ("kind=date", ["day"]),
    ("kind=percentage", ["poll"]),
    ("type=Count", ["crowd"]),
    ("unit=USD", ["bridge", "assets"]),
    ("unit=%25", ["poll"]),
    ("unit=USD&min=2900000000", ["bridge", "assets"]),
    ("unit=USD&min=2900000000.01", ["assets"]),
    ("unit=USD&max=2899999999", ["assets"]),
    ("min=501&type=Count", ["crowd"]),
    ("max=499&type=Count", []),
    ("from=2025-12-31", ["poll"]),
    ("from=2026-01-01", []),
    ("to=2025-12-01", ["poll", "day"]),
    ("to=2025-11-30", ["day"]),
    ("from=2022-03-03&to=2022-03-03", ["day"]),
    ("language=ja", ["poll", "assets"]),
    ("publisher=Herald", ["bridge"]),
    ("speaker=Mayor", ["bridge"]),
    ("subject=%E6%94%AF%E6%8C%81", ["poll"]),
    ("q=bridge", ["bridge"]),
    ("q=BRIDGE%20mayor", ["bridge"]),
    ("q=brid", []),
    ("q=%E6%94%AF%E6%8C%81%E7%8E%87", ["poll"]),  # 支持率
    ("q=%E6%8C%81%E6%94%AF", []),  # 持支
    ("q=%E7%8E%87", ["poll"]),  # 率
    ("q=%EF%BC%96%EF%BC%94", ["poll"]),  # ６４
    ("q=1000%E5%84%84", ["assets"]),  # 1000億: a number and one character
    ("minWorthiness=0.7", ["poll", "bridge", "assets"]),
    ("minWorthiness=0.7001", ["poll", "bridge"]),
    ("state=open&kind=date", ["day"]),
    ("state=published", []),
    ("updatedSince=2020-01-01T00:00:00Z&kind=date", ["day"]),
    ("updatedSince=2200-01-01T00:00:00Z", []),
]


@pytest.fixture(scope="module")
def named(site: Site) -> dict[str, str]:
    """The claims above in one article of their own; their names by id."""
    article = site.submit("claims for searching").json()["id"]
    ids = claimrows.put(site.database.worker_url, article, *CLAIMS.values())
    return {str(claim_id): name for claim_id, name in zip(ids, CLAIMS, strict=True)} | {"article": article}


@pytest.mark.parametrize(("query", "expected"), FOUND, ids=[query or "all" for query, _ in FOUND])
def test_a_filter_finds_what_it_says(site: Site, named: dict[str, str], query: str, expected: list[str]) -> None:
    """In the asked order, and nothing else."""
    page = site.request("GET", f"/v1/claims?articleId={named['article']}&{query}").json()
    assert [named[item["id"]] for item in page["items"]] == expected


def test_what_is_written_is_what_the_schema_says(site: Site, named: dict[str, str]) -> None:
    """The JSON that is joined from text has the contract's shape, field by field."""
    page = site.request("GET", "/v1/claims").json()
    assert ClaimPage().validate(page) == {}
    assert set(page["items"][0]) == {field.data_key for field in Claim().fields.values()}
    assert named[page["items"][0]["id"]] == "poll"


def test_an_article_lists_its_claims_in_the_order_of_its_text(site: Site, named: dict[str, str]) -> None:
    """The current ones; all of a revision when it is named."""
    path = f"/v1/articles/{named['article']}/claims"
    current = site.request("GET", path).json()["items"]
    of_first = site.request("GET", path, params={"revision": 1}).json()["items"]
    assert [named[item["id"]] for item in current] == ["bridge", "poll", "assets", "day", "crowd"]
    assert [named[item["id"]] for item in of_first] == [*CLAIMS]
    assert site.request("GET", path, params={"revision": 2}).json()["items"] == []


def test_claims_of_an_unknown_article_are_not_found(site: Site) -> None:
    """Not an empty list: that would say that there is such an article."""
    assert site.request("GET", "/v1/articles/01a20aee-1d44-724d-8514-68036af6c303/claims").status_code == 404


@pytest.mark.parametrize("sort", ["worthiness", "time"])
def test_pages_of_one_give_every_claim_once(site: Site, named: dict[str, str], sort: str) -> None:
    """The same order as one large page."""
    whole = site.request("GET", "/v1/claims", params={"sort": sort}).json()["items"]
    assert [item["id"] for item in _walk(site, "/v1/claims", {"sort": sort})] == [item["id"] for item in whole]
    assert len(whole) == len(named) - 2


def test_an_article_s_claims_page_too(site: Site, named: dict[str, str]) -> None:
    """By the position in the text."""
    path = f"/v1/articles/{named['article']}/claims"
    assert [named[item["id"]] for item in _walk(site, path, {})] == ["bridge", "poll", "assets", "day", "crowd"]


def test_a_claim_s_tag_is_its_version_and_how_many_say_the_same(site: Site, named: dict[str, str]) -> None:
    """304 for the version that a client has."""
    path = f"/v1/claims/{next(iter(named))}"
    answer = site.request("GET", path)
    assert (answer.json()["version"], answer.json()["similar"], answer.headers["ETag"]) == (1, 0, '"1.0"')
    assert SingleClaim().validate(answer.json()) == {}
    assert site.request("GET", path, headers={"If-None-Match": '"1.0"'}).status_code == 304
    assert site.request("GET", path, headers={"If-None-Match": '"2.0"'}).status_code == 200


def test_a_superseded_claim_can_still_be_looked_at(site: Site, named: dict[str, str]) -> None:
    """Whoever holds its id learns what became of it."""
    old = next(claim_id for claim_id, name in named.items() if name == "old")
    assert site.request("GET", f"/v1/claims/{old}").json()["status"] == "superseded"


def test_a_listing_that_is_known_answers_not_modified(site: Site, named: dict[str, str]) -> None:
    """Polling costs nothing but the question."""
    path = f"/v1/claims?articleId={named['article']}"
    tag = site.request("GET", path).headers["ETag"]
    assert site.request("GET", path, headers={"If-None-Match": tag}).status_code == 304


def _walk(site: Site, path: str, query: dict[str, str]) -> Iterator[dict[str, str]]:
    cursor: str | None = ""
    while cursor is not None:
        page = site.request("GET", path, params=query | {"limit": "1"} | ({"cursor": cursor} if cursor else {})).json()
        yield from page["items"]
        cursor = page["next"]


@pytest.mark.parametrize(
    ("asked", "members"),
    [
        ("value", ["value", "id"]),
        ("review,text", ["text", "id", "review"]),
        ("id", ["id"]),
        (",".join(CLAIM_MEMBERS), None),
    ],
)
def test_fields_chooses_members(site: Site, named: dict[str, str], asked: str, members: list[str] | None) -> None:
    """The id always, the others as they were asked for; the same values as without."""
    whole = site.request("GET", f"/v1/claims?articleId={named['article']}").json()
    part = site.request("GET", f"/v1/claims?articleId={named['article']}&fields={asked}").json()
    assert ClaimPage().validate(part) == {}
    for claim, chosen in zip(whole["items"], part["items"], strict=True):
        assert set(chosen) == set(members or claim)
        assert chosen == {name: claim[name] for name in chosen}
    listed = site.request("GET", f"/v1/articles/{named['article']}/claims?fields={asked}").json()["items"]
    assert {tuple(claim) for claim in listed} == {tuple(claim) for claim in part["items"]}


@pytest.mark.parametrize("asked", ["", "colour", "value,", "value,value", "value.amount", "Value"])
def test_members_that_are_none_are_refused(site: Site, asked: str) -> None:
    """400 that says what could be asked for."""
    answer = site.request("GET", f"/v1/claims?fields={asked}")
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/invalid-parameter")
    assert answer.json()["errors"][0]["parameter"] == "fields"
