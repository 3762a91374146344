package lint

import _ "example.com/house/resolve"
