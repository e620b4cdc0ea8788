"""Exports: everything once, in pieces that can be continued, and nothing that a spreadsheet would run."""

import csv
import io
import json
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.claimjson import ClaimRow
from schemas.records import Scope
from schemas.wire.claims import Claim
from service import claimcsv
from service.v1.examples import ARTICLE_ID, CLAIM_ID, CLAIM_ROW, DOCUMENT
from tests.service import claimrows
from tests.service.claimrows import Given
from tests.service.site import Site

MANY = 2500  # two whole pages and a half
_FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "＋1", "|calc", "\n=1"]


@pytest.fixture(scope="module")
def filled(site: Site) -> Site:
    """A site with many claims, and one that is superseded."""
    article = site.submit("Many claims 1.").json()["id"]
    claimrows.put(
        site.database.worker_url, article, *(Given(start=start, worthiness=start % 1000) for start in range(MANY))
    )
    other = site.submit("One claim 2.", publisher="Herald").json()["id"]
    claimrows.put(
        site.database.worker_url, other, Given(status="superseded"), Given(start=5, kind="date", value_type="Date")
    )
    return site


def lines(site: Site, query: str = "", key: str | None = None) -> list[dict[str, Any]]:
    """The claims of an export."""
    answer = site.request("GET", f"/v1/exports/claims.ndjson{query}", key=key)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def table(site: Site, query: str = "") -> list[list[str]]:
    """The cells of an export."""
    answer = site.request("GET", f"/v1/exports/claims.csv{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode(), newline="")))


def test_every_current_claim_comes_once(filled: Site) -> None:
    """In the order of ids, whole, and none that is superseded."""
    found = lines(filled)
    ids = [claim["id"] for claim in found]
    assert len(ids) == MANY + 1
    assert ids == sorted(set(ids))
    assert Claim().validate(found[0]) == {}


def test_an_export_goes_on_behind_the_last_line(filled: Site) -> None:
    """Wherever it broke off."""
    whole = [claim["id"] for claim in lines(filled)]
    for place in (0, 998, 999, 1000, MANY):
        rest = [claim["id"] for claim in lines(filled, f"?after={whole[place]}")]
        assert rest == whole[place + 1 :]
    assert lines(filled, f"?after={whole[-1]}") == []


def test_filters_are_those_of_the_listing(filled: Site) -> None:
    """And `fields` chooses members."""
    (found,) = lines(filled, "?kind=date&fields=value")
    assert set(found) == {"id", "value"}
    assert len(lines(filled, "?minWorthiness=0.9")) == sum(start % 1000 >= 900 for start in range(MANY))


def test_the_table_has_the_same_claims(filled: Site) -> None:
    """One line of names, one row a claim; going on has no names."""
    rows = table(filled)
    assert rows[0] == list(claimcsv.COLUMNS)
    assert [row[0] for row in rows[1:]] == [claim["id"] for claim in lines(filled)]
    assert len(table(filled, f"?after={rows[-2][0]}")) == 1


def test_a_byte_order_mark_comes_when_it_is_asked_for(filled: Site) -> None:
    """Excel knows UTF-8 by it, other programs stumble over it."""
    with_mark = filled.request("GET", "/v1/exports/claims.csv?bom=true&kind=date")
    without = filled.request("GET", "/v1/exports/claims.csv?kind=date")
    assert with_mark.content.startswith(b"\xef\xbb\xbfid,")
    assert without.content.startswith(b"id,")
    assert with_mark.headers["Content-Disposition"] == 'attachment; filename="claims.csv"'


def test_the_header_says_where_to_follow_from(filled: Site) -> None:
    """Export, then the feed from there: the exact state."""
    with psycopg.connect(filled.database.superuser_url) as db:
        db.execute("UPDATE events SET position = id WHERE position IS NULL")
    cursor = filled.request("GET", "/v1/exports/claims.ndjson").headers["Changes-Cursor"]
    assert filled.request("GET", f"/v1/changes?cursor={cursor}").json()["items"] == []


@pytest.mark.parametrize(
    "query", ["after=x", "after=", "limit=5", "cursor=x", "sort=time", "bom=true", "kind=money", "kind=date&kind=date"]
)
def test_what_an_export_does_not_know_is_refused(filled: Site, query: str) -> None:
    """Before the stream begins."""
    assert filled.request("GET", f"/v1/exports/claims.ndjson?{query}").status_code == 400


@pytest.mark.parametrize("query", ["bom=yes", "bom=1", "fields=value", "limit=5"])
def test_what_a_table_does_not_know_is_refused(filled: Site, query: str) -> None:
    """It has all its columns."""
    assert filled.request("GET", f"/v1/exports/claims.csv?{query}").status_code == 400


def test_a_tenant_exports_its_own(filled: Site) -> None:
    """Nothing of ours is in theirs."""
    assert lines(filled, key=filled.make_key("theirs", Scope.CLAIMS_READ)) == []


def claim(**members: Any) -> ClaimRow:
    """A claim with these members of its document."""
    return CLAIM_ROW._replace(document=json.dumps(DOCUMENT | members, ensure_ascii=False))


def test_a_claim_is_spread_over_the_columns() -> None:
    """Numbers as they are, what is missing empty."""
    cells = claimcsv.cells(CLAIM_ROW)
    assert (cells["id"], cells["articleId"], cells["quote"]) == (CLAIM_ID, ARTICLE_ID, "'$2.9 billion"[1:])
    assert (cells["amount"], cells["unit"], cells["unitSystem"]) == ("2900000000", "USD", "ISO4217")
    assert (cells["approximate"], cells["comparator"], cells["verdict"]) == ("false", "", "")


@pytest.mark.parametrize("text", _FORMULAS)
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    """In every text column."""
    cells = claimcsv.cells(claim(text=text, subject={"text": text, "start": 0, "end": 1}))
    assert (cells["sentence"], cells["subject"]) == (f"'{text}", f"'{text}")


@pytest.mark.parametrize("text", ["a=b", "約-5%", "5-6", "Ａ＝Ｂ", "", "'=1"])
def test_other_text_is_left_alone(text: str) -> None:
    """An apostrophe too many would be a lie."""
    assert claimcsv.cells(claim(text=text))["sentence"] == text


def test_a_negative_number_stays_a_number() -> None:
    """It is our own decimal string; the quote beside it is somebody's text."""
    value = DOCUMENT["value"] | {"amount": "-5.5", "raw": "-5.5%"}
    cells = claimcsv.cells(claim(value=value))
    assert (cells["amount"], cells["quote"]) == ("-5.5", "'-5.5%")


@given(st.text(max_size=50))
def test_any_text_comes_back_from_the_table(text: str) -> None:
    """Quotes, commas and line ends included; no cell begins like a formula."""
    written = claimcsv.table([claim(text=text)])
    ((*cells,),) = csv.reader(io.StringIO(written, newline=""))
    sentence = cells[claimcsv.COLUMNS.index("sentence")]
    assert sentence in {text, f"'{text}"}
    assert not sentence.lstrip().startswith(("=", "+", "-", "@"))
