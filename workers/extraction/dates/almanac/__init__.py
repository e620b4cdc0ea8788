"""The calendars that feasts are counted by: Easter, Hebrew, Islamic and Hindu, with the sun and the moon they follow."""
