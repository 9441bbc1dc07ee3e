"""Days on which something happened: official operations and announcements."""
