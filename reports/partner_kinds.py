"""Codes of the papers for partners, and the wordings of a letter."""

LETTER, AGREEMENT = "partner_letter", "partner_agreement"
MIRROR = "partner_order"  # the order that the partner issues at its side
REQUEST, THANKS = "request", "thanks"
VARIANTS = {REQUEST: "Просьба выделить наставников", THANKS: "Благодарственное письмо"}
