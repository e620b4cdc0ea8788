"""The API as the command line uses it: over HTTP, like everybody else."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import requests

Json = dict[str, Any]
_FINISHED = frozenset({"extracted", "failed", "withdrawn"})
_PAGE = 200  # claims per request, the API's maximum
_LOOK_AGAIN = 0.05  # seconds between two looks at an article, growing to ...
_LOOK_AGAIN_AT_MOST = 1.0


class Refused(Exception):
    """The service refused the request."""


class NoAnswer(Exception):
    """The service does not answer."""


@dataclass(frozen=True, slots=True)
class ArticleState:
    """How far an article is."""

    id: str
    state: str
    problem: str | None

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.state in _FINISHED


class Client:
    """Requests with one key to one service; use it as a context manager."""

    def __init__(self, url: str, key: str, timeout: float = 30.0) -> None:
        self.url = url.rstrip("/")
        self.timeout = timeout
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {key}"
        self.session.headers["Accept"] = "application/json, application/problem+json"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def submit(self, text: str, *, title: str | None = None, published: datetime | None = None) -> ArticleState:
        """Send an article. Raises Refused with the service's own words."""
        body: Json = {"text": text}
        if title is not None:
            body["title"] = title
        if published is not None:
            body["publishedAt"] = published.isoformat()
        return _article(self.request("POST", "/v1/articles", json=body))

    def article(self, article_id: str) -> ArticleState:
        """Where the article is now."""
        return _article(self.request("GET", f"/v1/articles/{article_id}"))

    def reextract(self, article_id: str) -> ArticleState:
        """Have an article extracted again."""
        return _article(self.request("POST", f"/v1/articles/{article_id}:reextract"))

    def follow(self, article: ArticleState, seconds: float) -> Iterator[ArticleState]:
        """Each state the article is seen in, until it is finished; raises NoAnswer after so many seconds."""
        end = time.monotonic() + seconds
        pause = _LOOK_AGAIN
        yield article
        while not article.finished:
            if time.monotonic() > end:
                waited = f"The article {article.id} is still {article.state} after {seconds:.0f} seconds"
                raise NoAnswer(f"{waited}: is a worker running?")
            time.sleep(pause)
            pause = min(pause * 1.5, _LOOK_AGAIN_AT_MOST)
            article = self.article(article.id)
            yield article

    def article_claims(self, article_id: str) -> Iterator[Json]:
        """All claims of an article, in the order of the text."""
        return self.pages(f"/v1/articles/{article_id}/claims", {})

    def pages(self, path: str, filters: Mapping[str, str], limit: int | None = None) -> Iterator[Json]:
        """The rows of a listing, page after page; at most `limit` of them."""
        query = {**filters, "limit": str(min(limit or _PAGE, _PAGE))}
        left = limit
        while True:
            page = self.request("GET", path, params=query)
            yield from page["items"][:left]
            left = None if left is None else left - len(page["items"])
            if page["next"] is None or (left is not None and left <= 0):
                return
            query["cursor"] = page["next"]

    def request(self, method: str, path: str, **options: Any) -> Json:
        """One request; the decoded answer ({} when there is none). Raises Refused or NoAnswer."""
        response = self._send(method, path, **options)
        return response.json() if response.content else {}

    def text(self, path: str) -> str:
        """A text, exactly as it is stored. Raises Refused or NoAnswer."""
        return self._send("GET", path, headers={"Accept": "text/plain, application/problem+json"}).content.decode()

    def _send(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            response = self.session.request(method, self.url + path, timeout=self.timeout, **options)
        except requests.RequestException as error:
            line = f"No answer from {self.url}: is the service running (make run), and is --url right?"
            raise NoAnswer(line) from error
        if not response.ok:
            raise Refused(_reason(response))
        return response


def _article(body: Json) -> ArticleState:
    problem = body.get("problem")
    return ArticleState(
        id=body["id"],
        state=body["state"],
        problem=problem.get("detail") if isinstance(problem, dict) else problem,
    )


def _reason(response: requests.Response) -> str:
    try:
        problem = response.json()
    except ValueError:
        return f"The service answered {response.status_code} {response.reason}."
    words = [str(problem.get("title", response.reason)), str(problem.get("detail", ""))]
    words += [
        f"{error.get('parameter') or error.get('pointer', '')} {error.get('detail', '')}"
        for error in problem.get("errors", [])
    ]
    return f"{response.status_code}: " + " · ".join(word.strip() for word in words if word.strip())
