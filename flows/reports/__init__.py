"""What leaves the program: tables, mails, feeds and exports, each escaped at the exit."""
