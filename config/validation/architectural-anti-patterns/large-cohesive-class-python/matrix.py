"""Matrices."""


class Matrix:
    """Rows of numbers, all of one length."""

    def __init__(self, rows):
        self.rows = rows
        self.height = len(rows)
        self.width = len(rows[0]) if rows else 0

    @classmethod
    def identity(cls, size):
        """Ones on the diagonal."""
        return cls([[1 if row == column else 0 for column in range(size)] for row in range(size)])

    def plus(self, other):
        """The sum."""
        return Matrix(
            [
                [a + b for a, b in zip(left, right, strict=True)]
                for left, right in zip(self.rows, other.rows, strict=True)
            ]
        )

    def minus(self, other):
        """The difference."""
        return self.plus(other.scaled(-1))

    def times(self, other):
        """The product; ValueError where the sizes do not fit."""
        if self.width != other.height:
            raise ValueError("these do not fit")
        columns = other.transposed().rows
        return Matrix(
            [
                [sum(a * b for a, b in zip(row, column, strict=True)) for column in columns]
                for row in self.rows
            ]
        )

    def equals(self, other):
        """Whether all entries are the same."""
        return self.rows == other.rows

    def scaled(self, factor):
        """Each entry times a factor."""
        return Matrix([[factor * entry for entry in row] for row in self.rows])

    def transposed(self):
        """Rows as columns."""
        return Matrix([list(column) for column in zip(*self.rows, strict=True)])

    def minor(self, row, column):
        """Without one row and one column."""
        kept = [entries for number, entries in enumerate(self.rows) if number != row]
        return Matrix([entries[:column] + entries[column + 1 :] for entries in kept])

    def determinant(self):
        """By expansion along the first row; ValueError where it is not square."""
        if self.width != self.height:
            raise ValueError("only a square matrix has one")
        if self.width == 1:
            return self.rows[0][0]
        signs = (-1 if column % 2 else 1 for column in range(self.width))
        return sum(
            sign * entry * self.minor(0, column).determinant()
            for column, (sign, entry) in enumerate(zip(signs, self.rows[0], strict=True))
        )

    def inverse(self):
        """By cofactors; ZeroDivisionError where there is none."""
        whole = self.determinant()
        cofactors = [
            [
                (-1 if (row + column) % 2 else 1) * self.minor(row, column).determinant()
                for column in range(self.width)
            ]
            for row in range(self.height)
        ]
        return Matrix(cofactors).transposed().scaled(1 / whole)

    def trace(self):
        """The sum of the diagonal."""
        return sum(self.rows[number][number] for number in range(min(self.width, self.height)))

    def power(self, exponent):
        """By squaring."""
        if exponent == 0:
            return Matrix.identity(self.width)
        half = self.power(exponent // 2)
        square = half.times(half)
        return square.times(self) if exponent % 2 else square
