"""Chat platforms: each translates events into feature calls, and answers into API calls."""
