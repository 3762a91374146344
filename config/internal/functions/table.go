package functions

import (
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// namespace is the prefix under which Terraform offers each of its functions a second time.
const namespace = "core::"

// Table returns the functions by name, each also under its name in the namespace core. It is built when it is first
// asked for, and shared: callers must not change it. It is safe for concurrent use.
func Table() map[string]function.Function { return table() }

// Names returns the names of the functions, sorted and without namespace, for suggestions.
func Names() []string { return slices.Sorted(maps.Keys(entries())) }

var table = sync.OnceValue(func() map[string]function.Function {
	all := entries()
	functions := make(map[string]function.Function, 2*len(all))
	for name, entry := range all {
		guarded := guarded(entry.function, entry.check)
		functions[name], functions[namespace+name] = guarded, guarded
	}
	return functions
})

// An entry is a function and what must hold of its arguments beyond the limits that hold for all.
type entry struct {
	function function.Function
	check    precheck
}

func entries() map[string]entry {
	all := make(map[string]entry)
	for _, family := range []func() map[string]entry{
		numeric, texts, regexes, collections, sets, encodings, hashes, networks, times, conversions,
	} {
		maps.Copy(all, family())
	}
	return all
}

func numeric() map[string]entry {
	return map[string]entry{
		"abs":      {stdlib.AbsoluteFunc, nil},
		"ceil":     {stdlib.CeilFunc, nil},
		"floor":    {stdlib.FloorFunc, nil},
		"log":      {stdlib.LogFunc, nil},
		"max":      {stdlib.MaxFunc, nil},
		"min":      {stdlib.MinFunc, nil},
		"parseint": {stdlib.ParseIntFunc, shortNumber},
		"pow":      {stdlib.PowFunc, nil},
		"signum":   {stdlib.SignumFunc, nil},
		"sum":      {sumFunction(), nil},
	}
}

func texts() map[string]entry {
	return map[string]entry{
		"basename":    {basenameFunction(), nil},
		"chomp":       {stdlib.ChompFunc, nil},
		"dirname":     {dirnameFunction(), nil},
		"endswith":    {endsWithFunction(), nil},
		"format":      {stdlib.FormatFunc, formatted},
		"formatlist":  {stdlib.FormatListFunc, formattedList},
		"indent":      {stdlib.IndentFunc, indented},
		"join":        {stdlib.JoinFunc, joined},
		"lower":       {stdlib.LowerFunc, nil},
		"replace":     {replaceFunction(), nil},
		"split":       {stdlib.SplitFunc, parted},
		"startswith":  {startsWithFunction(), nil},
		"strcontains": {containsTextFunction(), nil},
		"strrev":      {stdlib.ReverseFunc, nil},
		"substr":      {stdlib.SubstrFunc, nil},
		"title":       {stdlib.TitleFunc, nil},
		"trim":        {stdlib.TrimFunc, nil},
		"trimprefix":  {stdlib.TrimPrefixFunc, nil},
		"trimspace":   {stdlib.TrimSpaceFunc, nil},
		"trimsuffix":  {stdlib.TrimSuffixFunc, nil},
		"upper":       {stdlib.UpperFunc, nil},
	}
}

func regexes() map[string]entry {
	return map[string]entry{
		"regex":    {stdlib.RegexFunc, matched},
		"regexall": {stdlib.RegexAllFunc, matchedAll},
	}
}

func collections() map[string]entry {
	return map[string]entry{
		"alltrue":      {allTrueFunction(), nil},
		"anytrue":      {anyTrueFunction(), nil},
		"chunklist":    {stdlib.ChunklistFunc, nil},
		"coalesce":     {coalesceFunction(), nil},
		"coalescelist": {stdlib.CoalesceListFunc, nil},
		"compact":      {stdlib.CompactFunc, nil},
		"concat":       {stdlib.ConcatFunc, nil},
		"contains":     {stdlib.ContainsFunc, notForNull},
		"distinct":     {distinctFunction(), comparedWithItself},
		"element":      {stdlib.ElementFunc, nil},
		"flatten":      {stdlib.FlattenFunc, nil},
		"index":        {indexFunction(), nil},
		"keys":         {stdlib.KeysFunc, nil},
		"length":       {lengthFunction(), nil},
		"lookup":       {lookupFunction(), nil},
		"matchkeys":    {matchKeysFunction(), comparedWithKeys},
		"merge":        {stdlib.MergeFunc, nil},
		"one":          {oneFunction(), nil},
		"range":        {stdlib.RangeFunc, nil},
		"reverse":      {stdlib.ReverseListFunc, nil},
		"slice":        {stdlib.SliceFunc, nil},
		"sort":         {stdlib.SortFunc, nil},
		"transpose":    {transposeFunction(), nil},
		"values":       {stdlib.ValuesFunc, nil},
		"zipmap":       {stdlib.ZipmapFunc, nil},
	}
}

func sets() map[string]entry {
	return map[string]entry{
		"setintersection": {stdlib.SetIntersectionFunc, nil},
		"setproduct":      {stdlib.SetProductFunc, multiplied},
		"setsubtract":     {stdlib.SetSubtractFunc, nil},
		"setunion":        {stdlib.SetUnionFunc, nil},
	}
}

func encodings() map[string]entry {
	return map[string]entry{
		"base64decode":     {base64DecodeFunction(), nil},
		"base64encode":     {base64EncodeFunction(), nil},
		"base64gunzip":     {base64GunzipFunction(), nil},
		"base64gzip":       {base64GzipFunction(), nil},
		"csvdecode":        {stdlib.CSVDecodeFunc, shortSource},
		"jsondecode":       {stdlib.JSONDecodeFunc, flatJSON},
		"jsonencode":       {stdlib.JSONEncodeFunc, withText},
		"textdecodebase64": {textDecodeFunction(), nil},
		"textencodebase64": {textEncodeFunction(), nil},
		"urldecode":        {urlDecodeFunction(), nil},
		"urlencode":        {urlEncodeFunction(), nil},
		"yamldecode":       {yamlDecodeFunction(), flatYAML},
		"yamlencode":       {yamlEncodeFunction(), narrowYAML},
	}
}

func times() map[string]entry {
	return map[string]entry{
		"formatdate": {stdlib.FormatDateFunc, nil},
		"timeadd":    {stdlib.TimeAddFunc, nil},
		"timecmp":    {timeCompareFunction(), nil},
	}
}

func conversions() map[string]entry {
	return map[string]entry{
		"can":          {tryfunc.CanFunc, nil},
		"issensitive":  {isSensitiveFunction(), nil},
		"nonsensitive": {nonSensitiveFunction(), nil},
		"sensitive":    {sensitiveFunction(), nil},
		"tobool":       {conversionTo(cty.Bool), nil},
		"tolist":       {conversionTo(cty.List(cty.DynamicPseudoType)), nil},
		"tomap":        {conversionTo(cty.Map(cty.DynamicPseudoType)), nil},
		"tonumber":     {conversionTo(cty.Number), shortNumber},
		"toset":        {conversionTo(cty.Set(cty.DynamicPseudoType)), nil},
		"tostring":     {conversionTo(cty.String), nil},
		"try":          {tryfunc.TryFunc, nil},
	}
}
