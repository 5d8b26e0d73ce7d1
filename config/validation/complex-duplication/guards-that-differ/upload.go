package files

import (
	"errors"
	"path/filepath"
	"strings"
)

func CheckUpload(name string, size int64, kinds []string) error {
	if size == 0 {
		return errors.New("the file is empty")
	}
	if strings.Contains(name, "..") || filepath.IsAbs(name) {
		return errors.New("the name leaves the folder")
	}
	allowed := false
	for _, kind := range kinds {
		if strings.EqualFold(filepath.Ext(name), "."+kind) {
			allowed = true
		}
	}
	if !allowed {
		return errors.New("files of this kind are not taken")
	}
	return nil
}
