// Package maps is one of the shop's parts.
package maps

import "example.org/shop/common"

func Run() {
	_ = common.NearestShop(common.Point{}, []common.Point{{}})
}
