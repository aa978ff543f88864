#!/usr/bin/env python3
"""Make domain/prices/catalog.json of LiteLLM's price data.

The data are `model_prices_and_context_window.json` in LiteLLM's repository, and
`model_prices_and_context_window_backup.json` in its Python package:

    python -m scripts.update_price_catalog path/to/model_prices_and_context_window.json
"""

import json
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from domain.prices.catalog import SHIPPED
from domain.prices.litellm_form import converted

ABOUT: Final = {
    "about": "Dollars per million tokens, of chat models. Written by "
    "scripts/update_price_catalog.py from LiteLLM's price data.",
    "source": "https://github.com/BerriAI/litellm, model_prices_and_context_window.json",
    "license": "MIT License, Copyright (c) 2023 Berri AI; see catalog.LICENSE.txt",
}


def catalog(data: Mapping[str, Any]) -> str:
    """A line for each model, so that changes can be read."""
    head = "".join(f"{json.dumps(name)}: {json.dumps(text)},\n" for name, text in ABOUT.items())
    lines = (
        f"{json.dumps(name)}: {json.dumps(entry)}"
        for name, entry in sorted(converted(data).items())
    )
    return "{\n" + head + '"models": {\n' + ",\n".join(lines) + "\n}\n}\n"


def main() -> None:
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit(__doc__)
    data = json.loads(Path(sys.argv[1]).read_bytes(), parse_float=Decimal)
    SHIPPED.write_text(catalog(data))
    print(f"Wrote {SHIPPED}.")


if __name__ == "__main__":
    main()
