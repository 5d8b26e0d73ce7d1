// Package maps is one of the shop's parts.
package maps

import "example.org/shop/geo"

func Run() {
	_ = geo.Nearest(geo.Point{}, []geo.Point{{}})
}
