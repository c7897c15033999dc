"""clausewatch: the pipeline from a provider's page to a told subscriber."""
