"""What expressions mean wherever they stand, knowing nothing of notices: numerals, times, quantities, bodies, regions."""
