"""The HTTP side of factclaims: the API, its store, the command line and the embedded servers."""
