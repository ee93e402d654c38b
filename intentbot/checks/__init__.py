"""What a set of intents must hold beyond its files being readable; nothing here touches the disk."""
