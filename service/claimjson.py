"""A claim's JSON from its row: text joined to text, because the worker has written most of it already.

`schemas.wire.claims.Claim` defines what comes out, and tests hold the two together. Loading the
document, dumping it through a schema and writing it again would cost more than everything else that a
listing does.
"""

import json

from service.store.claims import ClaimRow


def write(row: ClaimRow) -> str:
    """The claim as `schemas.wire.claims.Claim` has it. Kinds, statuses and states are plain words by the schema."""
    tags = json.dumps(row.tags, ensure_ascii=False) if row.tags else "[]"
    return (
        f'{{"id":"{row.id}","type":"Claim","version":{row.version},"status":"{row.status}","kind":"{row.kind}",'
        f'"language":"{row.language}","articleId":"{row.article_id}","revision":{row.revision},'
        f"{row.document[1:-1]},"
        f'"review":{{"state":"{row.review_state}","required":{row.review_required},'
        f'"submitted":{row.review_submitted},"verdict":{_word(row.verdict)},'
        f'"assignedTo":{_word(row.assigned_to)},"tags":{tags}}},'
        f'"links":{{"self":"/v1/claims/{row.id}","article":"/v1/articles/{row.article_id}",'
        f'"history":"/v1/claims/{row.id}/history"}}}}'
    )


def write_page(rows: list[ClaimRow], following: str | None) -> str:
    """A page as `schemas.wire.claims.ClaimPage` has it; `following` is the next page's cursor."""
    end = "null" if following is None else f'"{following}"'
    return f'{{"items":[{",".join(map(write, rows))}],"next":{end}}}'


def _word(text: str | None) -> str:
    return "null" if text is None else json.dumps(text, ensure_ascii=False)
