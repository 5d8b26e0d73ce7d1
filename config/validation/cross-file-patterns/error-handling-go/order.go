package shop

import (
	"context"
	"fmt"
)

func (s *OrderStore) Order(ctx context.Context, id string) (*Order, error) {
	row := s.db.QueryRowContext(ctx, orderQuery, id)
	found, err := scanOrder(row)
	if err != nil {
		return nil, fmt.Errorf("order %s: %w", id, err)
	}
	return found, nil
}
