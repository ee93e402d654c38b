"""A turn of a conversation: what is heard, what to do about it, what is asked outside, and how it is said."""
