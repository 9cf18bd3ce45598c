"""What a file tells besides what it shows, and the file without it. Pure."""
