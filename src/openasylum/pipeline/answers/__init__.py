"""What is asked of a run: waits by cohort and by decision, stocks and flows by month, each stage in figures, and one person's prospects."""
