package accounts

import (
	"errors"
	"strings"
)

func CheckSignup(name, mail, password string) error {
	if len(name) < 3 {
		return errors.New("the name is too short")
	}
	if !strings.Contains(mail, "@") || strings.HasSuffix(mail, "@") {
		return errors.New("this is no mail address")
	}
	hasDigit := false
	for _, letter := range password {
		if letter >= '0' && letter <= '9' {
			hasDigit = true
		}
	}
	if len(password) < 12 || !hasDigit {
		return errors.New("the password is too weak")
	}
	return nil
}
