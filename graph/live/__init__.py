"""What all who are connected to this process share."""
