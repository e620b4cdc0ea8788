"""A message that a worker has received, and may fail to acknowledge."""

from celery.worker.request import Request
from kombu.transport.virtual import QoS


class Receipt(Request):  # type: ignore[misc]  # celery has no types
    """Celery's request, which a worker is rid of also when Redis, killed meanwhile, could not be told.

    Celery logs such a failure and goes on, but the channel goes on counting the message as held. With one message at a time
    the worker would wait for ever, alive and deaf. The message needs no more: a Redis that was killed has lost it, one that
    was not rings a second time.
    """

    def acknowledge(self) -> None:
        """Tell Redis that the message is done; whether it hears or not, it is no longer held here."""
        super().acknowledge()
        message = self.message
        if not message.acknowledged:
            QoS.ack(message.channel.qos, message.delivery_tag)  # type: ignore[no-untyped-call]  # kombu's
