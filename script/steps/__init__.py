"""What script/setup, script/server and script/test do, step by step, with the standard library alone.

Every step says what it does, does nothing when there is nothing to do, and can be run again after a failure.
"""
