package cli

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/internal/suggest"
)

// takesKeys marks the commands whose unknown options --KEY=VALUE are keys of a secret, or attributes of a component.
const takesKeys = "takes keys"

const setFlag = "set"

// keysAsSettings returns the arguments with each option that the command does not have, --KEY=VALUE, as --set=KEY=VALUE,
// where the command takes keys. So zsv's own options keep their meaning wherever they stand.
func keysAsSettings(root *cobra.Command, args []string) []string {
	if isCompletion(args) {
		last := len(args) - 1 // which is being typed
		return slices.Concat(args[:1], keysAsSettings(root, args[1:last]), args[last:])
	}
	cmd, _, err := root.Find(args)
	if err != nil || cmd.Annotations[takesKeys] == "" {
		return args
	}
	cmd.InitDefaultHelpFlag()
	rewritten := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "--":
			return append(rewritten, args[i:]...)
		case isKey(cmd, args[i]):
			rewritten = append(rewritten, "--"+setFlag+"="+strings.TrimPrefix(args[i], "--"))
			continue
		}
		rewritten = append(rewritten, args[i])
		if wantsNext(cmd, args[i]) && i+1 < len(args) {
			i++
			rewritten = append(rewritten, args[i])
		}
	}
	return rewritten
}

// isKey says whether an argument is --KEY=VALUE.
func isKey(cmd *cobra.Command, arg string) bool {
	option, isOption := strings.CutPrefix(arg, "--")
	name, _, hasValue := strings.Cut(option, "=")
	return isOption && hasValue && cmd.Flag(name) == nil
}

// wantsNext says whether the argument after this one is the value of an option of zsv's.
func wantsNext(cmd *cobra.Command, arg string) bool {
	if name, ok := strings.CutPrefix(arg, "--"); ok {
		flag := cmd.Flag(name)
		return flag != nil && flag.NoOptDefVal == ""
	}
	letters, ok := strings.CutPrefix(arg, "-")
	for i := range letters {
		flag := cmd.Flags().ShorthandLookup(letters[i : i+1])
		switch {
		case !ok || flag == nil:
			return false
		case flag.NoOptDefVal == "":
			return i == len(letters)-1
		}
	}
	return false
}

// keyFlagError says what to write instead of an option that is none. What follows an option may be a value, so that
// nothing but the option's name is shown.
func keyFlagError(cmd *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		lacking *pflag.ValueRequiredError
		wrong   *pflag.InvalidValueError
	)
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return usageError("there is no option -%s for %s: a key is written --KEY=VALUE, with two dashes",
			unknown.GetSpecifiedName(), cmd.CommandPath())
	case errors.As(err, &unknown):
		return noKeyValue(cmd, unknown.GetSpecifiedName())
	case errors.As(err, &lacking):
		return usageError("--%s needs a value; see %s --help", lacking.GetFlag().Name, cmd.CommandPath())
	case errors.As(err, &wrong):
		name := wrong.GetFlag().Name
		return usageError("--%s is an option of zsv's, and cannot have that value; see %s --help. To set a key of that name, "+
			"write --set %s=VALUE", name, cmd.CommandPath(), name)
	}
	return usageError("an option is written --NAME or --KEY=VALUE; see %s --help", cmd.CommandPath())
}

// keyName is what is taken for the name of a key, and not for a part of a value.
var keyName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`) })

// keyMeant proposes an option for an argument that looks like KEY=VALUE. Where a key was given as an option too, it may be a
// value with blanks that was cut in pieces, so that not even what stands before "=" is shown.
func keyMeant(cmd *cobra.Command, arg string) string {
	name, value, isSetting := strings.Cut(arg, "=")
	switch {
	case !isSetting:
		return ""
	case cmd.Flags().Changed(setFlag) || strings.Trim(value, "=") == "" || !keyName().MatchString(name):
		return " A key is written with two dashes, --KEY=VALUE, and a value with blanks in quotes"
	case cmd.Flag(name) != nil:
		return fmt.Sprintf(" Did you mean --%s %s=…?", setFlag, name)
	}
	return fmt.Sprintf(" Did you mean --%s=…?", name)
}

// noKeyValue is about an option without "=", which is a key without its value, or a misspelt option of zsv's.
func noKeyValue(cmd *cobra.Command, name string) error {
	meant := ""
	if closest := suggest.Closest(name, flagNames(cmd)); closest != "" {
		meant = fmt.Sprintf(" Did you mean --%s?", closest)
	}
	return usageError("--%s has no value. To set a key, write --%s=VALUE, --%s=@FILE or --%s=@- (standard input), with the "+
		"equals sign.%s", name, name, name, name, meant)
}

// keyOption returns the option that sets a key from standard input, for people to copy: --set where an option of the key's
// name is one of zsv's, or none; a file of values where what precedes "=" would be another key.
func keyOption(cmd *cobra.Command, key string) string {
	if option := keySetting(cmd, key, "@-"); option != "" {
		return option
	}
	return "--values -"
}

// keySetting returns the option that sets a key to an argument, for people to copy; "" where none can, because what
// precedes "=" would be another key.
func keySetting(cmd *cobra.Command, key, argument string) string {
	switch {
	case strings.Contains(key, "="):
		return ""
	case cmd.Flag(key) != nil || strings.HasPrefix(key, "-"):
		return "--" + setFlag + " " + shell.Quote(key+"="+argument)
	default:
		return shell.Quote("--" + key + "=" + argument)
	}
}
