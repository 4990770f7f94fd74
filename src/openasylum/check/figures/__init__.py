"""Figures in a text held against the register: what is counted, our values of it, and how the two stand to each other."""
