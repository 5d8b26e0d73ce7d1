// Package billing is one of the shop's parts.
package billing

import "example.org/shop/common"

func Run() {
	_ = common.ChargeCard(common.Card{}, 1)
}
