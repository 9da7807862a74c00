"""A club's calendar: `/week calendar`, and the feed with the same content."""
