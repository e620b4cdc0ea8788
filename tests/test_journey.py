"""The whole path as a sender walks it: an article over HTTP, the relay, a worker, claims over HTTP."""

import time

from service.client import ArticleState, Client
from service.embedded.processes import Running
from service.submission import parse_published
from tests.http import Api

TEXT = (
    "市は4月3日、旧港の再開発に約120億円を投じると発表した。工事は2027年6月に始まり、3年半かかる見込みだ。\n"
    "昨年の利用者は前年比8.4%減の5万2000人だった。市長は「駐車場を少なくとも300台分ふやす」と述べた。\n"
)


def finished(client: Client, state: ArticleState, seconds: float = 30) -> ArticleState:
    """The article's last state."""
    return list(client.follow(state, seconds))[-1]


def test_an_article_comes_back_as_claims(api: Api, worker: Running) -> None:
    """What the service is for, with nothing left out: values, places and the language, which nobody named."""
    with api.client() as client:
        state = finished(client, client.submit(TEXT, published=parse_published("2026-04-04T09:00:00+09:00")))
        assert (state.state, state.problem) == ("extracted", None)
        claims = list(client.article_claims(state.id))
        article = client.request("GET", f"/v1/articles/{state.id}")
    values = {claim["value"]["raw"]: claim["value"] for claim in claims}
    assert values["約120億円"]["amount"] == "12000000000"
    assert values["約120億円"]["unit"]["code"] == "JPY"
    assert values["4月3日"]["earliest"] == "2026-04-03"
    assert values["5万2000人"]["amount"] == "52000"
    assert article["language"] == "ja"
    assert article["counts"]["claims"] == len(claims)
    for claim in claims:
        place = claim["target"]["selector"][1]
        assert TEXT[place["start"] : place["end"]] == claim["value"]["raw"]
        assert claim["text"] in TEXT
    assert not worker.ended


def test_an_article_that_says_no_number_comes_back_without_claims(api: Api, worker: Running) -> None:
    """The negative: finished, and nothing made up."""
    with api.client() as client:
        state = finished(client, client.submit("市長は記者会見を開き、住民に感謝した。", published=None))
        assert state.state == "extracted"
        assert list(client.article_claims(state.id)) == []
    assert not worker.ended


def test_a_new_revision_replaces_the_claims_of_the_old_one(api: Api, worker: Running) -> None:
    """A correction is read, what it corrected is not."""
    with api.client() as client:
        states = []
        for text in ("The bridge cost 3 million dollars.", "The bridge cost 4 million dollars."):
            sent = client.request("POST", "/v1/articles", json={"text": text, "externalId": "bridge", "language": "en"})
            states.append(finished(client, client.article(sent["id"])))
        claims = list(client.article_claims(states[0].id))
    assert {(state.id, state.state) for state in states} == {(states[0].id, "extracted")}
    assert [claim["value"]["amount"] for claim in claims] == ["4000000"]
    assert [claim["revision"] for claim in claims] == [2]
    assert not worker.ended


def test_claims_are_there_soon_after_the_answer(api: Api, worker: Running) -> None:
    """An idle service is woken, it doesn't wait for a tick; the benchmark says how soon exactly."""
    with api.client() as client:
        finished(client, client.submit(TEXT))
        waits = []
        for number in range(5):
            sent = client.submit(f"{TEXT}{number}人が来た。")
            began = time.monotonic()
            finished(client, sent)
            waits.append(time.monotonic() - began)
    assert min(waits) < 0.8
    assert not worker.ended
