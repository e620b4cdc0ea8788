"""A review bot: works through the queue and sorts out what is not worth a person's time.

FACTCLAIMS_URL=… FACTCLAIMS_KEY=… python examples/review_bot.py 0.3

It takes dates one by one, the worthiest first, and judges those below the given worthiness `notAClaim`; anything else
it gives back to the people. A lease makes sure that nobody works on the same claim meanwhile.
"""

import os
import sys
from decimal import Decimal

import requests

API = os.environ["FACTCLAIMS_URL"] + "/v1"
BOT = "review-bot"
api = requests.Session()
api.headers["Authorization"] = f"Bearer {os.environ['FACTCLAIMS_KEY']}"


def main(threshold: str) -> None:
    """Until nothing is left that the bot may judge; prints what it did."""
    kept = []
    while lease := take():
        claim = lease["claim"]
        if Decimal(claim["worthiness"]["score"]) < Decimal(threshold):
            verdict = {"lease": lease["id"], "reviewer": BOT, "rating": "notAClaim"}
            verdict["explanation"] = f"A date of worthiness {claim['worthiness']['score']}, below {threshold}."
            api.post(f"{API}/claims/{claim['id']}/verdicts", json=verdict).raise_for_status()
            print(f"notAClaim  {claim['value']['raw']}")
        else:
            kept.append(lease)  # held until the end, so that the queue goes on behind it
            print(f"kept       {claim['value']['raw']}")
    for lease in kept:
        api.delete(f"{API}/review/leases/{lease['id']}").raise_for_status()


def take() -> dict | None:
    """The next date nobody holds; None when there is none (204)."""
    answer = api.post(f"{API}/review/leases", json={"reviewer": BOT, "kind": "date"})
    answer.raise_for_status()
    return answer.json() if answer.content else None


if __name__ == "__main__":
    main(*sys.argv[1:])
