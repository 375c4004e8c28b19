"""What a digest says to its one subscriber: about the places asked for, the most important first."""
