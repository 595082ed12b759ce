"""The time limits of the law, to look up: pages over goldenthread.rules.clocks, without a row."""
