package hclfmt

import (
	"bytes"
	"reflect"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// sameTokens says whether two sources differ in nothing but the blanks between tokens. Comments are tokens, too.
func sameTokens(a, b []byte) bool {
	return slices.EqualFunc(tokens(a), tokens(b), func(a, b hclsyntax.Token) bool {
		return a.Type == b.Type && bytes.Equal(a.Bytes, b.Bytes)
	})
}

// tokens takes source apart that parses, so that it has no error to return.
func tokens(src []byte) hclsyntax.Tokens {
	found, _ := hclsyntax.LexConfig(src, "", hcl.InitialPos)
	return found
}

// isSame says whether other source means the same as that of body, and has the same comments.
func isSame(src []byte, body *hclsyntax.Body, other []byte) bool {
	otherBody, err := parse(other)
	return err == nil && slices.Equal(comments(src), comments(other)) &&
		sameSyntax(reflect.ValueOf(body), reflect.ValueOf(otherBody))
}

func comments(src []byte) []string {
	var found []string
	for _, token := range tokens(src) {
		if token.Type == hclsyntax.TokenComment {
			found = append(found, string(token.Bytes))
		}
	}
	return found
}

var (
	operationType = reflect.TypeFor[*hclsyntax.Operation]()
	valueType     = reflect.TypeFor[cty.Value]()
	places        = []reflect.Type{reflect.TypeFor[hcl.Range](), reflect.TypeFor[[]hcl.Range](), reflect.TypeFor[hcl.Pos]()}
)

// sameSyntax compares syntax trees, but for places in the source, and for what a value may be wrapped in.
func sameSyntax(a, b reflect.Value) bool {
	a, b = bare(a), bare(b)
	switch {
	case a.IsValid() != b.IsValid():
		return false
	case !a.IsValid():
		return true
	case a.Type() != b.Type():
		return false
	case slices.Contains(places, a.Type()):
		return true
	case a.Type() == valueType:
		return a.Interface().(cty.Value).RawEquals(b.Interface().(cty.Value))
	}
	return sameParts(a, b)
}

func sameParts(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			if a.Type().Field(i).IsExported() && !sameSyntax(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Slice:
		for i := range min(a.Len(), b.Len()) {
			if !sameSyntax(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return a.Len() == b.Len()
	case reflect.Map:
		for _, key := range a.MapKeys() {
			if !sameSyntax(a.MapIndex(key), b.MapIndex(key)) {
				return false
			}
		}
		return a.Len() == b.Len()
	}
	return a.Comparable() && b.Comparable() && a.Equal(b)
}

// bare follows pointers and interfaces, and takes parentheses and a template of nothing but one value off. An operation
// stays a pointer: there is one of each.
func bare(v reflect.Value) reflect.Value {
	for v.IsValid() && v.Type() != operationType && (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) {
		switch node := v.Interface().(type) {
		case *hclsyntax.TemplateWrapExpr:
			v = reflect.ValueOf(node.Wrapped)
		case *hclsyntax.ParenthesesExpr:
			v = reflect.ValueOf(node.Expression)
		default:
			v = v.Elem()
		}
	}
	return v
}
