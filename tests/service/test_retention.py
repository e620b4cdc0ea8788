"""What the API says about what is no longer kept: a follower is told, and can begin anew."""

import uuid
from dataclasses import dataclass

import psycopg
import pytest

from schemas.records import Scope
from service import apikey, firstkey
from service.embedded.processes import Running
from service.embedded.programs import Programs
from service.embedded.redis import free_port
from tests.databases import Database
from tests.service.desk import problem
from tests.service.site import Site


@dataclass(frozen=True, slots=True)
class Follower:
    """A workspace of a test's own with changes, and a key that reads it."""

    site: Site
    key: str

    def happen(self, first: int, last: int, *, days: int = 40) -> None:
        """Changes at these positions, of so many days ago, as a relay has left them."""
        with psycopg.connect(self.site.database.superuser_url) as db:
            db.execute(
                "INSERT INTO events (workspace_id, type, position, created_at) SELECT workspace_id, 'claim.created', n,"
                " now() - make_interval(days => %s) FROM api_keys, generate_series(%s::integer, %s::integer) n WHERE digest = %s",
                [days, first, last, self._digest()],
            )

    def forget(self, most: int) -> None:
        """What the relay does with KEEP_CHANGES_DAYS=30; other tests' changes are young."""
        with psycopg.connect(self.site.database.worker_url) as db:
            db.execute("SELECT forget_changes(interval '30 days', %s)", [most])

    def cursor(self, position: int) -> str:
        """The cursor behind a position that is still kept."""
        found: str = self.site.request("GET", f"/v1/changes?limit={position}", key=self.key).json()["next"]
        return found

    def read(self, query: str = "") -> list[int] | tuple[int, str]:
        """The positions that are listed, or the problem."""
        answer = self.site.request("GET", f"/v1/changes{query}", key=self.key)
        return [change["position"] for change in answer.json()["items"]] if answer.ok else problem(answer)

    def _digest(self) -> bytes:
        parsed = apikey.parse(self.key)
        assert parsed is not None
        return parsed.digest


@pytest.fixture
def follower(site: Site) -> Follower:
    """Five changes of forty days ago. Nothing else has happened on this site, or all of it is young."""
    with psycopg.connect(site.database.superuser_url) as db:
        db.execute("DELETE FROM events")
    follower = Follower(site, site.make_key(uuid.uuid4().hex, Scope.CLAIMS_READ))
    follower.happen(1, 5)
    return follower


EXPIRED = (410, "cursor-expired")


def test_a_cursor_from_before_what_is_kept_is_expired(follower: Follower) -> None:
    """It would skip changes; one that skips nothing goes on, though everything before it is gone."""
    cursors = [follower.cursor(position) for position in range(1, 6)]
    follower.forget(3)
    found = [follower.read(f"?cursor={cursor}") for cursor in cursors]
    assert found == [EXPIRED, EXPIRED, [4, 5], [5], []]


def test_the_beginning_is_expired_too(follower: Follower) -> None:
    """A state that is built from what happens to be left would be wrong without anybody knowing."""
    assert follower.read() == [1, 2, 3, 4, 5]
    follower.forget(1)
    assert follower.read() == EXPIRED
    assert follower.read("?wait=1") == EXPIRED


def test_who_begins_anew_misses_nothing_from_there_on(follower: Follower) -> None:
    """Also when all changes are forgotten: the latest position is where positions go on."""
    follower.forget(100)
    latest = follower.site.request("GET", "/v1/changes?start=latest", key=follower.key).json()
    assert latest["items"] == []
    follower.happen(6, 7, days=0)
    assert follower.read(f"?cursor={latest['next']}") == [6, 7]


def test_the_problem_says_how_to_begin_anew(follower: Follower) -> None:
    """Whoever reads the message knows the two steps."""
    follower.forget(1)
    detail = follower.site.request("GET", "/v1/changes", key=follower.key).json()["detail"]
    assert "start=latest" in detail
    assert "export" in detail


