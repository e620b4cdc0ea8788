"""How far reviewers agree: the plain share, and Cohen's kappa, which takes off what chance would give.

Cohen, J. (1960), "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20(1).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Table = Mapping[tuple[str, str], int]  # how often the one said this and the other that

_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of so many pairs of verdicts: the share that agrees, and kappa (None: it does not exist)."""

    pairs: int
    raw: Decimal | None
    kappa: Decimal | None


def measure(table: Table) -> Agreement:
    """The agreement of two raters, exact, rounded to four places.

    Kappa is 1 for full agreement, 0 for what chance would give, and does not exist without pairs or where
    both gave one and the same rating only: chance would have agreed as well.
    """
    total = sum(table.values())
    if total == 0:
        return Agreement(0, None, None)
    ones: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for (one, other), times in table.items():
        ones[one] += times
        others[other] += times
    observed = Fraction(sum(times for (one, other), times in table.items() if one == other), total)
    chance = sum((Fraction(times * others[rating], total * total) for rating, times in ones.items()), Fraction(0))
    kappa = None if chance == 1 else (observed - chance) / (1 - chance)
    return Agreement(total, _rounded(observed), None if kappa is None else _rounded(kappa))


def _rounded(share: Fraction) -> Decimal:
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(_PLACES)
