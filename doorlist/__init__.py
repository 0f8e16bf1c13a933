"""Doorlist: the registration desk for online meetings, webinars and recordings."""

__version__ = "0.1.0"
