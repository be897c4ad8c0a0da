"""The day on Discord."""
