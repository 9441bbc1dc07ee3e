"""What moves the currency: parity, hedging, flows and announcements."""
