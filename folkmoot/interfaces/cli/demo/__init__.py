"""The demo community: invented people, what they say and do, drawn pictures, all told by features' own verbs."""
