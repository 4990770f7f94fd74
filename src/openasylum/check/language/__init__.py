"""What a sentence says in numbers and times, English and French: nothing of asylum is known here."""