def test_what_one_workspace_forgets_is_no_matter_of_another(follower: Follower) -> None:
    """Their positions are their own."""
    other = Follower(follower.site, follower.site.make_key(uuid.uuid4().hex, Scope.CLAIMS_READ))
    other.happen(1, 2, days=0)
    follower.forget(100)
    assert other.read() == [1, 2]
    assert follower.read() == EXPIRED


def test_the_text_of_an_earlier_revision_can_be_forgotten(site: Site) -> None:
    """It says so; the latest one stays, and what is no revision is still 404."""
    sent = [site.submit(f"It cost {n} million dollars.", externalId="corrected").json() for n in (3, 4)]
    path = f"/v1/articles/{sent[0]['id']}/text"
    assert site.request("GET", f"{path}?revision=1").text == "It cost 3 million dollars."
    with psycopg.connect(site.database.superuser_url) as db:
        db.execute("UPDATE revisions SET state = 'extracted', finished_at = now() - interval '40 days'")
    with psycopg.connect(site.database.worker_url) as db:
        db.execute("SELECT forget_earlier_texts(interval '30 days', 100)")
    assert problem(site.request("GET", f"{path}?revision=1")) == (410, "text-forgotten")
    assert site.request("GET", f"{path}?revision=2").text == "It cost 4 million dollars."
    assert problem(site.request("GET", f"{path}?revision=3")) == (404, "not-found")
    assert (
        site.request("GET", f"/v1/articles/{sent[0]['id']}/revisions").json()["items"][1]["counts"]["characters"] == 0
    )


def test_a_forgotten_tombstone_is_as_if_it_had_never_been(site: Site) -> None:
    """410 turns into 404."""
    article = site.submit("Erased and forgotten: 7.").json()["id"]
    site.request("DELETE", f"/v1/articles/{article}")
    assert problem(site.request("GET", f"/v1/articles/{article}")) == (410, "gone")
    with psycopg.connect(site.database.superuser_url) as db:
        db.execute("UPDATE articles SET erased_at = now() - interval '40 days' WHERE erased_at IS NOT NULL")
        db.execute("SELECT forget_tombstones(interval '30 days', 100)")
    assert problem(site.request("GET", f"/v1/articles/{article}")) == (404, "not-found")


def test_an_article_whose_way_is_forgotten_has_nothing_to_tell(site: Site, follower: Follower) -> None:
    """Otherwise a browser would wait for a minute, and again, for what happened long ago."""
    article = site.submit("It was 12 percent.").json()["id"]
    with psycopg.connect(site.database.superuser_url) as db:
        db.execute(
            "UPDATE events SET position = 1, created_at = now() - interval '40 days' WHERE article_id = %s", [article]
        )
        db.execute("UPDATE revisions SET state = 'extracted', finished_at = now() WHERE article_id = %s", [article])
    follower.forget(100)
    assert site.request("GET", f"/v1/articles/{article}/events").status_code == 204


@pytest.mark.parametrize("days", [7, 2])
def test_an_answer_is_kept_for_as_long_as_the_setting_says(database: Database, programs: Programs, days: int) -> None:
    """Seven days when nothing is set; afterwards the key is new again."""
    key = firstkey.make(database.migrator_url, "kept", "tests").text
    settings = {} if days == 7 else {"KEEP_ANSWERS_DAYS": str(days)}
    port = free_port()
    running = Running(Programs({**programs.environment, **settings}, programs.logs).api("127.0.0.1", port))
    try:
        running.wait_until_ready(30)
        site = Site(f"http://127.0.0.1:{port}", key, database, programs.logs / "api.log")
        answer = site.request("POST", "/v1/articles", json={"text": "It cost 5."}, headers={"Idempotency-Key": "k"})
        assert answer.status_code == 202
    finally:
        running.stop()
    with psycopg.connect(database.superuser_url) as db:
        found = db.execute("SELECT expires_at - created_at = make_interval(days => %s) FROM idempotency_keys", [days])
        assert found.fetchone() == (True,)
