"""What an extraction does to an article's claims: they go on under their ids, are added, or are ended."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from tests.workers.rows import Queue
from workers.database import Database as WorkerDatabase
from workers.extract import Extraction
from workers.extraction.claims import extract
from workers.extraction.unsaid.countries import Country
from workers.extraction.values import Claim

COST, CROWD, POLL = "The bridge cost $3 million.", "Some 500 people came.", "Support fell to 42 percent."


class Article:
    """One article whose revisions are extracted at once."""

    def __init__(self, queue: Queue, database: WorkerDatabase) -> None:
        self._queue, self._database = queue, database
        self._article: UUID | None = None
        self._number = 0
        self.revision: UUID | None = None

    def add(self, *sentences: str) -> UUID:
        """One more revision, not extracted yet; its id."""
        self._number += 1
        self.revision = self._queue.add(" ".join(sentences), article=self._article, number=self._number)
        self._article = self._article or self._queue.article_of(self.revision)
        return self.revision

    def says(self, *sentences: str) -> None:
        """One more revision, extracted."""
        self.extract(self.add(*sentences))

    def extract(self, revision: UUID) -> None:
        """Extract one revision."""
        Extraction(self._database, 20, engine=_english).run(revision)

    def again(self, skip: str | None = None) -> None:
        """The latest revision is read again, by an extractor that does not find one quote any more."""

        def engine(text: str, language: str | None, published: datetime | None, country: Country | None) -> list[Claim]:
            return [claim for claim in _english(text, language, published, country) if claim.quote.of(text) != skip]

        assert self.revision is not None
        self._queue.connection.execute(
            "UPDATE revisions SET state = 'queued', attempts = 0 WHERE id = %s", [self.revision]
        )
        Extraction(self._database, 20, engine=engine).run(self.revision)

    def claims(self, status: str = "current") -> dict[str, Any]:
        """Quote -> id of the claims of one status."""
        return dict(
            self._queue.connection.execute(
                "SELECT document #>> '{target,selector,0,exact}', id FROM claims WHERE article_id = %s AND status = %s",
                [self._article, status],
            ).fetchall()
        )

    def outcomes(self) -> dict[str, str]:
        """Quote -> what the latest revision did to the claim."""
        return dict(
            self._queue.connection.execute(
                "SELECT c.document #>> '{target,selector,0,exact}', p.outcome FROM claim_placements p"
                " JOIN claims c ON c.id = p.claim_id WHERE p.revision_id = %s",
                [self.revision],
            ).fetchall()
        )

    def versions(self) -> dict[str, int]:
        """Quote -> version of the current claims."""
        return dict(
            self._queue.connection.execute(
                "SELECT document #>> '{target,selector,0,exact}', version FROM claims"
                " WHERE article_id = %s AND status = 'current'",
                [self._article],
            ).fetchall()
        )


def _english(text: str, language: str | None, published: datetime | None, country: Country | None) -> list[Claim]:
    return extract(text, language or "en", published, country)


@pytest.fixture
def article(queue: Queue, worker_database: WorkerDatabase) -> Article:
    """An article without revisions."""
    return Article(queue, worker_database)


def test_a_claim_that_moves_keeps_its_id(article: Article) -> None:
    """A sentence before it is new: the offsets change, the claim does not."""
    article.says(COST)
    before = article.claims()
    article.says(CROWD, COST)
    assert article.claims()["$3 million"] == before["$3 million"]
    assert article.outcomes() == {"Some 500 people": "added", "$3 million": "kept"}


def test_a_value_that_changes_is_another_claim(article: Article) -> None:
    """A verdict on three million says nothing about four."""
    article.says(COST)
    before = article.claims()
    article.says("The bridge cost $4 million.")
    assert article.claims("superseded") == before
    assert article.outcomes() == {"$4 million": "added", "$3 million": "removed"}


def test_an_edited_sentence_changes_its_claim(article: Article) -> None:
    """The id stays while half of the words do, and the diff says that a reader should look."""
    article.says("The old bridge over the river cost $3 million, the mayor said.")
    before = article.claims()
    article.says("The new bridge over the river cost $3 million, the mayor said.")
    assert article.claims() == before
    assert article.outcomes() == {"$3 million": "changed"}


def test_the_same_number_in_other_words_is_another_claim(article: Article) -> None:
    """Three million for a bridge is not three million for a school."""
    article.says("The old bridge over the river cost $3 million.")
    before = article.claims()
    article.says("Pupils of a school in Lyon raised $3 million for charity last year.")
    assert article.claims()["$3 million"] != before["$3 million"]


def test_a_claim_that_comes_back_gets_its_id_back(article: Article) -> None:
    """What was taken out and put in again was judged already."""
    article.says(COST, CROWD)
    before = article.claims()
    article.says(CROWD)
    assert "$3 million" not in article.claims()
    article.says(COST, CROWD)
    assert article.claims() == before
    assert article.outcomes() == {"$3 million": "added", "Some 500 people": "kept"}


def test_of_two_equal_sentences_each_keeps_its_claim(article: Article, queue: Queue) -> None:
    """Same words, same value: the order of the text decides, and one that is dropped is ended once."""
    article.says(COST, CROWD, COST)
    article.says(CROWD, COST)
    assert queue.one("SELECT count(*) FROM claims WHERE status = 'current'") == 2
    assert queue.one("SELECT count(*) FROM claims WHERE status = 'superseded'") == 1


def test_reading_a_revision_again_changes_nothing(article: Article, queue: Queue) -> None:
    """The same extractor says the same: no version, no event."""
    article.says(COST, CROWD, COST)
    before, events = article.versions(), queue.one("SELECT count(*) FROM events WHERE claim_id IS NOT NULL")
    article.again()
    assert article.versions() == before
    assert queue.one("SELECT count(*) FROM events WHERE claim_id IS NOT NULL") == events


def test_a_better_extractor_ends_what_it_does_not_find(article: Article) -> None:
    """And finds again what an even better one finds, under the same id."""
    article.says(COST, CROWD)
    before = article.claims()
    article.again(skip="$3 million")
    assert article.claims() == {"Some 500 people": before["Some 500 people"]}
    assert article.outcomes() == {"Some 500 people": "added"}
    article.again()
    assert article.claims() == before


def test_an_earlier_revision_keeps_its_picture(article: Article, queue: Queue) -> None:
    """What the claim looked like there is still known after it has moved on."""
    article.says(COST)
    first = article.revision
    article.says(CROWD, COST)
    start = "SELECT document #>> '{target,selector,1,start}' FROM claim_placements WHERE revision_id = %s"
    assert queue.one(start, first) == "16"
    assert queue.one("SELECT quote_start FROM claims WHERE document #>> '{value,raw}' = '$3 million'") == 38


def test_a_late_revision_takes_nothing_from_the_later_one(article: Article) -> None:
    """Extracted out of order: what the later text says is current, and is not said twice."""
    first = article.add(COST, POLL)
    article.says(COST, CROWD)
    before = article.claims()
    article.extract(first)
    assert article.claims() == before
    assert set(article.claims("superseded")) == {"42 percent"}


def test_a_verdict_goes_on_with_its_claim(article: Article, queue: Queue) -> None:
    """The reviewers' work is not lost to a comma."""
    article.says(COST)
    queue.connection.execute("UPDATE claims SET review_state = 'published', verdict = 'true'")
    article.says(CROWD, COST)
    judged = "SELECT verdict FROM claims WHERE status = 'current' AND document #>> '{value,raw}' = %s"
    assert queue.one(judged, "$3 million") == "true"
    assert queue.one(judged, "Some 500 people") is None
