"""What pages and endpoints show of applications, always asked by owner."""
