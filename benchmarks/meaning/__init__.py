"""Gold of our own for what a claim says, and how well it is read: subject, speaker, cue, mode, change, period."""
