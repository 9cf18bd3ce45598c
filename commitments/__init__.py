"""What the agreements oblige the parties to, and how it went."""
