package manual

import "github.com/spf13/cobra"

// A variable is one of the environment that zsv reads. Those of a flag count where the flag is not given.
type variable struct{ name, flag, text string }

var variables = []variable{
	{"NO_COLOR", "", "If it is not empty, nothing is coloured, unless --color says so. Nor is it with TERM=dumb."},
	{"XDG_CONFIG_HOME", "", "The directory that your own configuration, zsv/config.hcl, and your identity, zsv/age-key.txt, " +
		"are in; ~/.config if it is not set."},
	{"ZENML_SECRET_VALIDATION_LEVEL", "level", "The level to check at: NONE, SECRET_EXISTS or SECRET_AND_KEY_EXISTS. It wins over " +
		"validation_level in the configuration."},
	{"ZSV_AGE_KEY, ZSV_AGE_KEY_FILE", "", "Your identity for encrypted stores: the key itself, or the file that has it."},
	{"ZSV_CONFIG", "", "The file of your own configuration, in place of zsv/config.hcl."},
	{"ZSV_STACK", "stack", "The stack that is meant."},
	{"ZSV_TRUSTED_ADDRESSES", "", "Addresses that your credentials may be sent to although only the configuration names them, " +
		"apart by commas or blanks."},
	{"ZSV_VAR_name", "", "The value of the variable name of the configuration. --var and files of variables win over it."},
	{"VAULT_ADDR, VAULT_AGENT_ADDR, VAULT_NAMESPACE", "", "The server, the agent before it, and the namespace."},
	{"VAULT_TOKEN, VAULT_TOKEN_PATH", "", "The token, or the file that has it; ~/.vault-token if neither is set."},
	{"VAULT_ROLE_ID, VAULT_SECRET_ID, VAULT_JWT, VAULT_JWT_FILE", "", "What the other ways to log in to Vault need."},
	{"VAULT_CACERT, VAULT_CACERT_BYTES, VAULT_CAPATH, VAULT_CLIENT_CERT, VAULT_CLIENT_KEY, VAULT_TLS_SERVER_NAME, VAULT_SKIP_VERIFY",
		"", "How the connection is secured. HCL cannot set any of it."},
	{"VAULT_PROXY_ADDR, VAULT_HTTP_PROXY, HTTPS_PROXY, NO_PROXY", "", "The way to the server."},
	{"VAULT_HEADERS, VAULT_CLIENT_TIMEOUT, VAULT_MAX_RETRIES, VAULT_RATE_LIMIT", "", "Further headers, and how often and how long " +
		"the server is asked."},
	{"BAO_name", "", "Each of the variables VAULT_name may also be called so, as for OpenBao."},
}

func allVariables() []Entry {
	var all []Entry
	for _, v := range variables {
		all = append(all, Entry{v.name, v.text})
	}
	return all
}

// variablesOf returns the variables that the flags of a command fall back on.
func variablesOf(cmd *cobra.Command) []Entry {
	var own []Entry
	for _, v := range variables {
		if v.flag != "" && cmd.NonInheritedFlags().Lookup(v.flag) != nil {
			own = append(own, Entry{v.name, v.text})
		}
	}
	return own
}

// files returns the files that zsv reads by their names.
func files() []Entry {
	return []Entry{
		{"*.zsv.hcl, *.zsv.json", "The configuration: all of these in one directory are one."},
		{"default.zsvars, *.auto.zsvars", "Values of its variables, in HCL, or, with .json behind the name, in JSON."},
		{".zsv/secrets.age", "The store of a provider \"file\" without a path, encrypted with age."},
		{"~/.config/zsv/config.hcl", "Your own configuration: the addresses and paths that you trust."},
		{"~/.config/zsv/age-key.txt", "Your identity, which opens encrypted stores."},
		{"~/.vault-token", "The token of the last vault login."},
	}
}
