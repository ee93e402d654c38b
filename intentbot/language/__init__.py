"""What a bot knows of human languages: which one it is, cues, phrases of its own, and how values are said."""
