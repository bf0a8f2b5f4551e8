"""The engine: turns design values into SQL, diagrams and proof. Pure Python; never imports Django."""
