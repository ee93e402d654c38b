"""What the bot missed becomes examples: the inbox, and decisions that are written into the intent files."""
