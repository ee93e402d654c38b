"""How a bot is doing: figures over time, and what changes."""
