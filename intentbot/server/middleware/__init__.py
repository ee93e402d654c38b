"""What every request passes on its way to a route, each a plain ASGI app around the next."""
