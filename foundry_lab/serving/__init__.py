"""Published models as a service."""
