"""What each address of the server answers: one file for each operation, or group of them."""
