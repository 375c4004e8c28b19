"""A digest's content as a mail, a page, a feed entry, a chat message or JSON, each escaped at the exit."""
