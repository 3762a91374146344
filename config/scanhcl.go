package config

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// scanHCL finds the blocks of a file of HCL, of whatever schema.
func (f *scannedFile) scanHCL() {
	body := f.module.bodies[f.name]
	if body == nil {
		return
	}
	facts := f.module.facts[f.name]
	f.ignores = f.readScanIgnores()
	for _, a := range sortedAttributes(body.Attributes) {
		w := f.walkBlock(outsideOfBlocks(f.name, a.Name), nil)
		if f.isVariableFile() {
			w.source(attributePath{text: a.Name, name: a.Name}, a.Expr)
		} else {
			w.source(attributePath{name: a.Name}, a.Expr)
		}
		f.keep(w)
	}
	for i, b := range body.Blocks {
		var instances *hclsyntax.Body
		if i < len(facts.Blocks) {
			instances = facts.Blocks[i].Body
		}
		w := f.walkBlock(foreignAddress(b), instances)
		w.block.describe(b)
		w.body(attributePath{}, b.Body)
		f.keep(w)
	}
	slices.SortStableFunc(f.blocks, func(a, b ScannedBlock) int { return cmp.Compare(a.start(), b.start()) })
}

func (f *scannedFile) isVariableFile() bool {
	return strings.HasSuffix(strings.ToLower(f.name), ".tfvars")
}

// outsideOfBlocks is the address of an argument that stands in no block.
func outsideOfBlocks(file, name string) string {
	if strings.HasSuffix(strings.ToLower(file), ".tfvars") {
		return "var"
	}
	return address(name)
}

// foreignAddress returns the address of a block as Terraform's users know it.
func foreignAddress(b *hclsyntax.Block) string {
	if b.Type == "locals" && len(b.Labels) == 0 {
		return "local"
	}
	return address(b.Type, b.Labels...)
}

// describe notes what ZenML makes of a block.
func (s *ScannedBlock) describe(b *hclsyntax.Block) {
	if (b.Type != "resource" && b.Type != "data") || len(b.Labels) == 0 || !strings.HasPrefix(b.Labels[0], "zenml_") {
		return
	}
	s.ZenML = true
	if b.Labels[0] == "zenml_stack_component" {
		s.Type, s.Flavor = literalArgument(b.Body, "type"), literalArgument(b.Body, "flavor")
	}
}

func literalArgument(body *hclsyntax.Body, name string) string {
	a := body.Attributes[name]
	if a == nil {
		return ""
	}
	literal := literalOf(a.Expr)
	if literal == nil {
		return ""
	}
	text, _ := textOf(literal.Val)
	return text
}

// start returns where the first value of a block stands.
func (s *ScannedBlock) start() int {
	switch {
	case len(s.Values) > 0:
		return s.Values[0].Range.Start.Byte
	case len(s.Keys) > 0:
		return s.Keys[0].Range.Start.Byte
	}
	return 0
}

// keep adds the blocks of a walk that hold something.
func (f *scannedFile) keep(w *hclWalk) {
	for _, block := range append([]*ScannedBlock{w.block}, w.instanceBlocks...) {
		for i := range block.Values {
			block.Values[i].Attribute = strings.TrimPrefix(block.Values[i].Attribute, ".")
		}
		if len(block.Values)+len(block.Keys) > 0 {
			f.blocks = append(f.blocks, *block)
		}
	}
}

// An hclWalk goes through one top-level block.
type hclWalk struct {
	file  *scannedFile
	block *ScannedBlock
	facts *hclsyntax.Body // of the block, to evaluate its for_each and count
	// inside says that the walk is of what a text is put together from, which is not evaluated by itself.
	inside bool

	instances      []blockInstance
	instancesKnown bool
	instancesRead  bool
	instanceBlocks []*ScannedBlock // where values are those of one instance
}

func (f *scannedFile) walkBlock(address string, facts *hclsyntax.Body) *hclWalk {
	return &hclWalk{file: f, block: &ScannedBlock{Address: address}, facts: facts}
}

