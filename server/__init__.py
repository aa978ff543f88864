"""The composition root: settings, services, the served application, the command line."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - pip checks it, a copied folder does not
    sys.exit(f"SaasLiteLLM needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
