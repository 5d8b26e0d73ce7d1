// Package pictures is one of the shop's parts.
package pictures

import "example.org/shop/common"

func Run() {
	_ = common.ResizeImage(nil, 2)
}
