"""The project: settings, addresses, middlewares and error pages."""
