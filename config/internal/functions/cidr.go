package functions

import (
	"errors"
	"math/big"
	"net"
	"strings"

	"github.com/apparentlymart/go-cidr/cidr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/gocty"
)

var (
	errNoNetwork     = errors.New("this is no network in CIDR notation, such as 10.0.0.0/16")
	errNetmaskOfIPv6 = errors.New("a network of IPv6 has no netmask")
	errTooManyBits   = errors.New("a prefix can be extended by at most 32 bits")
	errTooFewBits    = errors.New("a prefix must be extended by at least one bit")
	errPastAddress   = errors.New("the prefix would be longer than the address")
	errNetworkFull   = errors.New("the network has no room left for this subnet")
	errNoSuchHost    = errors.New("the network has no host of this number")
	errNoSuchSubnet  = errors.New("the network has no subnet of this number and size")
	errNoWholeNumber = errors.New("a whole number is required")
)

// mostBitsToBeAdded is Terraform's limit, which it keeps for systems where an int has 32 bits.
const mostBitsToBeAdded = 32

func networks() map[string]entry {
	return map[string]entry{
		"cidrhost":    {hostFunction(), nil},
		"cidrnetmask": {netmaskFunction(), nil},
		"cidrsubnet":  {subnetFunction(), nil},
		"cidrsubnets": {subnetsFunction(), nil},
	}
}

func hostFunction() function.Function {
	return onNetwork(func(network *net.IPNet, args []cty.Value) (string, error) {
		var number *big.Int
		if err := gocty.FromCtyValue(args[0], &number); err != nil {
			return "", function.NewArgError(1, errNoWholeNumber)
		}
		host, err := cidr.HostBig(network, number)
		if err != nil {
			return "", errNoSuchHost
		}
		return host.String(), nil
	}, param("hostnum", cty.Number))
}

func netmaskFunction() function.Function {
	return onNetwork(func(network *net.IPNet, _ []cty.Value) (string, error) {
		if network.IP.To4() == nil {
			return "", errNetmaskOfIPv6
		}
		return net.IP(network.Mask).String(), nil
	})
}

func subnetFunction() function.Function {
	return onNetwork(func(network *net.IPNet, args []cty.Value) (string, error) {
		var bits int
		var number *big.Int
		if err := gocty.FromCtyValue(args[0], &bits); err != nil {
			return "", function.NewArgError(1, errNoWholeNumber)
		}
		if err := gocty.FromCtyValue(args[1], &number); err != nil {
			return "", function.NewArgError(2, errNoWholeNumber)
		}
		subnet, err := cidr.SubnetBig(network, bits, number)
		if err != nil {
			return "", errNoSuchSubnet
		}
		return subnet.String(), nil
	}, param("newbits", cty.Number), param("netnum", cty.Number))
}

// onNetwork makes a function of a network, and of the further parameters, to a string.
func onNetwork(apply func(network *net.IPNet, args []cty.Value) (string, error),
	params ...function.Parameter,
) function.Function {
	return define(cty.String, func(args []cty.Value) (cty.Value, error) {
		network, err := parseNetwork(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		result, err := apply(network, args[1:])
		if err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(result), nil
	}, append([]function.Parameter{param("prefix", cty.String)}, params...)...)
}

func subnetsFunction() function.Function {
	bits := param("newbits", cty.Number)
	return function.New(&function.Spec{
		Params:       []function.Parameter{param("prefix", cty.String)},
		VarParam:     &bits,
		Type:         function.StaticReturnType(cty.List(cty.String)),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			network, err := parseNetwork(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return subnets(network, args[1:])
		},
	})
}

// subnets places subnets of the given sizes one after the other.
func subnets(network *net.IPNet, sizes []cty.Value) (cty.Value, error) {
	if len(sizes) == 0 {
		return cty.ListValEmpty(cty.String), nil
	}
	var current *net.IPNet
	result := make([]cty.Value, len(sizes))
	for i, size := range sizes {
		next, err := nextSubnet(network, current, size)
		if err != nil {
			return cty.NilVal, function.NewArgError(i+1, err)
		}
		current = next
		result[i] = cty.StringVal(next.String())
	}
	return cty.ListVal(result), nil
}

// nextSubnet returns the first subnet of the given size after the current one, or the first of all.
func nextSubnet(network, current *net.IPNet, size cty.Value) (*net.IPNet, error) {
	var bits int
	if err := gocty.FromCtyValue(size, &bits); err != nil {
		return nil, errNoWholeNumber
	}
	ones, all := network.Mask.Size()
	switch {
	case bits < 1:
		return nil, errTooFewBits
	case bits > mostBitsToBeAdded:
		return nil, errTooManyBits
	case ones+bits > all:
		return nil, errPastAddress
	}
	if current == nil {
		current, _ = cidr.PreviousSubnet(network, ones+bits)
	}
	next, rolledOver := cidr.NextSubnet(current, ones+bits)
	if rolledOver || !network.Contains(next.IP) {
		return nil, errNetworkFull
	}
	return next, nil
}

// parseNetwork reads decimal numbers with leading zeros as Terraform does, as decimal; Go's parser refuses them.
func parseNetwork(source string) (*net.IPNet, error) {
	address, bits, _ := strings.Cut(source, "/")
	if !strings.Contains(address, ":") {
		octets := strings.Split(address, ".")
		for i, octet := range octets {
			octets[i] = withoutZeros(octet)
		}
		source = strings.Join(octets, ".") + "/" + bits
	}
	_, network, err := net.ParseCIDR(source)
	if err != nil {
		return nil, errNoNetwork
	}
	return network, nil
}

func withoutZeros(digits string) string {
	if trimmed := strings.TrimLeft(digits, "0"); trimmed != "" {
		return trimmed
	}
	return digits[:min(len(digits), 1)]
}
