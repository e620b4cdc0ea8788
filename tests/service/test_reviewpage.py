"""The fact-checkers' page: served as it is, nothing from elsewhere, nothing that could run an article's words."""

import re
from pathlib import Path

import pytest

import service
from tests.service.site import Site

FOLDER = Path(service.__file__).parent / "review"
SCRIPTS = sorted(FOLDER.glob("*.js"))
INDEX = (FOLDER / "index.html").read_text(encoding="utf-8")


def test_the_page_and_each_of_its_files_is_served(site: Site) -> None:
    """Every file of the folder, byte by byte, and nothing else."""
    page = site.raw("GET", "/review", {}, None)
    assert (page.status, page.body.decode()) == (200, INDEX)
    for path in FOLDER.iterdir():
        if path.name != "index.html":
            answer = site.raw("GET", f"/review/{path.name}", {}, None)
            assert (path.name, answer.status, answer.body) == (path.name, 200, path.read_bytes())
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("index.html", "other.js", "..%2fapp.py"):
        assert site.raw("GET", f"/review/{name}", {}, None).status in (400, 404)


def test_the_policy_allows_its_own_files_only(site: Site) -> None:
    """No inline code, no eval, no frame, no other host."""
    policy = site.raw("GET", "/review", {}, None).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert {rules[name] for name in ("script-src", "style-src", "connect-src", "img-src")} == {"'self'"}
    assert {rules[name] for name in ("base-uri", "form-action", "frame-ancestors")} == {"'none'"}
    assert rules["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in policy


def test_the_page_needs_nothing_inline_and_nothing_from_elsewhere() -> None:
    """The policy would refuse it, and the page would be broken."""
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! type=\"module\" src=\"/review/)", INDEX)
    for path in FOLDER.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://[a-z]", text), path.name


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_code_out_of_words(path: Path) -> None:
    """Elements are built, never written as HTML."""
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage|\.cookie"
    assert re.findall(forbidden, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_what_a_script_names_is_there(path: Path) -> None:
    """The modules that it imports with the names that it takes from them, and the elements that it looks for."""
    text = path.read_text(encoding="utf-8")
    for names, module in re.findall(r"import \{([^}]+)\} from \"\./(\w+\.js)\"", text):
        exported = set(re.findall(r"export (?:async )?(?:function|const|class) (\w+)", (FOLDER / module).read_text()))
        assert {name.strip() for name in names.split(",")} <= exported, module
    wanted = set(re.findall(r"(?:byId|said)\(\"([\w-]+)\"\)", text)) | set(re.findall(r"focus\(\"#([\w-]+)\"\)", text))
    assert wanted <= set(re.findall(r"id=\"([\w-]+)\"", INDEX))


def test_the_guide_tells_every_key() -> None:
    """The table that `?` shows and the one in docs/review.md are the same keys."""
    guide = (FOLDER.parents[1] / "docs" / "review.md").read_text(encoding="utf-8")
    table = (FOLDER / "help.js").read_text(encoding="utf-8").split("export const KEYS = {")[1].split("\n};")[0]
    sections = re.findall(r'^  "?([\w ]+)"?: (\[\[.*?\]\]|\[\n.*?\n  \]),$', table, re.MULTILINE | re.DOTALL)
    assert len(sections) == 4
    for view, keys in sections:
        (line,) = re.findall(rf"^\| {view.lower()} \| (.*) \|$", guide, re.MULTILINE)
        assert re.findall(r"`([^`]+)`", line) == re.findall(r'\["([^"]+)", "', keys), view


def test_no_script_is_longer_than_a_sitting() -> None:
    """As for the rest of the house."""
    assert {path.name for path in SCRIPTS if len(path.read_text(encoding="utf-8").splitlines()) > 300} == set()
