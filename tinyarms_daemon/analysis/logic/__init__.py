"""What definitions do, told without the words of a language, and what they weigh."""
