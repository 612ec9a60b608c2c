"""The edges: HTTP, sockets, and the browser app's build."""
