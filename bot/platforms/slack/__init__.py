"""Slack: translates its events into calls of features, and their answers into calls of its API."""
