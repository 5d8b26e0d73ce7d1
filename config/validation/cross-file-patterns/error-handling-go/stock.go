package shop

import (
	"context"
	"fmt"
)

func (s *StockStore) Stock(ctx context.Context, id string) (*Stock, error) {
	row := s.db.QueryRowContext(ctx, stockQuery, id)
	found, err := scanStock(row)
	if err != nil {
		return nil, fmt.Errorf("stock %s: %w", id, err)
	}
	return found, nil
}
