"""What a claim says: its clause, subject, speaker, change and period, by the rules of a language."""
