"""Speed as ratios within one run against named baselines; never a timed test, because machines are noisy."""
