"""What answers requests: thin, without rules of their own."""
