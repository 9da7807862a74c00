"""What the bot sends on its own account: the outbox worker, the requests it makes, and their pace."""
