"""The page at work: keys pressed in a browser, verdicts in the database of the real service."""

from collections.abc import Iterator

import pytest

from tests.service import browser
from tests.service.browser import Page
from tests.service.claimrows import Given
from tests.service.desk import Desk, Person
from tests.service.test_verdicts import match

FIRST, SECOND = Given(worthiness=900, start=0), Given(worthiness=800, start=5, kind="percentage")


@pytest.fixture
def page(desk: Desk, anna: Person) -> Iterator[Page]:
    """The queue, opened with Anna's key."""
    with browser.opened(f"{desk.site.url}/review#queue") as found:
        found.open_desk(anna.key)
        yield found
        assert found.problems() == "No console messages."


def shown(page: Page) -> str:
    """The id of the claim that is shown: the one whose draft would be kept."""
    page.press("e")
    page.write("x")
    (draft,) = page.read("Object.keys(sessionStorage).filter((name) => name.startsWith('factclaims.draft.'))")
    page.write("")
    page.press("Escape")
    return str(draft).removeprefix("factclaims.draft.")


def test_one_key_press_judges_and_brings_the_next(desk: Desk, anna: Person, page: Page) -> None:
    """With everything that was written; the form is empty again."""
    first, second = desk.claims(FIRST, SECOND)
    page.next_claim()
    assert shown(page) == first
    page.press("e")
    page.write("The budget says otherwise.")
    page.press("Escape", "o")
    page.write("https://city.example/budget")
    page.press("Escape", "o")
    page.write("https://press.example/release")
    page.press("Escape", "v")
    page.write("9 dollars")
    page.press("Escape", "5")
    page.wait("document.getElementById('toast').textContent.startsWith('False: judged')")
    page.settle()
    verdict = anna.history(first)[0]["verdict"]
    assert (verdict["rating"], verdict["reviewer"], verdict["explanation"]) == (
        "false",
        "Anna",
        "The budget says otherwise.",
    )
    assert [source["url"] for source in verdict["sources"]] == [
        "https://city.example/budget",
        "https://press.example/release",
    ]
    assert verdict["correctedValue"] == {"text": "9 dollars"}
    assert page.read("document.getElementById('explanation').value") == ""
    assert shown(page) == second


def test_a_digit_that_is_written_judges_nothing(desk: Desk, anna: Person, page: Page) -> None:
    """While a field has the focus, keys are letters."""
    (claim,) = desk.claims(FIRST)
    page.next_claim()
    page.press("e", "1", "n", "r")
    page.settle()
    assert anna.history(claim) == []
    assert page.read("document.getElementById('desk').hidden") is False


def test_what_is_written_outlives_the_lease(desk: Desk, anna: Person, page: Page) -> None:
    """It ends while somebody writes: the page says so, takes the claim again, and the next press judges."""
    (claim,) = desk.claims(FIRST)
    page.next_claim()
    page.press("e")
    page.write("Half an hour of work.")
    page.press("Escape")
    desk.run("UPDATE claims SET leased_until = now() WHERE id = %s", claim)
    page.press("1")
    page.wait("!document.getElementById('trouble').hidden")
    assert "Your lease on this claim has ended." in page.words("trouble")
    page.press("1")
    page.wait("document.getElementById('trouble').hidden")
    page.settle()
    page.press("1")
    page.wait("document.getElementById('toast').textContent.startsWith('True: judged')")
    assert anna.history(claim)[0]["verdict"]["explanation"] == "Half an hour of work."


def test_a_claim_that_somebody_else_took_is_not_judged(desk: Desk, ben: Person, page: Page) -> None:
    """The lease ended and Ben has it: nothing is judged, nothing that was written is lost."""
    (claim,) = desk.claims(FIRST)
    page.next_claim()
    page.press("e")
    page.write("Mine.")
    page.press("Escape")
    desk.run("UPDATE claims SET leased_until = now() WHERE id = %s", claim)
    assert ben.take().status_code == 201
    page.press("1")
    page.wait("!document.getElementById('trouble').hidden")
    page.settle()
    page.press("1")
    page.wait("document.getElementById('toast').textContent.includes('Another reviewer holds this claim')")
    assert page.read("document.getElementById('explanation').value") == "Mine."
    assert ben.history(claim) == []


