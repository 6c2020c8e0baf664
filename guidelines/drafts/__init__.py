"""Documents in sections: drafts, versions, recommendations, and the wording people vote on."""
