"""What a quantity leaves unsaid, and its country or the figures beside it say: whose dollar, which unit."""
