"""Listens and answers: on Discord, on a page, over HTTP; the model runs on a thread of its own."""
