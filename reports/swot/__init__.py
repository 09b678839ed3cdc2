"""SWOT that drafts itself: facts of a programme or a form, and named rules that make statements of them."""
