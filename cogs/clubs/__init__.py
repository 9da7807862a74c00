"""Setting reading clubs up and steering them."""
