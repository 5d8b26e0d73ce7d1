package shop

import (
	"database/sql"
	"errors"
	"net/http"
)

func (s *OrderServer) Serve(w http.ResponseWriter, r *http.Request) {
	order, err := s.store.Order(r.Context(), r.PathValue("id"))
	if err != nil {
		switch {
		case errors.Is(err, sql.ErrNoRows):
			http.Error(w, "there is no such entry", http.StatusNotFound)
		case errors.Is(err, ErrForbidden):
			http.Error(w, "this is not yours", http.StatusForbidden)
		case errors.Is(err, ErrConflict):
			http.Error(w, "somebody else changed it", http.StatusConflict)
		default:
			s.log.Error("request failed", "error", err)
			http.Error(w, "we made a mistake", http.StatusInternalServerError)
		}
		return
	}
	s.render(w, order)
}
