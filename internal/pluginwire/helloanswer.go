package pluginwire

import "slices"

// A Hello is what a program says of itself.
type Hello struct {
	// Name and Version are for people. They may be empty.
	Name, Version string
	// Capabilities are the methods that it knows.
	Capabilities []string
	// Addresses and Paths are the names of the arguments that hold addresses and paths.
	Addresses, Paths []string
}

// Can says whether the program knows a method.
func (h *Hello) Can(method string) bool { return slices.Contains(h.Capabilities, method) }

func readHello(a answer) (h Hello, err error) {
	o, err := a.object.object("hello", required)
	if err != nil {
		return h, err
	}
	if h.Name, err = o.text("name", optional); err != nil {
		return h, err
	}
	if h.Version, err = o.text("version", optional); err != nil {
		return h, err
	}
	if h.Capabilities, err = o.texts("capabilities", required); err != nil {
		return h, err
	}
	if h.Addresses, err = o.texts("addresses", optional); err != nil {
		return h, err
	}
	h.Paths, err = o.texts("paths", optional)
	h.Name, h.Version = o.shown(h.Name, longestName), o.shown(h.Version, longestName)
	return h, err
}
