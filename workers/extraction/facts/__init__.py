"""What the claims of one article say together: the same again, against each other, and sums that can be checked."""
