// Package geo measures on the globe.
package geo

import "math"

const RadiusKilometers = 6371

// Point is a place, in degrees.
type Point struct{ Lat, Lon float64 }

// Distance is how far apart two points are, in kilometers.
func Distance(a, b Point) float64 {
	lat, lon := radians(b.Lat-a.Lat), radians(b.Lon-a.Lon)
	h := square(math.Sin(lat/2)) + math.Cos(radians(a.Lat))*math.Cos(radians(b.Lat))*square(math.Sin(lon/2))
	return 2 * RadiusKilometers * math.Asin(math.Sqrt(h))
}


// Nearest is the point closest to another.
func Nearest(from Point, points []Point) Point {
	best := points[0]
	for _, point := range points[1:] {
		if Distance(from, point) < Distance(from, best) {
			best = point
		}
	}
	return best
}


// Length is how long a path is.
func Length(path []Point) float64 {
	total := 0.0
	for index := 1; index < len(path); index++ {
		total += Distance(path[index-1], path[index])
	}
	return total
}


// Middle is the point halfway.
func Middle(a, b Point) Point {
	return Point{Lat: (a.Lat + b.Lat) / 2, Lon: (a.Lon + b.Lon) / 2}
}


// Bounds are the corners around some points.
func Bounds(points []Point) (Point, Point) {
	least, most := points[0], points[0]
	for _, point := range points {
		least = Point{Lat: math.Min(least.Lat, point.Lat), Lon: math.Min(least.Lon, point.Lon)}
		most = Point{Lat: math.Max(most.Lat, point.Lat), Lon: math.Max(most.Lon, point.Lon)}
	}
	return least, most
}


// Inside tells whether a point lies between two corners.
func Inside(point, least, most Point) bool {
	return point.Lat >= least.Lat && point.Lat <= most.Lat && point.Lon >= least.Lon && point.Lon <= most.Lon
}


// radians are degrees as the library wants them.
func radians(degrees float64) float64 {
	return degrees * math.Pi / 180
}


// square is a number times itself.
func square(number float64) float64 {
	return number * number
}
