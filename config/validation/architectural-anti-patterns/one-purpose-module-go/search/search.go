// Package search is one of the shop's parts.
package search

import "example.org/shop/geo"

func Run() {
	_ = geo.Inside(geo.Point{}, geo.Point{}, geo.Point{})
}
