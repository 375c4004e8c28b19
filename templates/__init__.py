"""What people read: mails, feeds and pages, as Jinja2 templates beside this file."""
