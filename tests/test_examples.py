"""The scripts in examples/ are run as a reader runs them, against the real service."""

import os
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import psycopg

from service.embedded.processes import Running
from service.embedded.redis import free_port
from tests.databases import Database
from tests.http import Api
from tests.service import claimrows
from tests.service.claimrows import Given

EXAMPLES = Path(__file__).parents[1] / "examples"


def run(api: Api, example: str, *arguments: str) -> str:
    """What an example prints."""
    environment = os.environ | {"FACTCLAIMS_URL": api.url, "FACTCLAIMS_KEY": api.key}
    done = subprocess.run(
        [sys.executable, EXAMPLES / example, *arguments],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_cms_plug_in_shows_the_claims_of_its_article(
    api: Api, worker: Running, courier: Running, tmp_path: Path
) -> None:
    """Submitted, heard of by webhook, verified, shown; its endpoint is gone afterwards."""
    article = tmp_path / "article.txt"
    article.write_text("The bridge cost $2.9 billion. Some 500 people came.", encoding="utf-8")
    shown = run(api, "cms_plugin.py", str(article), f"http://127.0.0.1:{free_port()}/hook")
    assert "$2.9 billion" in shown
    assert "500 people" in shown
    with api.client() as client:
        assert client.request("GET", "/v1/webhooks")["items"] == []
    assert not worker.ended
    assert not courier.ended


def test_the_plug_in_is_as_short_as_it_says() -> None:
    """Forty lines of code; what is around them explains."""
    code = (EXAMPLES / "cms_plugin.py").read_text(encoding="utf-8").partition("import os")[2].splitlines()
    assert len([line for line in code if line.strip()]) <= 42


def test_the_review_bot_judges_what_it_may_and_keeps_the_rest(api: Api, database: Database) -> None:
    """Below its threshold notAClaim; what it kept is free for people again."""
    with api.client() as client:
        article = client.submit("It began on 3 March 2022.").id
        dates = [
            Given(kind="date", value_type="Date", unit=None, low=None, high=None, worthiness=w, start=w)
            for w in (100, 900)
        ]
        low, high = claimrows.put(database.worker_url, article, *dates)
        with psycopg.connect(database.superuser_url) as db:
            db.execute(
                "UPDATE claims SET document = jsonb_set(document::jsonb, '{worthiness,score}', '\"0.1\"')::json"
                " WHERE id = %s",
                [low],
            )
        printed = run(api, "review_bot.py", "0.3")
        assert printed.count("notAClaim") == printed.count("kept") == 1
        judged = client.request("GET", f"/v1/claims/{low}")
        assert judged["review"]["submitted"] == 1
        lease = client.request("POST", "/v1/review/leases", json={"reviewer": "Anna", "kind": "date"})
        assert lease["claim"]["id"] == str(high)


def test_the_picture_has_a_dot_for_each_amount(api: Api, database: Database) -> None:
    """Well-formed SVG, whatever the sentences hold."""
    with api.client() as client:
        article = client.submit("It cost <10> & more.").id
    claimrows.put(database.worker_url, article, Given(text="<b>&'\""), Given(start=5), Given(unit="JPY", start=9))
    picture = ET.fromstring(run(api, "plot_claims.py", "USD"))  # noqa: S314 - our own example made it
    assert len(picture.findall("{http://www.w3.org/2000/svg}circle")) == 2


def test_watch_shows_what_happens(api: Api, courier: Running) -> None:
    """From the beginning, then as it happens, until so many changes were shown."""
    command = [sys.executable, "-m", "service.cli", "watch", "--url", api.url, "--key", api.key]
    with subprocess.Popen(
        [*command, "--from", "beginning", "--limit", "2"], stdout=subprocess.PIPE, text=True
    ) as watching:
        with api.client() as client:
            article = client.submit("One article of 1 person.").id
            time.sleep(1)
            client.request("DELETE", f"/v1/articles/{article}")
        shown, _ = watching.communicate(timeout=30)
    assert [line.split()[1] for line in shown.splitlines()] == ["article.accepted", "article.erased"]
    assert article in shown
    assert not courier.ended
