"""A review desk in the terminal: one claim after the other, one key judges and brings the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from service.claim_table import printable, shown_value
from service.client import Client, Refused

Json = dict[str, Any]

AROUND = 240  # code points of the article on each side of the quote
LATER_SECONDS = 120
_HELP = "e why · o source · s later · q quit"
_TONES = {"amount": "blue", "percentage": "green", "date": "magenta"}


@dataclass(slots=True)
class TerminalDesk:
    """What sits between a reviewer and the API. `press` gives one key, `ask` a line for a question."""

    client: Client
    console: Console
    press: Callable[[], str]
    ask: Callable[[str], str]
    filters: Mapping[str, Any]
    reviewer: str | None = None
    judged: int = 0
    _said: Json = field(default_factory=dict)

    def work(self) -> int:
        """Judge until nothing waits or the reviewer leaves; how many claims were judged.

        A claim that is held when the reviewer leaves, however they leave, is given back.
        """
        ratings: list[Json] = self.client.request("GET", "/v1/review/settings")["ratings"]
        lease = self._take()
        try:
            while lease:
                self._show(lease, ratings)
                lease = self._turn(lease, ratings)
        except (KeyboardInterrupt, EOFError):
            self._give_back(lease)
        self.console.print(f"{self.judged} judged.", highlight=False)
        return self.judged

    def _take(self) -> Json:
        lease = self.client.request("POST", "/v1/review/leases", json=self._signed(dict(self.filters)))
        if not lease:
            self.console.print("Nothing waits that fits and that you have not judged.", highlight=False)
        return lease

    def _turn(self, lease: Json, ratings: list[Json]) -> Json:
        """Do what the pressed key says; the claim that is on the desk afterwards."""
        key = self.press()
        if key.isdecimal() and 0 < int(key) <= len(ratings):
            return self._judge(lease, ratings[int(key) - 1])
        if key == "e":
            self._said["explanation"] = self.ask("Why")
        elif key == "o":
            self._said["sources"] = [{"url": self.ask("Address of the source")}]
        elif key == "s":
            return self._later(lease)
        elif key in ("q", "\x03", "\x04", ""):
            raise EOFError
        else:
            self.console.print(_HELP, style="dim", highlight=False)
        return lease

    def _judge(self, lease: Json, rating: Json) -> Json:
        body = {"lease": lease["id"], "rating": rating["name"], "next": dict(self.filters), **self._said}
        try:
            answer = self.client.request(
                "POST", f"/v1/claims/{lease['claim']['id']}/verdicts", json=self._signed(_filled(body))
            )
        except Refused as error:
            self.console.print(Text(str(error), style="red"))
            self._said = {}
            return lease if _is_held(self.client, lease) else self._take()
        self.judged += 1
        self._said = {}
        review = answer["claim"]["review"]
        progress = f"{review['submitted']} of {review['required']} verdicts"
        state = progress if review["state"] == "open" else review["state"]
        self.console.print(Text(f"{rating['label']}: {state}", style="bold"))
        if answer["next"] is None:
            self.console.print("Nothing waits that fits and that you have not judged.", highlight=False)
        return answer["next"] or {}

    def _later(self, lease: Json) -> Json:
        """Let the lease run out soon: given back at once, the same claim would come again."""
        self.client.request("POST", f"/v1/review/leases/{lease['id']}:renew", json={"seconds": LATER_SECONDS})
        self._said = {}
        return self._take()

    def _give_back(self, lease: Json) -> None:
        try:
            self.client.request("DELETE", f"/v1/review/leases/{lease['id']}")
        except Refused:
            return  # it has ended by itself

    def _show(self, lease: Json, ratings: list[Json]) -> None:
        claim = lease["claim"]
        self.console.rule(style="dim")
        self.console.print(self._context(claim))
        table = Table.grid(padding=(0, 2))
        for name, said in _facts(claim):
            table.add_row(Text(name, style="dim"), Text(printable(said)))
        self.console.print(table)
        keys = Text()
        for number, rating in enumerate(ratings, 1):
            keys.append(f" {number} ", style="reverse").append(f" {printable(rating['label'])}   ")
        self.console.print(keys)
        self.console.print(_HELP, style="dim", highlight=False)

    def _context(self, claim: Json) -> Text:
        """The quote in its article, as much as fits a screen."""
        article = self.client.request("GET", claim["links"]["article"])
        text = self.client.text(article["links"]["text"])
        place = next(one for one in claim["target"]["selector"] if one["type"] == "TextPositionSelector")
        before = text[max(0, place["start"] - AROUND) : place["start"]]
        quote = text[place["start"] : place["end"]]
        shown = Text("…" if place["start"] > AROUND else "")
        shown.append(_lines(before)).append(_lines(quote), style=f"bold reverse {_TONES[claim['kind']]}")
        shown.append(_lines(text[place["end"] : place["end"] + AROUND]))
        return shown.append("…" if len(text) > place["end"] + AROUND else "")

    def _signed(self, body: Json) -> Json:
        return body if self.reviewer is None else body | {"reviewer": self.reviewer}


def _facts(claim: Json) -> list[tuple[str, str]]:
    attribution = claim["attribution"] or {}
    unit = claim["value"].get("unit") or {}
    facts = [
        ("value", f"{shown_value(claim['value'])} {unit.get('code') or unit.get('text') or ''}"),
        ("who", (attribution.get("named") or attribution.get("speaker") or {}).get("text") or attribution.get("mode")),
        ("about", (claim["subject"] or {}).get("text")),
        ("when", (claim["period"] or {}).get("edtf")),
        ("worth", f"{claim['worthiness']['score']} ({', '.join(claim['worthiness']['reasons'])})"),
        ("state", claim["review"]["state"] if claim["review"]["state"] != "open" else None),
    ]
    return [(name, str(said)) for name, said in facts if said]


def _lines(text: str) -> str:
    """The text with its lines, each without anything that a terminal obeys."""
    return "\n".join(
        " " * (line[:1].isspace()) + printable(line) + " " * line[-1:].isspace() for line in text.split("\n")
    )


def _filled(body: Json) -> Json:
    """Without what was asked for and left empty."""
    kept = {name: said for name, said in body.items() if said != ""}
    if kept.get("sources") == [{"url": ""}]:
        del kept["sources"]
    return kept


def _is_held(client: Client, lease: Json) -> bool:
    try:
        client.request("POST", f"/v1/review/leases/{lease['id']}:renew", json={})
    except Refused:
        return False
    return True
