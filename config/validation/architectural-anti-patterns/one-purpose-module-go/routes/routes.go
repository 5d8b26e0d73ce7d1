// Package routes is one of the shop's parts.
package routes

import "example.org/shop/geo"

func Run() {
	_ = geo.Length(nil)
}
