"""JSON: the registry, its search and its figures over HTTP, one blueprint a resource."""
