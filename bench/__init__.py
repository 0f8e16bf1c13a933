"""What is measured, against what: `make bench`. Figures of one machine in one hour; only the ratios travel."""
