"""Endpoints and deliveries as JSON, from their rows."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from schemas.wire.webhooks import Delivery, DeliverySummary, NewWebhook, Webhook
from service.store.deliveries import AttemptRow, DeliveryRow
from service.store.webhooks import WebhookRow

_WEBHOOK = Webhook()
_NEW_WEBHOOK = NewWebhook()
_SUMMARY = DeliverySummary()
_DELIVERY = Delivery()
_FILTERS = ("kinds", "languages", "publishers")


def webhook(row: WebhookRow, secret: str | None = None) -> dict[str, Any]:
    """An endpoint as `schemas.wire.webhooks.Webhook` has it, with its secret as NewWebhook."""
    worthiness = None if row.min_worthiness is None else Decimal(row.min_worthiness) / 1000
    filters = {name: getattr(row, name) for name in _FILTERS} | {"min_worthiness": worthiness}
    members = asdict(row) | {"filters": filters, "secret": secret}
    dumped: dict[str, Any] = (_WEBHOOK if secret is None else _NEW_WEBHOOK).dump(members)
    return dumped


def summary(row: DeliveryRow) -> dict[str, Any]:
    """A delivery as `schemas.wire.webhooks.DeliverySummary` has it."""
    dumped: dict[str, Any] = _SUMMARY.dump(_members(row))
    return dumped


def delivery(row: DeliveryRow, attempts: Sequence[AttemptRow]) -> dict[str, Any]:
    """A delivery as `schemas.wire.webhooks.Delivery` has it."""
    dumped: dict[str, Any] = _DELIVERY.dump(_members(row) | {"log": attempts})
    return dumped


def _members(row: DeliveryRow) -> dict[str, Any]:
    return asdict(row) | {"message_id": f"msg_{row.id.hex}"}