def test_a_lost_answer_is_asked_for_again(desk: Desk, anna: Person, page: Page) -> None:
    """The verdict arrived, its answer did not: the same key again repeats the request, and one verdict stands."""
    first, second = desk.claims(FIRST, SECOND)
    page.next_claim()
    page.read("(() => { const real = fetch; window.fetch = async (...args) => { await real(...args); window.fetch = real;"
              " throw new TypeError('gone'); }; return 1; })()")  # fmt: skip
    page.press("5")
    page.wait("document.getElementById('toast').textContent.includes('does not answer')")
    page.settle()
    assert [entry["action"] for entry in anna.history(first)] == ["decide"]
    page.press("5")
    page.wait("document.getElementById('toast').textContent.startsWith('False: judged')")
    page.settle()
    assert [entry["action"] for entry in anna.history(first)] == ["decide"]
    assert shown(page) == second


def test_a_match_while_it_is_held_is_told(desk: Desk, anna: Person, page: Page) -> None:
    """Coming back to the tab renews the lease; the earlier check is announced, and the verdict is still taken."""
    checked, claim = desk.claims(Given(worthiness=1, start=9), FIRST)
    page.next_claim()
    match(desk, claim, checked)
    page.read("dispatchEvent(new Event('online'))")
    page.wait("document.getElementById('said').textContent.includes('A published verdict on the same has turned up')")
    page.press("2")
    page.wait("document.getElementById('toast').textContent.startsWith('Mostly true: judged')")
    assert anna.claim(claim)["review"]["verdict"] == "mostlyTrue"


def test_tags_and_assignment_are_kept(desk: Desk, anna: Person, page: Page) -> None:
    """`t` and `a`; a claim that waits for somebody else is given back."""
    first, second = desk.claims(FIRST, SECOND)
    page.next_claim()
    save = "document.activeElement.form.requestSubmit()"
    page.press("t")
    page.write("election, budget")
    page.read(save)
    page.wait("document.getElementById('said').textContent === 'Saved.'")
    page.press("a")
    page.write("Ben")
    page.read(save)
    page.wait("document.getElementById('toast').textContent.includes('It waits for Ben now')")
    page.settle()
    review = anna.claim(first)["review"]
    assert (review["tags"], review["assignedTo"]) == (["election", "budget"], "Ben")
    assert shown(page) == second
    assert desk.person("Ben").take().json()["claim"]["id"] == first


def test_a_verdict_is_published_and_corrected(desk: Desk, anna: Person, page: Page) -> None:
    """`p` in the list of verdicts, then `x`: the old verdict is in the form, a rating replaces it."""
    (claim,) = desk.claims(FIRST)
    anna.judge(anna.take().json(), "false", explanation="An old source.")
    page.press("g")
    page.wait("document.querySelector('#one h2') !== null && !document.getElementById('one').hidden")
    page.press("p")
    page.wait("document.getElementById('toast').textContent.startsWith('Published')")
    assert anna.claim(claim)["review"]["state"] == "published"
    page.press("x")
    page.wait("document.getElementById('explanation').value === 'An old source.' && location.hash === '#queue'")
    page.settle()
    page.press("1")
    page.wait("document.getElementById('toast').textContent.startsWith('Corrected: True')")
    assert [entry["action"] for entry in anna.history(claim)] == ["correct", "publish", "decide"]


def test_markup_in_an_article_stays_text(desk: Desk, page: Page) -> None:
    """Whatever an article says, it becomes no element of the page."""
    evil = '<img src=x onerror="window.evil=1"><script>window.evil=1</script> 12 people \u202e'
    article = desk.article(evil, title=evil[:60], publisher="<b>P</b>", url="https://news.example/?<script>")
    desk.claims(Given(text=evil, worthiness=999), article=article)
    page.next_claim()
    page.wait("document.getElementById('context').textContent.includes('12 people')")
    assert (
        page.read("document.querySelectorAll('#context img, #context script, #claim img, #claim script').length") == 0
    )
    assert page.read("window.evil") is None


def test_a_refused_source_is_shown_at_its_field(desk: Desk, anna: Person, page: Page) -> None:
    """422 names it by a pointer: the field is marked and has the focus."""
    (claim,) = desk.claims(FIRST)
    page.next_claim()
    page.press("o")
    page.write("ftp://files.example")
    page.press("Escape", "1")
    page.wait("document.activeElement.getAttribute('aria-invalid') === 'true'")
    assert page.read("document.activeElement.name") == "url"
    assert anna.history(claim) == []
