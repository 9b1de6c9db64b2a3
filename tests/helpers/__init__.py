"""What several tests need: tiny Word files, and gates for programs that not every machine has."""
