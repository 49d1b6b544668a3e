"""How good and how fast proposals are, on made-up towns, beside the best that hindsight could have done."""
