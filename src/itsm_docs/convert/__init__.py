"""Other programs, each behind one seam; they see packages and know nothing of engagements."""
