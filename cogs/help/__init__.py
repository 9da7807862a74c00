"""`/help`: what somebody can do here, with clickable commands."""
