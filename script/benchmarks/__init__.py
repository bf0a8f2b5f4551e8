"""What script/bench measures, and the made-up designs it measures on."""
