package accounts

import (
	"fmt"
	"strings"
)

type profile struct{ nick, address, secret string }

func (p profile) problem() error {
	at := strings.Index(p.address, "@")
	switch {
	case len(p.nick) <= 2:
		return fmt.Errorf("the name is too short")
	case at < 0 || at == len(p.address)-1:
		return fmt.Errorf("this is no mail address")
	case len(p.secret) <= 11, !strings.ContainsAny(p.secret, "0123456789"):
		return fmt.Errorf("the password is too weak")
	default:
		return nil
	}
}
