"""The project's scripts; their Python parts are in the packages here."""
