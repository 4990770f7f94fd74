"""The scorecard: published official calculations rebuilt, and how well the model would have done."""
