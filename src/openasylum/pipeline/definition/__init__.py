"""What a stage file says: its form, its numbers, its capacity, and everything it must satisfy, each fault with its line."""
