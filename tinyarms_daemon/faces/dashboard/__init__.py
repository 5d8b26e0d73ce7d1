"""A page in the browser, served on 127.0.0.1 while somebody looks at it."""
