// Package settings is one of the shop's parts.
package settings

import "example.org/shop/common"

func Run() {
	_ = common.ParseConfig("")
}
