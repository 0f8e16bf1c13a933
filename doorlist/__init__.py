"""Doorlist: the registration desk for online meetings and recordings."""

__version__ = "0.1.0"
