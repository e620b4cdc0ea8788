"""The embedded Redis: on this machine only, with a password, never forgetting silently."""

from urllib.parse import urlsplit

import pytest
import redis as client
from redis.backoff import NoBackoff
from redis.retry import Retry

from service.embedded import redis
from service.embedded.ground import Ground
from service.embedded.problems import ServerMissing


def test_the_password_is_needed(redis_url: str) -> None:
    """Reaching the port is not enough."""
    port = urlsplit(redis_url).port
    assert port is not None
    with (
        client.Redis(port=port, retry=Retry(NoBackoff(), 0)) as stranger,
        pytest.raises(client.exceptions.AuthenticationError),
    ):
        stranger.ping()


def test_a_full_queue_refuses_instead_of_forgetting(redis_url: str) -> None:
    """A message that is dropped in silence would be work that is late for no reason."""
    with client.Redis.from_url(redis_url, decode_responses=True) as owner:
        assert owner.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_it_listens_on_this_machine_only(redis_url: str) -> None:
    """Its protocol is no border."""
    with client.Redis.from_url(redis_url, decode_responses=True) as owner:
        assert owner.config_get("bind") == {"bind": "127.0.0.1"}


def test_a_missing_server_says_what_to_install(servers_ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither on PATH nor as a wheel: one line with both ways out."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.path", [])
    with pytest.raises(ServerMissing, match="install redis-server or valkey-server"):
        redis.find_binary(servers_ground)
