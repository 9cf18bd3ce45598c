"""The project: settings, URLs, middleware and error pages."""
