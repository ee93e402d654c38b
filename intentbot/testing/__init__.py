"""The tests that editors write: sentences and whole dialogues, and what they never exercise."""
