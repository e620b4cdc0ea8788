"""A claim's JSON from its row: text joined to text, because the worker has written most of it already.

The API answers it and the webhooks post it, so it stands here.

`schemas.wire.claims.Claim` defines what comes out, and tests hold the two together. Loading the
document, dumping it through a schema and writing it again would cost more than everything else that a
listing does.
"""

import json
from collections.abc import Collection, Sequence
from typing import NamedTuple


class ClaimRow(NamedTuple):
    """What the JSON of a claim needs; ids and the document already as text."""

    id: str
    version: int
    status: str
    kind: str
    language: str
    article_id: str
    revision: int
    review_state: str
    review_required: int
    review_submitted: int
    verdict: str | None
    worthiness: int
    quote_start: int
    assigned_to: str | None
    tags: list[str]
    checked_claim_id: str | None
    document: str


#: The columns of a ClaimRow in their order, from the table `claims`.
COLUMNS = (
    "claims.id::text, claims.version, claims.status, claims.kind, claims.language, claims.article_id::text,"
    " claims.revision_number, claims.review_state, claims.review_required, claims.review_submitted, claims.verdict,"
    " claims.worthiness, claims.quote_start, claims.assigned_to, claims.tags,"
    " claims.checked_claim_id::text, claims.document::text"
)


def write(row: ClaimRow, similar: int | None = None) -> str:
    """The claim as `schemas.wire.claims.Claim` has it, with `similar` as SingleClaim.

    Kinds, statuses and states are plain words by the schema.
    """
    counted = "" if similar is None else f'"similar":{similar},'
    tags = json.dumps(row.tags, ensure_ascii=False) if row.tags else "[]"
    return (
        f'{{"id":"{row.id}","type":"Claim","version":{row.version},"status":"{row.status}","kind":"{row.kind}",'
        f'"language":"{row.language}","articleId":"{row.article_id}","revision":{row.revision},'
        f"{row.document[1:-1]},"
        f'"review":{{"state":"{row.review_state}","required":{row.review_required},'
        f'"submitted":{row.review_submitted},"verdict":{_word(row.verdict)},'
        f'"assignedTo":{_word(row.assigned_to)},"tags":{tags},"checkedClaim":{_word(row.checked_claim_id)}}},'
        f'{counted}"links":{{"self":"/v1/claims/{row.id}","article":"/v1/articles/{row.article_id}",'
        f'"history":"/v1/claims/{row.id}/history","similar":"/v1/claims/{row.id}/similar",'
        f'"conflicts":"/v1/claims/{row.id}/conflicts"}}}}'
    )


def write_members(row: ClaimRow, members: Collection[str]) -> str:
    """The claim's id and these of its members, in the order of the whole claim."""
    claim = json.loads(write(row))
    chosen = {name: value for name, value in claim.items() if name == "id" or name in members}
    return json.dumps(chosen, ensure_ascii=False, separators=(",", ":"))


def write_page(rows: Sequence[ClaimRow], following: str | None, members: Collection[str] | None = None) -> str:
    """A page as `schemas.wire.claims.ClaimPage` has it; `following` is the next page's cursor.

    With `members`, claims have their id and these members only: the one case in which their text is read again.
    """
    end = "null" if following is None else f'"{following}"'
    items = map(write, rows) if members is None else (write_members(row, members) for row in rows)
    return f'{{"items":[{",".join(items)}],"next":{end}}}'


def _word(text: str | None) -> str:
    return "null" if text is None else json.dumps(text, ensure_ascii=False)
