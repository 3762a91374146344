package zenmlapi

import (
	"strings"

	"github.com/zsv-dev/zsv/internal/strictjson"
)

// classOf returns the name of the exception in a refusal: {"detail": ["KeyError", "…"]}, or that list by itself. What comes
// after the name quotes what was sent. "" where there is none.
func classOf(body any) string {
	if object, ok := body.(strictjson.Object); ok {
		body = object["detail"]
	}
	list, _ := body.([]any)
	if len(list) == 0 {
		return ""
	}
	name, _ := list[0].(string)
	letter := func(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }
	if len(name) > 100 || strings.TrimFunc(name, letter) != "" {
		return ""
	}
	return name
}

// isRefusal says whether a body is one that ZenML gives with a refusal.
func isRefusal(body any) bool {
	object, _ := body.(strictjson.Object)
	switch object["detail"].(type) {
	case string, []any:
		return true
	}
	return classOf(body) != ""
}
