"""The HTTP server as tests see it."""

from dataclasses import dataclass

from service.client import Client


@dataclass(frozen=True, slots=True)
class Api:
    """Where the server is, and a key of scope everything."""

    url: str
    key: str

    def client(self) -> Client:
        """A client with the key; use it as a context manager."""
        return Client(self.url, self.key)
