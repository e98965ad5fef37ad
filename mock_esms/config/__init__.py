"""What users write in YAML: documents with places, settings, globs, presets of redelivery."""
