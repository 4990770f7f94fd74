"""Files of claims to files of decisions: CSV, JSON Lines, Parquet flat and nested, folders of them."""
