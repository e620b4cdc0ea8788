"""A picture of the claims: amounts of money against their worthiness, as SVG, with nothing but the standard library.

FACTCLAIMS_URL=… FACTCLAIMS_KEY=… python examples/plot_claims.py USD > claims.svg
"""

import json
import math
import os
import sys
from html import escape

import requests

WIDTH, HEIGHT, EDGE = 800, 400, 40


def main(currency: str) -> None:
    """Stream the export, draw a dot a claim."""
    answer = requests.get(
        os.environ["FACTCLAIMS_URL"] + "/v1/exports/claims.ndjson",
        params={"type": "Money", "unit": currency, "fields": "value,text,worthiness"},
        headers={"Authorization": f"Bearer {os.environ['FACTCLAIMS_KEY']}"},
        stream=True,
        timeout=60,
    )
    answer.raise_for_status()
    claims = [json.loads(line) for line in answer.iter_lines() if line]
    amounts = [(float(amount), claim) for claim in claims if (amount := claim["value"]["amount"]) and float(amount) > 0]
    most = max((math.log10(amount) for amount, _ in amounts), default=1.0)
    least = min((math.log10(amount) for amount, _ in amounts), default=0.0)
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">')
    print(f'<text x="{EDGE}" y="20">{len(amounts)} amounts in {escape(currency)}: size →, worthiness ↑</text>')
    for amount, claim in amounts:
        x = EDGE + (math.log10(amount) - least) / ((most - least) or 1) * (WIDTH - 2 * EDGE)
        y = HEIGHT - EDGE - float(claim["worthiness"]["score"]) * (HEIGHT - 2 * EDGE)
        title = escape(f"{claim['value']['raw']}: {claim['text']}")
        print(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#36c" fill-opacity="0.5"><title>{title}</title></circle>')
    print("</svg>")


if __name__ == "__main__":
    main(*sys.argv[1:])
