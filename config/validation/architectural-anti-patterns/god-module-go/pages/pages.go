// Package pages is one of the shop's parts.
package pages

import "example.org/shop/common"

func Run() {
	_ = common.RenderTable(nil)
}
