// Package common holds what the other packages need.
package common

import (
	"archive/zip"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/hex"
	"errors"
	"html"
	"io"
	"io/fs"
	"math"
	"net/smtp"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	EarthRadiusKilometers = 6371
	HoursPerDay           = 24
)

type Card struct {
	Number  string
	Expires time.Time
	Limit   int
}

type Point struct{ Lat, Lon float64 }

func ParseConfig(text string) map[string]string {
	values := map[string]string{}
	for _, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if key, value, found := strings.Cut(line, "="); found {
			values[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	return values
}


func ConfigFlag(values map[string]string, name string) bool {
	switch strings.ToLower(values[name]) {
	case "yes", "true", "on":
		return true
	default:
		return false
	}
}


func ResizeImage(pixels [][]uint8, factor int) [][]uint8 {
	result := [][]uint8{}
	for y := 0; y < len(pixels); y += factor {
		row := []uint8{}
		for x := 0; x < len(pixels[y]); x += factor {
			row = append(row, pixels[y][x])
		}
		result = append(result, row)
	}
	return result
}


func BlurImage(pixels [][]uint8) [][]uint8 {
	result := ResizeImage(pixels, 1)
	for y := 1; y < len(pixels)-1; y++ {
		for x := 1; x < len(pixels[y])-1; x++ {
			sum := int(pixels[y-1][x]) + int(pixels[y+1][x]) + int(pixels[y][x-1]) + int(pixels[y][x+1])
			result[y][x] = uint8(sum / 4)
		}
	}
	return result
}


func ChargeCard(card Card, cents int) error {
	if cents <= 0 || card.Number == "" {
		return errors.New("nothing to charge")
	}
	if card.Expires.Before(time.Now()) {
		return errors.New("the card has expired")
	}
	if card.Limit < cents {
		return errors.New("beyond the limit")
	}
	return nil
}


func RefundCard(card *Card, cents int)  {
	if card == nil || cents <= 0 {
		return
	}
	card.Limit += cents
}


func ListUsers(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := []string{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}


func DeleteUser(db *sql.DB, name string) error {
	if name == "" {
		return errors.New("a name is needed")
	}
	_, err := db.Exec("DELETE FROM users WHERE name = ?", name)
	return err
}


func SendMail(to string, text string) error {
	if !strings.Contains(to, "@") {
		return errors.New("no address")
	}
	message := "To: " + to + "\r\n\r\n" + text
	return smtp.SendMail("localhost:25", nil, "shop@example.org", []string{to}, []byte(message))
}


func MailTemplate(name string, values map[string]string) string {
	text := "Dear " + name + ",\n"
	for key, value := range values {
		text += key + ": " + value + "\n"
	}
	return text
}


func DistanceKilometers(a, b Point) float64 {
	lat := (b.Lat - a.Lat) * math.Pi / 180
	lon := (b.Lon - a.Lon) * math.Pi / 180
	h := math.Pow(math.Sin(lat/2), 2) + math.Cos(a.Lat*math.Pi/180)*math.Cos(b.Lat*math.Pi/180)*math.Pow(math.Sin(lon/2), 2)
	return 2 * EarthRadiusKilometers * math.Asin(math.Sqrt(h))
}


func NearestShop(from Point, shops []Point) Point {
	best := shops[0]
	for _, shop := range shops[1:] {
		if DistanceKilometers(from, shop) < DistanceKilometers(from, best) {
			best = shop
		}
	}
	return best
}


func HashPassword(password string) string {
	sum := sha256.Sum256([]byte(password))
	return hex.EncodeToString(sum[:])
}


func CheckPassword(password, hash string) bool {
	return subtle.ConstantTimeCompare([]byte(HashPassword(password)), []byte(hash)) == 1
}


func ZipFolder(folder string, target io.Writer) error {
	archive := zip.NewWriter(target)
	defer archive.Close()
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		writer, err := archive.Create(path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		_, err = writer.Write(data)
		return err
	})
}


func CountLines(path string) (int, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	return strings.Count(string(data), "\n"), nil
}


func RenderTable(rows [][]string) string {
	var out strings.Builder
	out.WriteString("<table>")
	for _, row := range rows {
		out.WriteString("<tr>")
		for _, cell := range row {
			out.WriteString("<td>" + html.EscapeString(cell) + "</td>")
		}
		out.WriteString("</tr>")
	}
	out.WriteString("</table>")
	return out.String()
}


func ParseDuration(text string) time.Duration {
	if strings.HasSuffix(text, "d") {
		days, err := strconv.Atoi(strings.TrimSuffix(text, "d"))
		if err == nil {
			return time.Duration(days) * HoursPerDay * time.Hour
		}
	}
	duration, _ := time.ParseDuration(text)
	return duration
}
