package functions

import "strings"

// Why Terraform's other functions are not offered.
const (
	readsFiles = "it reads files, and functions of zsv read none. " +
		"Write the value here, or pass it in as a variable."
	readsDirectories = "its result depends on the machine, and functions of zsv ask nothing of it. " +
		"Write the path here, or pass it in as a variable."
	readsClock = "it reads the clock, and the same configuration must mean the same each time. " +
		"Pass the time in as a variable."
	isRandom = "its result is random, and the same configuration must mean the same each time. " +
		"Pass the value in as a variable."
	decrypts   = "it would put a decrypted secret into the configuration. Refer to the secret instead: \"{{name.key}}\"."
	isTemplate = "references in a template that is held in a string could not be found. " +
		"Write the template itself as the value."
	isEphemeral = "zsv has no ephemeral values. Leave the call out."
	isConsole   = "it exists only in Terraform's console. Leave the call out."
	isOldList   = "Terraform took it out in version 0.12. Write tolist([...])."
	isOldMap    = "Terraform took it out in version 0.12. Write tomap({...})."
	ofAProvider = "functions of Terraform's providers are not available. " +
		"Write the value here, or pass it in as a variable."
	providerName = "provider::"
)

// Refused returns why a function of Terraform's is not among those of Table, and what to do instead, and whether the
// name is such a function's. The reason is made to follow a colon, and ends in a full stop.
func Refused(name string) (reason string, ok bool) {
	if strings.HasPrefix(name, providerName) {
		return ofAProvider, true
	}
	switch strings.TrimPrefix(name, namespace) {
	case "file", "filebase64", "filebase64sha256", "filebase64sha512", "fileexists", "filemd5", "fileset", "filesha1",
		"filesha256", "filesha512", "templatefile":
		return readsFiles, true
	case "abspath", "pathexpand":
		return readsDirectories, true
	case "timestamp", "plantimestamp":
		return readsClock, true
	case "uuid", "bcrypt":
		return isRandom, true
	case "rsadecrypt":
		return decrypts, true
	case "templatestring":
		return isTemplate, true
	case "ephemeralasnull":
		return isEphemeral, true
	case "type":
		return isConsole, true
	case "list":
		return isOldList, true
	case "map":
		return isOldMap, true
	}
	return "", false
}
