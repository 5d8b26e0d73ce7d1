"""What people read in a repository: comments, documents, and the files that they name."""
