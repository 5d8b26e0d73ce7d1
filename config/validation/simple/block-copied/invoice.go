package billing

import (
	"errors"
	"strings"
)

type Address struct {
	Street, City, Zip, Country string
}

func ShippingLabel(name string, address Address) (string, error) {
	lines := []string{}
	trimmed := strings.TrimSpace(name)
	if trimmed == "" {
		return "", errors.New("a name is needed")
	}
	lines = append(lines, strings.ToUpper(trimmed))
	if address.Street == "" || address.City == "" {
		return "", errors.New("the address is not complete")
	}
	lines = append(lines, address.Street)
	lines = append(lines, address.Zip+" "+address.City)
	if address.Country != "" {
		lines = append(lines, strings.ToUpper(address.Country))
	}
	return strings.Join(lines, "\n"), nil
}

func InvoiceHead(customer string, billing Address) (string, error) {
	rows := []string{}
	clean := strings.TrimSpace(customer)
	if clean == "" {
		return "", errors.New("a name is needed")
	}
	rows = append(rows, strings.ToUpper(clean))
	if billing.Street == "" || billing.City == "" {
		return "", errors.New("the address is not complete")
	}
	rows = append(rows, billing.Street)
	rows = append(rows, billing.Zip+" "+billing.City)
	if billing.Country != "" {
		rows = append(rows, strings.ToUpper(billing.Country))
	}
	return strings.Join(rows, "\n"), nil
}
