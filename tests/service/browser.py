"""The desk's page in a browser, as a person at the keyboard uses it. The browser is Lightpanda: a program in a wheel."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lightpanda import Browser
from lightpanda.browser import Session

PATIENCE = 20_000  # milliseconds, on a slow machine


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is open."""

    session: Session

    def read(self, expression: str) -> Any:
        """The value of an expression in the page."""
        found = self.session.evaluate(
            script=f"JSON.stringify({{value: ({expression}) ?? null}})"
        )  # decoded by the client
        return found["value"]

    def wait(self, expression: str) -> None:
        """Wait until an expression is true. Raises lightpanda.ToolError when it does not become true."""
        self.session.wait_for_script(script=expression, timeout=PATIENCE)

    def words(self, element: str) -> str:
        """The words of an element; "" when it is hidden."""
        found: str = self.read(
            f"(e => e.closest('[hidden]') ? '' : e.textContent)(document.getElementById('{element}'))"
        )
        return found

    def press(self, *keys: str) -> None:
        """Press keys, each on what has the focus, as a keyboard does."""
        for key in keys:
            self.session.evaluate(
                script="(document.activeElement ?? document.body).dispatchEvent("
                f"new KeyboardEvent('keydown', {{key: {json.dumps(key)}, bubbles: true, cancelable: true}})); 1"
            )

    def write(self, words: str) -> None:
        """Write into the field that has the focus."""
        self.session.evaluate(
            script=f"document.activeElement.value = {json.dumps(words)};"
            "document.activeElement.dispatchEvent(new Event('input', {bubbles: true})); 1"
        )

    def open_desk(self, key: str) -> None:
        """Enter an API key."""
        self.session.fill(selector="#key", value=key)
        self.session.evaluate(script="document.querySelector('#login form').requestSubmit(); 1")
        self.wait("document.querySelectorAll('#ratings button').length > 0 && !document.getElementById('login').open")
        self.session.evaluate(script="document.activeElement?.blur(); 1")  # a dialog that closes gives the focus back

    def next_claim(self) -> str:
        """Bring the next claim; its quote."""
        self.press("n")
        return self.shown()

    def shown(self, but: str = "") -> str:
        """The quote of the claim that is shown, once it is another one than `but`."""
        quote = "document.querySelector('#claim h2')?.textContent"
        self.wait(
            f"!document.body.classList.contains('busy') && ({quote} ?? '') !== '' && {quote} !== {json.dumps(but)}"
        )
        found: str = self.read(quote)
        return found

    def settle(self) -> None:
        """Wait until what was begun has ended."""
        self.wait("!document.body.classList.contains('busy')")

    def problems(self) -> str:
        """What the page has written to the console."""
        return str(self.session.console_logs())


@contextmanager
def opened(url: str) -> Iterator[Page]:
    """The page at an address, in a browser of its own."""
    with Browser(env={"LIGHTPANDA_DISABLE_TELEMETRY": "true"}, timeout=60) as browser, browser.new_session() as session:
        session.goto(url=url, timeout=PATIENCE)
        yield Page(session)
