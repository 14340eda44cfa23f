"""Published models: what they take and give, and running them."""

from __future__ import annotations
