"""The only code, beside `intentbot.formats`, that touches the disk."""
