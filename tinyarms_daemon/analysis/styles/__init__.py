"""Style sheets and what stands in them: values, colors, measures, and the kinds of tokens."""
