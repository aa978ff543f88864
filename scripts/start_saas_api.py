#!/usr/bin/env python3
"""Start this API on port 8003; more arguments go to `saas-litellm serve`.

With LITELLM_PROXY_URL and LITELLM_MASTER_KEY it uses that proxy, else it starts the sandbox.
"""

import os
import sys

from walkthrough import ROOT, product_python


def main() -> None:
    if {"-h", "--help"} & set(sys.argv[1:]):
        print(__doc__)
    os.chdir(ROOT)
    python = product_python()
    os.execv(python, [python, "-m", "server.commands", "serve", *sys.argv[1:]])


if __name__ == "__main__":
    main()
