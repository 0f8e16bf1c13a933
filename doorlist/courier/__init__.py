"""What goes out at its own pace: webhooks, delivered until they arrive."""
