"""How long what is kept is kept: the relay forgets in small batches, between its other work."""

from collections.abc import Callable
from dataclasses import dataclass

from workers import store_retention as store
from workers.database import Db

BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """For how many days each kind is kept; 0: for ever."""

    changes: int = 0
    deliveries: int = 30
    tombstones: int = 0
    earlier_texts: int = 0


def forget(db: Db, kept: Kept, most: int = BATCH) -> dict[str, int]:
    """Forget at most `most` of each kind; how many of which, only those of which there were any."""
    timed: dict[str, tuple[int, Callable[[Db, int, int], int]]] = {
        "deliveries": (kept.deliveries, store.deliveries),  # before the changes that they tell of
        "changes": (kept.changes, store.changes),
        "tombstones": (kept.tombstones, store.tombstones),
        "earlier_texts": (kept.earlier_texts, store.earlier_texts),
    }
    forgotten = {name: act(db, days, most) for name, (days, act) in timed.items() if days}
    forgotten |= {"answers": store.answers(db, most), "processes": store.silent(db)}
    return {name: number for name, number in forgotten.items() if number}
