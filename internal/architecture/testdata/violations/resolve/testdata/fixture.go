package fixture

import _ "example.com/house/providers/env"
