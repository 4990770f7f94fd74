"""What the natural experiments at the land border say: a Bayesian fit of monthly counts, 2017 to 2024.

The closure of March 2020, the reopening of November 2021 and the Additional Protocol of March 2023 moved
the same flow in different ways. The fit separates the demand to cross from what each rule let through. What
the data cannot tell, the response to an *end* of the designation, is not in it.
"""
