"""The settings of relay and workers: what is read, what is refused, and that the table tells all."""

import dataclasses
import re

import pytest

from workers import config
from workers.retention import Kept

LEAST = {"WORKER_DATABASE_URL": "postgresql://w@db/f", "REDIS_URL": "redis://r"}


def test_two_addresses_are_enough() -> None:
    """Everything else has a default."""
    found = config.from_environment(LEAST)
    assert (found.database_url, found.redis_url, found.lease_seconds) == ("postgresql://w@db/f", "redis://r", 20)


def test_the_workers_database_goes_before_the_apis() -> None:
    """Both may be in one environment; the role differs."""
    both = {**LEAST, "DATABASE_URL": "postgresql://api@db/f"}
    assert config.from_environment(both).database_url == "postgresql://w@db/f"
    alone = {"DATABASE_URL": "postgresql://api@db/f", "REDIS_URL": "redis://r"}
    assert config.from_environment(alone).database_url == "postgresql://api@db/f"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"REDIS_URL": ""}, "REDIS_URL"),
        ({"WORKER_DATABASE_URL": ""}, "WORKER_DATABASE_URL"),
        ({"LEASE_SECONDS": "0"}, "LEASE_SECONDS"),
        ({"QUEUE_DEPTH": "-1"}, "QUEUE_DEPTH"),
        ({"WORKER_MEMORY_MB": "much"}, "WORKER_MEMORY_MB"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"KEEP_CHANGES_DAYS": "-1"}, "KEEP_CHANGES_DAYS"),
        ({"KEEP_DELIVERIES_DAYS": "1000001"}, "KEEP_DELIVERIES_DAYS"),
        ({"KEEP_TOMBSTONES_DAYS": "1.5"}, "KEEP_TOMBSTONES_DAYS"),
        ({"KEEP_EARLIER_TEXTS_DAYS": "for ever"}, "KEEP_EARLIER_TEXTS_DAYS"),
    ],
)
def test_a_wrong_setting_is_named(wrong: dict[str, str], named: str) -> None:
    """The operator reads which one it is."""
    with pytest.raises(config.MisconfiguredError, match=named):
        config.from_environment({**LEAST, **wrong})


def test_nothing_set_forgets_nothing_that_a_reader_sees() -> None:
    """Deliveries that ended go after thirty days; 0 keeps them, too."""
    assert config.from_environment(LEAST).kept == Kept(changes=0, deliveries=30, tombstones=0, earlier_texts=0)
    assert config.from_environment({**LEAST, "KEEP_DELIVERIES_DAYS": "0"}).kept.deliveries == 0


def test_no_address_is_shown_in_a_traceback() -> None:
    """Addresses hold passwords."""
    assert "postgresql" not in repr(config.from_environment(LEAST))


def test_the_table_has_a_line_for_every_setting() -> None:
    """A setting that nobody can read about does not exist."""
    named = set(re.findall(r"^\| `([A-Z_]+)`", str(config.__doc__), re.MULTILINE))
    settings = [*dataclasses.fields(config.Config), *dataclasses.fields(Kept)]
    assert len(named) == len([field for field in settings if field.name != "kept"])
