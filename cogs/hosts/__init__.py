"""Hosts: who leads which session, in a fair rotation: `/host`."""
