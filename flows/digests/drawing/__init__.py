"""A digest's content as a mail, a page, a chat message or JSON, each escaped as it is written."""
