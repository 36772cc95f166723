"""What a class needs around the course: collecting, marks, who is where, a hub. See README.md here."""
