"""Gold of our own for what a claim says: subject, speaker, mode, change, sentence ends."""
