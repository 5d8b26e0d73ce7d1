package billing

import (
	"errors"
	"fmt"
	"strings"
)

type Address struct {
	Street, City, Zip, Country string
}

func addressLines(name string, address Address) ([]string, error) {
	trimmed := strings.TrimSpace(name)
	if trimmed == "" {
		return nil, errors.New("a name is needed")
	}
	if address.Street == "" || address.City == "" {
		return nil, errors.New("the address is not complete")
	}
	return []string{strings.ToUpper(trimmed), address.Street, address.Zip + " " + address.City}, nil
}

func ShippingLabel(name string, address Address) (string, error) {
	lines, err := addressLines(name, address)
	if err != nil {
		return "", fmt.Errorf("shipping label: %w", err)
	}
	return strings.Join(lines, "\n"), nil
}

func InvoiceHead(customer string, billing Address, number int) (string, error) {
	lines, err := addressLines(customer, billing)
	if err != nil {
		return "", fmt.Errorf("invoice %d: %w", number, err)
	}
	return fmt.Sprintf("Invoice %d\n%s", number, strings.Join(lines, "\n")), nil
}
