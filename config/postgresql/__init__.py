"""A Django database backend that starts the embedded store when something first connects, and not before."""
