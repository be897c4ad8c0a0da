"""Slack's side of the pictures."""
