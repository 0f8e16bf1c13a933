"""Who may: tokens and the grants that give them."""
