"""The pages of a plan: view → query → presenter → template; view → form → action."""
