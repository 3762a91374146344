module example.com/house/tools/lint
