"""How subscribers are told: one module a channel."""
