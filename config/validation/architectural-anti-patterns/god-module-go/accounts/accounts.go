// Package accounts is one of the shop's parts.
package accounts

import "example.org/shop/common"

func Run() {
	_ = common.HashPassword("")
}
