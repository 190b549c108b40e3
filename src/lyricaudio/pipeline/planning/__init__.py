"""What is to be made: orders, where their files go, and whether they are filled already."""