// body walks arguments and nested blocks. Of several blocks of a type each has its number in the path.
func (w *hclWalk) body(p attributePath, body *hclsyntax.Body) {
	for _, a := range sortedAttributes(body.Attributes) {
		w.source(p.key(a.Name), a.Expr)
	}
	counts, seen := map[string]int{}, map[string]int{}
	for _, b := range body.Blocks {
		counts[nestedName(b)]++
	}
	for _, b := range body.Blocks {
		name := nestedName(b)
		inner := p.key(name)
		if counts[name] > 1 {
			inner.text += "[" + strconv.Itoa(seen[name]) + "]"
			seen[name]++
		}
		w.nested(inner, b)
	}
}

// nestedName is what a nested block is called in a path: a dynamic one by what it makes.
func nestedName(b *hclsyntax.Block) string {
	if b.Type == "dynamic" && len(b.Labels) == 1 {
		return b.Labels[0]
	}
	return b.Type
}

func (w *hclWalk) nested(p attributePath, b *hclsyntax.Block) {
	if b.Type != "dynamic" || len(b.Labels) != 1 {
		for _, label := range b.Labels {
			p = p.key(label)
		}
		w.body(p, b.Body)
		return
	}
	for _, a := range sortedAttributes(b.Body.Attributes) {
		w.source(p.key(a.Name), a.Expr)
	}
	for _, content := range b.Body.Blocks {
		w.body(p, content.Body)
	}
}

// A blockInstance is one of those that for_each or count make of a block.
type blockInstance struct {
	suffix string // of the address: ["key"] or [0]
	values map[string]cty.Value
}

// mostInstances is how many instances of a block are looked at one by one.
const mostInstances = 1000

// readInstances evaluates for_each or count, as far as that is known.
func (w *hclWalk) readInstances() {
	if w.instancesRead || w.facts == nil {
		return
	}
	w.instancesRead = true
	if a := w.facts.Attributes["for_each"]; a != nil {
		w.instances, w.instancesKnown = eachInstances(w.file.module.prepared(a.Expr).evaluate(nil))
	} else if a := w.facts.Attributes["count"]; a != nil {
		w.instances, w.instancesKnown = countInstances(w.file.module.prepared(a.Expr).evaluate(nil))
	}
}

func eachInstances(collection cty.Value) (instances []blockInstance, known bool) {
	if collection.IsNull() || !collection.IsWhollyKnown() || !collection.CanIterateElements() ||
		collection.LengthInt() > mostInstances {
		return nil, false
	}
	isSet := collection.Type().IsSetType()
	for it := collection.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if isSet {
			key = element
		}
		name, ok := textOf(key)
		if !ok {
			return nil, false
		}
		each := cty.ObjectVal(map[string]cty.Value{"key": cty.StringVal(name), "value": element})
		instances = append(instances, blockInstance{"[" + quote(name) + "]", map[string]cty.Value{"each": each}})
	}
	return instances, true
}

func countInstances(count cty.Value) (instances []blockInstance, known bool) {
	text, ok := textOf(count)
	number, err := strconv.Atoi(text)
	if !ok || err != nil || number < 0 || number > mostInstances {
		return nil, false
	}
	for i := range number {
		index := cty.ObjectVal(map[string]cty.Value{"index": cty.NumberIntVal(int64(i))})
		instances = append(instances, blockInstance{"[" + strconv.Itoa(i) + "]", map[string]cty.Value{"count": index}})
	}
	return instances, true
}

// instanceBlock returns the block of one instance.
func (w *hclWalk) instanceBlock(suffix string) *ScannedBlock {
	address := w.block.Address + suffix
	for _, block := range w.instanceBlocks {
		if block.Address == address {
			return block
		}
	}
	block := &ScannedBlock{Address: address, Type: w.block.Type, Flavor: w.block.Flavor, ZenML: w.block.ZenML}
	w.instanceBlocks = append(w.instanceBlocks, block)
	return block
}
