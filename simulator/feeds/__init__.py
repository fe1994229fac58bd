"""The Feeds API 2021-06-30: documents, feeds, what becomes of them, and their reports."""
