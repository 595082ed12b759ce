"""Pages of people, posts, forums, organisations and rights."""
