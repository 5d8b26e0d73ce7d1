package shop

import (
	"context"
	"fmt"
)

func (s *PriceStore) Price(ctx context.Context, id string) (*Price, error) {
	row := s.db.QueryRowContext(ctx, priceQuery, id)
	found, err := scanPrice(row)
	if err != nil {
		return nil, fmt.Errorf("price %s: %w", id, err)
	}
	return found, nil
}
