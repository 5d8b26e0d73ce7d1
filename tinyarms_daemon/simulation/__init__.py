"""A laptop and a model runtime in virtual time, under the decisions that a daemon makes."""
