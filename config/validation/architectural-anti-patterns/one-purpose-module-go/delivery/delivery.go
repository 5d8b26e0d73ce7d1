// Package delivery is one of the shop's parts.
package delivery

import "example.org/shop/geo"

func Run() {
	_ = geo.Distance(geo.Point{}, geo.Point{})
}
