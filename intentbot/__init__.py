"""An intent bot for customer service."""

__version__ = "0.1.0"
