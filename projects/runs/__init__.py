"""Work done in the background: one module per kind of run, and what they share."""
