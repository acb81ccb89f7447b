"""What a language model writes about a resume, in workers only, each statement traced before anybody sees it."""
