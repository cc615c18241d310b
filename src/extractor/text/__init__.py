"""Text as text: the shadow that rules match on, numerals, sentences, identity. Knows nothing of pages or records' meaning."""
