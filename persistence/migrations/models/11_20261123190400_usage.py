"""Usage by the quarter of an hour and by the day: appended by triggers, folded a little later."""

# ruff: noqa: S608 - nothing in these texts comes from outside

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

_NONE = "'00000000-0000-0000-0000-000000000000'::uuid"
_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_STATUSES = ("pending", "in_progress", "completed", "failed", "cancelled")
_CHARGES = "('charge', 'capture', 'refund', 'waiver')"
_ENTRIES = (
    "ledger_entries e JOIN credit_accounts a ON a.id = e.account_id {jobs}"
    f" WHERE e.kind IN {_CHARGES} AND e.amount <> 0"
)
_KEY = "team_id, slot, job_type, virtual_key_id, model, provider"
_JOBS = tuple(f"jobs_{status}" for status in _STATUSES)
_TOKENS = ("prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens")
_COSTS = ("input_cost", "output_cost", "client_cost")
_CALLS = (
    *("calls_succeeded", "calls_failed", "calls_estimated", "latency_ms"),
    *_TOKENS,
    *_COSTS,
)
_MEASURES = (*_JOBS, *_CALLS, "charged")


def _slot(moment: str) -> str:
    return f"date_bin('15 minutes', {moment}, '2000-01-01 00:00:00+00')"


def _append(measures: tuple[str, ...], key: str, amounts: str, source: str = "") -> str:
    columns = f"{_KEY}, {', '.join(measures)}"
    return f"INSERT INTO usage_changes ({columns}) SELECT {key}, {amounts} {source}"


def _job(row: str, amount: str, source: str = "") -> str:
    """One job in the slot of its creation; `?` in the amount is a status."""
    amounts = ", ".join(amount.replace("?", f"'{status}'") for status in _STATUSES)
    key = (
        f"{row}.team_id, {_slot(f'{row}.created_at')}, {row}.job_type,"
        f" coalesce({row}.virtual_key_id, {_NONE}), '', ''"
    )
    return _append(_JOBS, key, amounts, source)


def _call(row: str, sign: str, source: str = "") -> str:
    """One call that ended, in the slot of its end."""
    key = (
        f"{row}.team_id, {_slot(f'{row}.finished_at')},"
        f" (SELECT job_type FROM jobs WHERE id = {row}.job_id),"
        f" coalesce({row}.virtual_key_id, {_NONE}),"
        f" {row}.requested_model, coalesce({row}.provider, '')"
    )
    amounts = (
        f"({row}.status = 'succeeded')::int",
        f"({row}.status = 'failed')::int",
        f"{row}.is_estimated::int",
        f"CASE {row}.status WHEN 'succeeded' THEN {row}.latency_ms END",
        *(f"{row}.{name}" for name in (*_TOKENS, *_COSTS)),
    )
    return _append(_CALLS, key, ", ".join(sign + amount for amount in amounts), source)


def _charge(row: str, source: str) -> str:
    """What was charged, less refunds, in the slot of the entry."""
    key = (
        f"a.team_id, {_slot(f'{row}.created_at')}, coalesce(j.job_type, ''),"
        f" coalesce(j.virtual_key_id, {_NONE}), '', ''"
    )
    jobs = f"LEFT JOIN jobs j ON j.id = {row}.job_id"
    return _append(("charged",), key, f"-{row}.amount", f"FROM {source.format(jobs=jobs)}")


def _trigger(name: str, when: str, event: str, body: str) -> str:
    """For each row: for the few rows of a statement that is cheaper than tables of old and new
    ones, and rows of which nothing is counted are passed over before any of it runs."""
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {_DEFINER} AS $$
BEGIN
    {body}
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {event} FOR EACH ROW {when} EXECUTE FUNCTION {name}();
"""


def _fold_into(table: str, period: str, moment: str) -> str:
    key = _KEY.replace("slot", period)
    sums = ", ".join(f"coalesce(sum({name}), 0)" for name in _MEASURES)
    added = ", ".join(f"{name} = t.{name} + excluded.{name}" for name in _MEASURES)
    return f"""
        INSERT INTO {table} AS t (id, created_at, {key}, {", ".join(_MEASURES)})
        SELECT gen_random_uuid(), now(), {_KEY.replace("slot", moment)}, {sums}
        FROM counted GROUP BY 3, 4, 5, 6, 7, 8 ORDER BY 3, 4, 5, 6, 7, 8
        ON CONFLICT ({key}) DO UPDATE SET {added}"""


# What all teams did together is kept as what no team did, so that nobody adds them up for it.
# Readers add changes to slots in one statement, which sees all of a fold or nothing of it.
_FOLD = f"""
CREATE FUNCTION fold_usage(most integer) RETURNS bigint LANGUAGE plpgsql {_DEFINER} AS $$
DECLARE folded bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('fold_usage')) THEN
        RETURN 0;  -- somebody else does it
    END IF;
    WITH moved AS (
        DELETE FROM usage_changes
        WHERE ctid = ANY (ARRAY(SELECT ctid FROM usage_changes LIMIT most)) RETURNING *
    ), counted AS (
        TABLE moved UNION ALL
        SELECT {_NONE}, slot, job_type, {_NONE}, model, provider, {", ".join(_MEASURES)} FROM moved
    ), slots AS ({_fold_into("usage_slots", "slot", "slot")}
    ), days AS ({_fold_into("usage_days", "day", "(slot AT TIME ZONE 'UTC')::date")}
    )
    SELECT count(*) INTO folded FROM moved;
    RETURN folded;
END $$;
REVOKE ALL ON FUNCTION fold_usage(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fold_usage(integer) TO saas_litellm_app;
"""


async def upgrade(db: BaseDBAsyncClient) -> str:
    columns = ", ".join(
        f"{name} {'numeric(20, 8)' if name in _COSTS else 'bigint'}" for name in _MEASURES
    )
    new_jobs, moved_jobs = "(NEW.status = ?)::int", "(NEW.status = ?)::int - (OLD.status = ?)::int"
    return f"""
-- What is to be added to a slot and to its day; a measure that does not change is null. It has no
-- key: it is written with every call, and read as a whole, which is little.
CREATE TABLE usage_changes (
    team_id uuid NOT NULL, slot timestamptz NOT NULL, job_type text NOT NULL,
    virtual_key_id uuid NOT NULL, model text NOT NULL, provider text NOT NULL, {columns}
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
ALTER TABLE usage_slots SET (fillfactor = 70);
ALTER TABLE usage_days SET (fillfactor = 70);
CREATE INDEX usage_slots_slot ON usage_slots (slot);
CREATE INDEX usage_days_day ON usage_days (day);
-- What all teams did within minutes is found for next to nothing: rows lie as they came.
CREATE INDEX llm_calls_ended ON llm_calls USING brin (finished_at)
    WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX ledger_entries_posted ON ledger_entries USING brin (created_at)
    WITH (pages_per_range = 32, autosummarize = on);
-- A lookup by name does not always say that it wants none of the deleted ones.
CREATE INDEX teams_team_id ON teams (team_id);
CREATE INDEX organizations_organization_id ON organizations (organization_id);
{_trigger("count_new_job", "", "INSERT ON jobs", _job("NEW", new_jobs) + ";")}
{
        _trigger(
            "count_moved_job",
            "WHEN (NEW.status <> OLD.status)",
            "UPDATE ON jobs",
            _job("NEW", moved_jobs) + ";",
        )
    }
{
        _trigger(
            "count_new_call",
            "WHEN (NEW.status <> 'running')",
            "INSERT ON llm_calls",
            _call("NEW", "") + ";",
        )
    }
-- A call that had ended before is corrected: what it came to is taken back.
{
        _trigger(
            "count_ended_call",
            "WHEN (NEW.status <> 'running')",
            "UPDATE ON llm_calls",
            f"IF OLD.status <> 'running' THEN {_call('OLD', '-')}; END IF; {_call('NEW', '')};",
        )
    }
{
        _trigger(
            "count_charge",
            f"WHEN (NEW.amount <> 0 AND NEW.kind IN {_CHARGES})",
            "INSERT ON ledger_entries",
            _charge("NEW", "credit_accounts a {jobs} WHERE a.id = NEW.account_id") + ";",
        )
    }
{_FOLD}
-- What happened before.
{_job("j", "(j.status = ?)::int", "FROM jobs j")};
{_call("c", "", "FROM llm_calls c WHERE c.status <> 'running'")};
{_charge("e", _ENTRIES)};

GRANT SELECT ON usage_changes, usage_slots, usage_days TO saas_litellm_app;
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
DROP FUNCTION fold_usage(integer);
DROP FUNCTION count_new_job() CASCADE;
DROP FUNCTION count_moved_job() CASCADE;
DROP FUNCTION count_new_call() CASCADE;
DROP FUNCTION count_ended_call() CASCADE;
DROP FUNCTION count_charge() CASCADE;
DROP TABLE usage_changes;
REVOKE ALL ON usage_slots, usage_days FROM saas_litellm_app;
DROP INDEX organizations_organization_id;
DROP INDEX teams_team_id;
DROP INDEX ledger_entries_posted;
DROP INDEX llm_calls_ended;
DROP INDEX usage_slots_slot;
DROP INDEX usage_days_day;
DELETE FROM usage_slots;
DELETE FROM usage_days;
ALTER TABLE usage_slots RESET (fillfactor);
ALTER TABLE usage_days RESET (fillfactor);
"""


MODELS_STATE = (
    "eJztfe1z4ji297+i4svM1sOkutPpl5u+96kiCd3DDIFUQrqn77LlCKyAJ8ZiLTs0uzv/+9"
    "WRbfCLbGwDwbj1ZaZj68jmd2TpvJ9/N2ZUJyY7aekzw7pnxG6co383LDwj/B/Jm03UwPP5"
    "+hZccPDIFKMxDNNcPk5cxyPm2Hjs8FuP2GSEX9IJG9vG3DGoBQQtNOdjqYUWU4qYMbEYMi"
    "zkUDTDFp4Q5BALWw47Qe1fZtgwGcI2Qa5l/NMlaGE4U+o6yCYTbOtANMaMnMCDdTrmTzas"
    "yR6f4Y3QHDohzlSg9vd/8MuGpZPvhAV/zp+0R4OYegRUQ4cJxHXNWc7Ftfv7ztUnMRLef6"
    "SNqenOrPXo+ZK/ibUa7rqGfgI0cG9CLGJjh+ghoC3XNH22BJe8N+YXHNslq1fV1xd08ohd"
    "E9jV+O9H1xoDlwR4BuMgjcmJvxpGgAG8wfv/779tiFLTev2BdtceaFojwXB4qxh//Etjas"
    "FiMTgnAKu/vHnXGImrDXjA5a+t25/fvPubQIUyZ2KLmwLBxl+CEDvYIxV8WAM/tgnApGEn"
    "yYArfscxZkTOhChljBm6T3oS/KMMU4ILa66sv5kA3AC+PQDe4D9Q71vm0l8OGQwYdK7bd4"
    "PW9Q08bsbYP02BX2vQhjun4uoydvVnj1+UbwfeVrGaBH3tDH5F8Cf6336vHefqatzgfxvw"
    "Tth1qGbRhYb10MoNrgao8ZFrrrtzvSTXo5SK61XheoBRiO3+26+5TmAzTzL8coptObNXBD"
    "E+c7yOkbMz/F0ziTVxpvzPN6evMlj7pXXrbaqnr2L86vm3Tr17f0UQ1g02N/FSE38XADpO"
    "V0O8T9++zYE3H5WKt7gXxXuOGVtQW9emmE2LAJ4gLIW4v9X+QIDb1ExZ2G3LnQmsO/ydMB"
    "eNEpgHtFVe3I3+11779hzRBX+bodW6uu70zpEQ4ofW/R3ccn2ZvzA/8uw3GdtNcrcxmMZV"
    "CeNZwpELysHGVor4HKaLcWPECffFjkCmflnh+KLf70YO6IvOIIbx/fVF+/bn1wJ6PshwxO"
    "VObxADfEYcDJJ0Eu/f7vo9Odhhmri4ZIwd9B9kcl1iX5CHtJaRa5iOYbETeOwhtBTAKMKI"
    "YG3/fN36I77sL7v9i7gIBBNcxFhiYuZoJp1wJbu4MJsg3oE8W7Ez4XjF16TWEmico6VWzF"
    "6QINzCdHA8/N1gFQBbzONTplFgtEyi/InaxJhYv5Nl4rSPoSozlB0luOur61e08WJlxkqu"
    "L44C/+3EO0f4W6DefbfbEJCP8PhpgbnkuQH7lckwdrD75J9+vyUmFj/oR0I+sh8wwhifd0"
    "uU7rxZqiODbg8SrDN6SkPrK7Lykrdmp7P4FWEJ1v1nw5OCReXqhtN+JuJpSav4+m4z0ywO"
    "4zQCA3Paxb9OKdINHS2m2AGr82JqjKfIJmOuxTX5X8RqImzp6NGmM/jTJieoxx9go/EUW/"
    "ynNJEl/gQDNsKIEf6lOUnb+J6eM+T6w4M3gj0gg/E7IPch+oge/j30lu+Qv8ywMSKPfIv1"
    "/o0fHa6GNP56+IioPcGW8S+xmMULOATPhGHewo5rYxM9kSXjzxlMCQKBE0zSaMKlfIbAXv"
    "/ACF+0fKd+QPyHjelsZjjNlTV/gudM2fCVDV9ZcyshDuex4Qffs+T0MyYdy5FzPEwV47dh"
    "5VFDKyYo8Nfl//vlv05P37x5f/rqzbsPb8/ev3/74dUHPla8cPLW+yxrQecz6P0RpiYNAX"
    "gcyBR5DY5riiqbv0qaGl+/ymPb4qNSjVviXgJjamtP/AeWNThGZ6iwhbch7IyaZ19cRwz4"
    "9kft9/a34DI/44fWl87t4L7V9a4/G7bjYtO7c/ftbtC+PkdsyY+2WTWslB4XOKCkkO8pRl"
    "bDr2YvHqj16iloI0kQKhtJzPVBGHXtMfEQKbCSE4QV3olKLuW3eVby2/SF/DaxjlegyVZx"
    "Dqyla7gGSO9l0wjrlgUBl5DWD/S9uFJBfy8IdohEgZwLZN/iUsRhFyKphr8Onlcbf51OHI"
    "goLcKQEEk1GFIrB6oxB5sDHyDhSfpOFKWq32Z0lmcvOkvfis4SO5GQrPHEt4znxTlKVT+c"
    "3+ayHLzNsBy8TVoObLBxMaew6Bimqh/UOzPSJBzH6W7NfTqiLrAJVp+WSWypKypyv5nljB"
    "p5IzUMQ3O6o/oWQY8GwA8uHIycKd8Mp9TUT1BrPieW/gu1zGUTLWzDcQg/PJZ8yNoxk/Q7"
    "7WJCifPm7w08HlPXCtb12Ca64f3IlSn4H8rDUwlbg/LwKA9P1HIa/nJzG/IiVLv8/Gphxg"
    "ttgPm9ZiGiUk6zqkF5GK/ZgTyWCnyxLTxzJVogUgj9CJmCvxD81RKUB4FAmSEsr8fkEphX"
    "Mmru3GaTPBNTCLjBukIzY2zTX/wdlsu02AE5GKKW+CNEwBUyHIiY4sMYIzrS6cICVJgXiG"
    "WwhCy9p+cMLWzP+A084YspTAHZRPy6OxfDz9GIOlORUc0FdA6JxTzvP7wPXOLavL303gAi"
    "zQxno/AeltyVtF4NkUJJ60paV4JlJWQbSGiDnVmC/aY8uIBMpcHlT4MTaVNwdpbZ4hLEKu"
    "eqyjlXygax/3SrkJC3Za7VpThOWuv5jhPejQlX0fUVyba65Uv+tnM5yMq22qe2FWWBRNVK"
    "8Chdz/KkA83/tbmVLAgT+YlrJTaZY65f+DJGEzSSiBJ0gq6pSA/h8hj4E0yiT4gt1BOD8P"
    "HUIpArgpHYjyVa1n4eJFJlfBVTpMqAzsTcmVDnTHNN9jDlHHnwMnXonGtjQhVF/Lsj9jOB"
    "4Vy1QpAP41CHg4XYnB9qQ8twzlHwAPQ/3k1twvU0/p2gX/y/x1Nscwaj/+f/jfU/Xa6f6A"
    "8f+QO42hKohQtsPHPdBZ7mkXA1Uah2wHZk8Z/WRCZdQEIQXAX90ptZpdso9U6pd5WQhPKo"
    "d/5+UUy9CxG9nHr3qla63dTHNT/oAYVCvBzi/Ki2dRs/OpppzAzJJpcFvoRY8aEcHyJyST"
    "EuJEgVD7bhgS+xleFBiFTxYBseBPJ3GSaEaRUXynFB2O3KefATpIoHW/BAXurwwrCwvczA"
    "P6XQ4WjpeLkOewmeH/00HH5/9eqnAyh4F378+0q1+NK6vej0WrffVtHyK/2i2+99vpDEy1"
    "98G7RbedN20nXv9LSdPSvgx2EIzVMVKRppEFv6BYr9yOIcjkzHzlUaSYh+W2LlGSo/w0x1"
    "hck3JW6HU1dYM9sQ1FEnnJJG8ugmmAStb5EB5f/J6awY+JMc47630UMR2vPzuCd24HLwPt"
    "RUh8PqO97obljvHZudDZd+OBXUmbLAhg+mfDBeIpezxxZ/MiLKXDnEnsl8Awm/wg7mFC4E"
    "OHuIrq3rXvmuhJD3wY/CmrsO3JnxiRwqxviGu49QwGs8JbrLicSDuRgljPpDa0mcE/RgQ4"
    "10i7+5mH5Gn/m4WGoGwqbwAnBKf79BsHxc/oPSQ7+UF6ACokpTeQGUFyAawi6qSyQ5nq8g"
    "0Zq6yuVsGq1ut3/ZGnT6UPrcNOlYCEBD6+a2f933Ls9tOqPe1bv7i7vL284N3NBuWt+u27"
    "3BOWLuaDWnNsfLGd/6hhZnigZcWI/jO6MGy3w9pnU/6Gu37U+dbpc/Hphhk0fDNIfW4LbV"
    "u/sENZJEUO0jVEi67N/eti+9lxpT2yarOluFK2vkKqyRUVcjWYtnJg/ryIy3X9GoeMDSdp"
    "LVoVwM+wiZslGVw35uG9Q2HEnl6FTcwyS1gf309dn7sw9v3p2t0F5dyQI5CSh5fCSiW0MJ"
    "USNOW0Nh40iEi1zBluT7HDJSyjA6QqlCaqvMZS4ds2LFQ9cU9StLsZcKIL4wqblMoh5fkb"
    "Exw2bKWRSljH9JHumJP8XxYZ8B9VX7snPd6v58+qr5LpYCsCp4kwQ6amMpJm9JiFVJ4rJy"
    "F+E/tow1Ikynzo0qnxsep2Q9WfJZH8L0FT5HGu0/bjq3386RkGmg3HG/c3WOnqlnvCxe9i"
    "hX1aOMokfJgsYqJUalxLwwvPtOiQkZtoVvQrznlo5R4XK6XE9XI/T32mIngZvEqSfDNt2z"
    "J1x6Wpyzm917kDszx7bjlSRLOs4wEjMjkf7zSO2yxc/2+BzlW1O+tRqZu2rsW1Ny1R7Kna"
    "maW4esuaUcgIcB3pN3im0kYRq1jWSrZ5MgmGwnylndQkybMdUsvLIqVaugo5PZnHKZ0bn1"
    "il83JJpGclCmqmGshmt+Re3cDT6FoD9zHa/Hpdc/00KrCcdLaHGJZlgn515NAMiwh0uiPJ"
    "sFUXyPBvzT8Uq0yZp77uUZSsdQOobSMY5Dx3CoXcT1uiKocsReSdfrfnpJzQGQgt0xI0Q1"
    "RPpdHqDfpeP8LgFz6MSC1o9FwJaQ1hDyvbSTCnqEFM/BjFO+ZBrmYbSLfSVg8lvwExLopz"
    "eQWlOo/lERjpTtH1UghXOv6gvol6bvhZJpLuH72UpLaGRu14jBVp4Gkdzj1fdyuPLwRBjk"
    "JHUNh3S71yIxCNtPRD9B0OXFpoum0DDAX8GVEWPinX0yt8henqHUFaWuKHWlqupKRTbX3+"
    "hItqfC5cyt9E86yl2okq8g4fJdUPvJ73pF8OwciWnRmO/IfqF+bJOgbKIo19+M1OunszlY"
    "1HRZicpdPwIySzsO33qhIQCCNFULO66NTTASNZFD6Qm6DueingdlKn3n9KpQJb/O/6sZ+k"
    "MTPfhPhlFQPjLoEeBf9waBBerBtUaGaRL4ezE1xlOvxwD/SYguoDUBHwM9BSzqoCl+Jifo"
    "q3diMO+3Dq0xGLQcCm/P3NlMtC1A/BQgH9ED+T4nY9grxnwZP3gPXF1z6BOx2IMAiu8hTB"
    "TYtF0LEma8ydXhog4XdbhU+nCJZmrxXc3xv+tiTsoEaW3Stl7YUekfLJAkW4YPUnLFi5K8"
    "wFDpoRwf4qSKB2UzdyHTib9XKTbIqBUnSvZUAV+nEAQlMkFWBlWUcOsEqnJWt1cHEMBCCV"
    "QfcidQUdcpiXOMUgGdDfTYNIhVCugYpQI6G2iDaYRxaR/Li7VuaMgUIX3BpkyrK0fblcmd"
    "6yWVuCilUuKqosRJsgITFQyfDdtxsQmO3ILxjknKLWwpx5P2WSB2+k868sBIoJruXA/T1N"
    "Cr/jpXtv7rjGz918lsfeZgx5WI+jmLaq2oXw7vBiQf+YWCiqS23rR7V53e53Pk0w+tTk+7"
    "ue1/vm3f3Z0jw9LmNoUVyaCy1fVNtz1oX52vzc9D61Or04VLj9gw4e/LVu+y3RWXxgAP2I"
    "bjZvBc4RJ5+JoRCZQMBOKHOePPN4kGxuHikkCMWMkCBWQBvro0lxFbeiSkb14xsgoniVcp"
    "KIh8d4ht8ZPUweypKOISWgV7LthnxMHg0UjCnR4JFKZRsUCRzaZsLFDkS7BtamszfnzhSS"
    "GpKUFYv2+Ayz05RadM2SlxzPqBhVx9Wzvj8wfGJWmr8VnA82rzWcA6KNUdPEaoiiOVNWYL"
    "ICFEIYl/NvgBTY2g31lhSi69M6K5lmNIpPsNTcCjpDU0OR2viSkZKMA1bLucZTFKqcqLVZ"
    "nLKyNDmTCgGK3idJU57ccdFjEWh0iUlVg1qD1woI4XFLud2TgxyQtajy3qaLobvFNu6zHc"
    "u7pvnyOffmjBMv0sbL9e/PDQ+trqfIELoi09//u+d9W+vWlBBUXRPQcqaFXDPrwKbS6yD0"
    "WI1E4kQ7TgZqQa1G69HwUx+cWAD1Mp5MuGbHL9XEspFZoRrRmhqg34O9PsPYCYOx4TosvW"
    "9QZoI5QKXjm8nge3MLZrMgVswu0Zzl+S6LBZUX4JWhXnFxbtknF+scSwYoefhLg2y/nFm4"
    "J7pTxmBVkQpVPol0Of2hNsGf8SyfUFdRkJqao7WNlu60cLZ0YZR3kb58JVHMs2cq4GpDto"
    "5Zy2IewA235suppiLNkLt2lhIHf1Fmrq3r2+9CMPawL5XlsWBHBJKkaEkEyvGmGas7WzfX"
    "PpCChxA8OhkAH2azlALU/D4n/+SUcn6GEt3jx4dR+88VANYYEZwhZbEJvoH9HcNsaEQT5/"
    "3C66p8cMrZlhmhDu4gm/oYoKok4D38IFrSjfA4/z2pmHfOai17jNlyWUfFhMuULIHzy3KX"
    "8AE5UuGKJQuuKcXw5XaOBj4SliJpiCPhMbOpoPLYtCJ17oZ+5aD0iYRpj/TpwGylo8QSkM"
    "d/4RQcsFr486/+kMShEtoR27Y4p25ugBOw6ZzZ1VpQjCf69gOILe57ro1k5tndh8rRj8T3"
    "GziajrjOmM89pL4myiNbJ/qcISqrBE3QJEjjQnSRWWOA69VBWWqBAvVGGJg/NAFZaoCidU"
    "YYkXMc+rwhKqsES9gFaFJQ6TTKps8Dt1aaiKDfvD9ggrCfj2uYKbcOP2vtcTlQR8+qF1d3"
    "952W5fQfDnKv4mXi8gbuE8TOQn3411wyZjWWe8Dbv4mk5t4QW28Ap0C6nYfvMjNAupGORZ"
    "S31fvUJciQ82Xct3ZQ7BPSr2r/e1uOuc6Xk8q7pKdvsAk2zDvWvzKQtVbgiRqGOhyLEQFF"
    "0oAraEtIY1xvaEOqPmcznQ45RqoeeC3GVl4I5SKahzQT236TMX1At1tgzT1A/mt3m01rfp"
    "WuvbhNYaxLUkMU4vsBOmUYV1ImLQTupNqXwPle/xY/pPRThhwSUfo9x6wVfsANiTB7UM0n"
    "FSBXU21H6YSxmo46QK6myos9LF9pkrVjFYd20iezQsg001L1CoiBieIFSy+GZZXNQLLYLy"
    "iqB+6O6rsChsJUFaRsGqxhLS+uH+7iwH6u/OUjGHW7I9pFS4fIxUmdmrbGaHHhHFIj/WFC"
    "qcJjul9U+vP/GWWZd+l+PjBHRjsuV6NRXOsXyBHMJLanFh02mkpxIGI5p5MgoBDhidM7Pw"
    "a5C5xziN6IC8iOfyNdETmfN7c2x7Ix6pjfh9k1oT+L/f5ZkvHH4d9A/+iGRr6n09KNyeGg"
    "YABj+p1swqg05l0FVDRMiTQec7eou4GkIkL+9pOIyUsBefAr81528gMUNlYb+m2Qr84xG6"
    "d4Z9QpY7kPBB9Amx25ZjL6WSR+h2ttghBmr8TLcNUqCaAePyqUiOn81cMRmUdLUmBIoKUH"
    "4fj0VS/gka8DMdTgs40ZBNHl1GGNQnCIaDJAASHSTjJ4SOvT0JKhTcwQ7Ez9wmGmET5GvW"
    "RHC0CNEFQhlFQYBHUfQSigCMvDICq0cspsQSV2y6AOnF4F8UVI9XsouSXZTscjSyC/O3gW"
    "IO4jDVy3mG9+9geGHn8BP/tXJL7eb0l4C2yiGFjf5Nu3cOWi8/cD7ftnqDczSxseUMrUH/"
    "Rru/4WuUzjV3HtRGD0qjD63b9qf73tW5OMmsoFL6rV8p3R5aravf7u8G122YEut/usyZEZ"
    "i3/cdN5/bbOSLf54a9HFpf+lBM/ZkafI5f+13+b2iOAJ04bwb3t/BAPHdcWzyx227dteGR"
    "Igzan6vtz0Xix/NhsnHwTF4+OetrXdOob7X0twptIDRPmCqGfoxQsaA0C+Y2eTaoy7Ryh5"
    "aUvEbe8UNxw9cfSjIjRK14sTUvire3SZAqLpTlgr+UNfzoyIK7s7iQIFXHxHYndQkeROkU"
    "A0ozwM/BKXtOS8nVrrQ1N4qfDQlSxYXyXOBqK9vim5CQK25szY0y6rSEWHGidH7E4WtdVO"
    "7Q/gGKXVQN8wNUu8Bjh9paugk4xZYXoarjet+9yVRAxn99sdTmGFkNoX6TC+s3GWC/SUO7"
    "mBc3TKOKpMlK4RZZuPVOTsmXnZKVnpJYsnO8BOeRh5MU6M3uuPgcFYa+cXd/cXd527kZdP"
    "o9KD83Wt0dWv1eWwO38jlEl2iBv/7wm3iAr8skO0tmymGM8sfMOHyXO+PwQOkOx4Nqgb1b"
    "+LoLohmmUXjGzkK6KKOyhKiUulJeXRGBhoUluzCVSofKTofy0UoCXDgl6tImuuG01vMdJ7"
    "wbk6Oi66tSCVLX8D/OAcLYZ5u684YkUDkxppkVrSwuaVgM1yYwPmfIcgtafomGZ6aBRVww"
    "JC9B2W+vndnEeCYW8iZGDj1BLcsbCoG/FoQZiw5meDwVEcijJb84ovoyGbK81yepqGIVVa"
    "yiio8hqtid6yW5HqVUXK8K1wOMQmz33z6s7vAjSRN/Jbiebq6KUu3GzLp5uz1u/41usLmJ"
    "l4WxjtPV0Ki9H7xDb5aAe0C+p3iKY2QVtgnuQkoYtP8YRHaqRJJhRPEMhsczD4++RwgXxb"
    "mUW1BMa7QuB50v7XPkUQ8trrL7VwwrNONBDLEFsj5DyiyI9ZppWE9bNveOK0ktmPgI96k0"
    "nTay3kUvph2ANuDzxBTLusD1kkq7t9ZyaO6rRVlEfdd8LTmXFp8OnEQv/nsj/Bwxv3jBfy"
    "iFWSnMSnWqnMIc2RUKm9jjpMrOHndeCFmkIK4hGgXoRsdF5LDZ0nshM4sfJ8x5HBjxrzfi"
    "xbhs3V22rtqN5HLeGc41E6cTCIe+Yzm0h/QPZcuXuYXKAnJko4XgWZ5nBiMxAXhdoPQc0d"
    "Fo2URciPTqwPARXcMh3e71CbqBmt3sHOmULwmbgdCFZoZpggDm9QmQuYP2+SjlD1LirRJv"
    "j0G8Vf6gunE9jz8oRUzJCLkPCJQXSHmBKoi38gIdyAt0kI551V7hr/P2kchqIyFJ3nGxWb"
    "wNZJyuhnjvZUdR3s2Vd3NoXbVvbtuXXG654pofmdtkLN69DK92nn6i2rhtlX6i2rhVEGrV"
    "xu3FoA5kEW1sE51YjoHlTZrSTVDpM6gkoUzXhAS4HVjOb/xZLyOTHiXcGw3o6UuvcL5Fis"
    "NTBQlVIOolO0kld3pKsbwUeJTeRNTWoYWOaLwA2SPe7OeivvyjYfOLfn8cfuLMsL1sepXn"
    "CdxwGExvAhKpHohdP0J5HpTnQdmgD22DVp6HH5HrKhOlShYs5YNQPojKaYsqE0VlooQkvx"
    "mZjbgguwMFU2hB12K6I9yeXjwBJao51gWtl9HE/VWWqY+vV2IurVwLfQj5+tx5EXtQzgGJ"
    "GU5Qly6IDToytQ3HIAyN6cxXoD8i8k8Xm1A4TJRzEBo3EHMV2bCRoUvU8309RJoSE4KiEU"
    "DuCSAqLeZFzmWlvSs9rpD2HvpEC+gWUSqlWeTTLPztVlKCO6N3zJrk5fplvNoXxl4B9NPX"
    "Z+/PPrx5d7aqe766klXuXFLanGlrcTkmSFFqEmylnBphunjBOk64L1yDo+SF69X1+93Ibn"
    "TRiStj99cX7dufX8e8rUnAw6JOsYM6SakyvrLdqjFZaheJSHVTFJoxP2pykVUpHalvT7Bl"
    "/Av7vz6hdUTuZ2ocNDQytyOQS6kY2lg/hKk5TA+BW07kDNk/MS+j6JFyWd9pIm8NIDyj1o"
    "QPo4wgizp+q2td5g7c34OUU1CpFUqtOAa1QjkF68b1PE7B2IZfRKOUkCq1Mp9aWVR5r7Ha"
    "vpfmFT+sW+ru/u6m3buCbAHmsjnhT9SH1k3r/g4uzbHL4O+rdrftZxQISe1wrqsk07TivV"
    "0ShHXw5L7AV/KIDZMf2yDba3NqGuOUTnObvxj5TC/49TzahGjGowYv4L1M0S/p0227rXU+"
    "aa1uV/vU6nTh80jOOrRW43rfkuOs5Wpcq/u19e1OA/A/wwdqLvCSQct7e1LKVfwmV1uqjK"
    "5UCfbPiINBB0gy/be7fi/FJhSiiQt6xthB/xGhpHtj81rfGrmG6RgWO4HHHkK/AowiMl4i"
    "nCIeORET3mCCi7Le+z/paEtX9G90dISyQy5vvSQ2f0uw6pzZkAh02EGMQ11X1oKMppQ+aV"
    "yumlNBuRVUX73p2v5sNVpT+zTKSj5GiWlW/smmG2jTNo08dtqA9ieGWjcd9ESWTRG6AZEY"
    "ax2Z/4F+Xhh8IbgOhGr8zY/QQIspNQkyQLgyvSUjs9Hu/iFDa2gN+C0+Fdh5n8jcQYxgLr"
    "58RA/8ojblHBUmYEj2MDFzEMgvHAxisxMEYSpQhCryeKhaFbzp0OKknmaibMHKFqysgpWw"
    "Cipb8I/I9Ty2YFVQRmJ3yWV2ybC6KNPvC1ePEQKMhueGxkUYiXye0RQzSataY4Y3qSKtMQ"
    "P5schaD9PUcL1/yLHaP6Su9Q+JulR8mYJcWQThME39rOSnr87yYAzDMvwSZwmkVdDiCwct"
    "ctSorT3x31hocUeoariB7N7n5kHGf33h0nZhshpC/SYX1m8ywH6ThnbRThZrGlXVKFYXbV"
    "PwSjqsm4NXfkh0M4KbaSzWdcvo5njo7FEivDG8WbLMtqgPlehrsGXmbt56UEcC/v69Doy/"
    "qfdmcn9DcL+50dPgj8zpYviVLvgtO2gGgR6padIFAwO/6CMuzO5gpOcaFGuKy14CqddGnN"
    "riUmCrQWsXx3nC0bC/Rw0tUTyKz+8HlVPXGdHvJ6jjwD9NLid711czrYmb4L9gBBH+8ODN"
    "Zi4DfwWHy6FUODMe/HXMUXvgbwXzgSsEkWdiL8F3YU38vhvJOQxLPJszwmLYs+MLzwl2hp"
    "ZH+RE90BEj9jPRtfCD1giNyWriBf8FfF5ozYGm1ATITlALLaj9xFGB/wEBwkMLAKGWueS/"
    "0AAPjSPGe0hw1QKWA0C+sPnMDMFi9oa7FuALnKALCz2IoZpoBPLAwXjA8FKwBWsu8+L4F6"
    "Lr/NRn45i6/K2YY5gmEoFioWYjfCh/c/4m8CuE38fhr6R8OMqHo6z5lbDmKx/Oj8j1PD6c"
    "kIhYKt1zRw3+4hLjQSt+7UbZPJJyxTVAOiK6SDavrCLcCdofswr3u9xVuNeSrMxXNkktcx"
    "Cle7lCB6/3dSZ4hQ7+6/T0zZv3p6/evPvw9uz9+7cfXq0qHiRvZZU+uOh8Brt25BxIGrol"
    "CkUxNqRMUJvCEy/MD+w4ZDaXxXWmciBMUhvYd1bvwyLfHc2HqIQoKiHfgTx6PFt6xcXPpN"
    "YRMkMUEY1iZMoU/5cEVZeLjBI3XfYXFCNVX0+Vvx625JJrGZU9Qqh4XGUeYy6xWY7GDEva"
    "YSiTzXFaxekqc1q3jcdyFrgopeJylbkM/hGN2DYtFDcdpapfKN5eEtZtAk69Mh9UlFJ9UF"
    "X+oESx7WKW1RCJMqUWSChPBkxE2ZDkQd8iA8r/kzPKJ2cycBWR3xjbE1p0eWJ6to0++b68"
    "Azd9Qx57Etxtbog8+b7UhLc/d26rCE94DCIDfmJ+sIBJJ14kBYQI6ASbjgi1+IgeRBEQmz"
    "w+iFqBfkSHZ8GBEAMsagk2YpzY24OGFp+TujbzJjFERzM8oq7jhVXwv4BgKWoaLoLnwKPF"
    "JF7vM44a0g2bjB1zqaIgVBSE8odXQprIEwVhE44wF7WLlbaLUqmmV3kS7yojtlVXFC9g8Q"
    "0OtyKrNkyzE42yQkv23VmOFfvuLHXBwq1YomggLxWILljRbB1VULUjIF9YwetXueMKuNw2"
    "KXXaRghreNgeyeGaqqpvpV7uTiO65edzy2ILeTuo0N1MjQhaGWtYDMypEX2dCt3CJBM8Xi"
    "JfUPDCzLGFDJ1rExQE5qUoqwPKhDc9tFsOiutAkfQlcZp+yPeDV8DyIaEU7fFZojaP0HxO"
    "0NcphQj5eNz5OkrdcNL7R4n8NLEC56H4k9C7iVR61UuqGgKGUo+UepTISC0iY64IVM5vvp"
    "zfyLaYF+UIUQ2RPs3lHTrN8A6dJr1D8TOnAN4S0jqivg+1PzCVTDGbJiHPqrYTp1S1dsKn"
    "Q5FaO2nl7lNjVlMr3B9lFdJdx6z6ZaBGVC9XPyogLLmgK4buAdazCiJVQaSVQbhKIn3VjT"
    "J3hLGUVnnBrWaWOYZ5g3I7p5kxsX4xrBM08CsLgCFWh7T/qTBRiPR4PB7zaZHYF8DfO6FU"
    "/4jGeDwlzEult8mcCOewrO7yXp6hHMjKQqIsJIfeTvNYSMQnXUK7idIp3aasLGjMgVl8QE"
    "o7r5RtL0JVv/Daszya/Fm6In+W0ONdRmyNn+rFKrZGqeqH817CmEXsNxQHKuMdjdGqw+SY"
    "DhPyfW7w2UrwPUpZQ64fCZdzRbDb5Jmf/uXyFMKUSs+uMpexPjMsTZyABUu6xgl3qZ5Vl8"
    "HlS4+uAUvCXLjwaAsmu/fnOk50N6YmJFZYJEHhsnV32bpqZ9Uc3aeRSOSESCxEQa5Iunlo"
    "1Z0uj21oYlN3LoJlDCvRJUskA9CFFZSxhIpMwo5j6Qh6K8oMQdtNKOpT+gGvD0EFTIjYFB"
    "29AAqRgmA4TeStNoRn1ILcB6h7CVE8frNeL29hnSbhFb/86rf8wshrQPoLTI28XqyQVhHU"
    "iYTykthr6BV+/5+YMksps1TdZMoaaxKqumPduC6ROaXtWQumsqTnWKiQlpSQFtWia7/2r7"
    "RwlXy95lNjV/aId2PdxqcA5o3W5aDzBZq/C+qhdXd/d9PuXUHLeOaKXBLoFH/Tur+DS3PM"
    "BXb+91W72x7ABV/gi4ui+QLscsXXFegU48Gu8b2VFYtlTBAqK3Gur8Rgq9dOoL2p61SI8A"
    "XbTq2uHG3fqRlxMAjaScR/u+v35HCHaeLSlDF20H+QyVWNve1Ma6Vm5BqmY1jsBB57CCUG"
    "MIowIljfKw9giCWXEv8fTHARY8nI1bkyqoGWVvbEiE3xgscG1/xFuz296MnxW/9Cu2iJY2"
    "E1x9C67Pfu7rn82On3tPs7fg94484EFdQ7jo4Y9H9v9+6ig4RXmpU5Ud7kio3PCI1PbHC+"
    "iUTjyrimU460xLqXmY0pn0AVfA5zJJmY6S0BAZoHYBL11LhhKa0KIZYcJNh+cucA1FjqUc"
    "9c10niw6QbN14d4BAJ1vT75mnuJe2ZPDWR/+6ZPMseFfKZKiyxNj7dttta55PW6na1T61O"
    "F46MR5sQzXjU4Fd4v2horcb1viXHWcvVuFb3a+vbnQZIfwbVxVzgJdPGHL0Jqca5YZNHg/"
    "8wPKOu7NPKqpaeIK3R3vXCldJ9KPkmZdAUg9Tmzy0xSZW/tCv+1XzjWjn/UJZD62u7/Tv8"
    "uSDkCf6+7vcGv8KFGbWcqbmshtbuA2xz6Yhp9FnmQM3UJaX0qpNxfo3SBxDYPMImltb8zb"
    "FjxejVtlV22xLxc8ExUC76LkKtQnSq4y5JeslE+4jS3E5SK25XmduVaQddNZ/OXoKyDtsP"
    "uqIQv3BDaIgsksgTBfpA/0ZHNUI7VtsEcvI0EbalmYb1tCVUEJ/WEnN+hinrCpvXB3KnqI"
    "lm47UG7dmwHRebUDxkS7y+eDP97lUhqSNWCzKaUvqkEUufU0G5FWBfvena/mxHK4Jt2c4+"
    "7lfR+PaXYiDzJwhKuW+G+FLM2FpPWBOAE+1dIfkcZtoBZjex+WoCWYlY7/CZmRL2HTtWsy"
    "PAtfDBni8cPP13S2saBq0Pwg9SJQwroZA0kYqE/nFiYvOVMAyJ+QUTsZKkSuuvSln3+sCZ"
    "YUSRN9kpbDzJ2WanopCW7rSzSmRL2w92AK3QXeup9sdhlmyHhW1T+04cDJkSUmTJqLFhgy"
    "gZMnbkTiwEQjTDS+QyIrL4vMkhyw57SYKy7MGcVJnyaOhtlThaia1diaNKHE03nxb79JKU"
    "SnpSwqgSRismJRUSRsMn9o5k0bpLocltsFJC6D3j16/wUiZ+ru5lCp4ujNJ0vCzWcUYIkL"
    "qhI6g+gTh5E/51P7hMSpu5KFIlTR913fsdkH4ilmEz4uXyB4mfJxYsmLt1Po2SS6uwyyu5"
    "VMmlCf/WbO6EEsDyx6AmSEuFn5bi9at9MfogwadjjiM/x6KJePn5ICVXvCjJC6jNrZfjQ5"
    "xU8aBsDgnUBODvVYoNMmrFiXKcMKy563BsWdFcxSjhD5inePqq+SF3oiJ1nZI4xygV0NlA"
    "j02DWKWAjlEqoLOBVha5nRo4w9p2MqFSjmeYpoYlqF7nKq7zOqO4zutkcZ2kJSPv6k1Sqk"
    "UcL34QGIXyruC1Fal+y3cvFepW1rYCIIdpaojz23wluDIqcMVBhuQaDYq0ySOCMzSTOKXS"
    "SsppJQJHw9L40p3IO8Bs5EKMWnFiC0749iciOS838iFCq7iwBRe8Qi0lWLAmVPhv8xWAj9"
    "Ysx4IIreJCWcstFCNh7nhMiF6UDRJixYdt+FBmO4pTKg5swwHCHGOGCx/LEmLFh7JFZSAy"
    "YKnNCkqoUTqFfsmvQNSmK7r610QK93K4+wFCyQASOeL+8KyokSM0QmTZ01uDtizg8oBxa3"
    "cmdRppgWviZnNz5Brj47YJXfuni22H2CLzwUJT6to5I9hSCDcFsjH/d6lINhXJpiLZVCSb"
    "imRTkWy14oWKZDs4D1QkW1U4oSLZVCRbnYBWkWwqkq0yJg0VyaYi2Y4DeRXJpiLZjhRnFc"
    "lWP61ERbJVihMqkq0KXFCRbCqS7YfmgopkqxIfVCTboTmgItkOzQcVyaYi2X483IMIoSIR"
    "JAFNDWNHjiRWJMAkESxSkYi7UCcfSchdtM9PesxdvLNQngrFfKxXVxgcFE00JTZB2NIRdl"
    "DXcEi3e32CfidzB2GGDIehu19bv5y+feeNYZyOEcwFGjSm86WslvHO55eE8Kngu0rYwlXw"
    "nQq+i3RUxbNCLr1gfA3t9Hvxh4gAIG2K2bQIylGq3WC9eWN7MaTfneUA+t1ZKs5wKybxiQ"
    "NIY4TvRbIWaYaF7WWK4BcnjbdDXzqE5QC8mh2/pEJ0t38R2Z44sBedXuv228/XrT/+Ftmj"
    "uv3e52B8eOu5+DZot+LeVcyeOJJPRJJHkuFijVDVcF85y+P/O0v3/yVDW5iDHVei0QPIbc"
    "udCaDD5aejC35F/XJgN7iEazwH75IX8EbrctD50j5HHvXQuuXn5W2n9/kc8W/VAB4MrfYf"
    "N53b9tU5It/nhk10GPWl/ztcsckz30j1uMSb6zDIw7TTdKadJpjmvR4rIV9FKVXP8qrpp1"
    "GDG3M0l5WSo+O0itNV5rTw1DBG7YJhWnG6LZTX4+Gu6gmieoJUB9LSPUHWzSqkO8EOgC3U"
    "Lrya3/9GdOM7YOF+IOFwQ6ITb7KX7NN+JMAX6zhe0Bzu92m/IiYXzW2pTTw+pJllGA/ayO"
    "veaIPkNI/3LYLIM7Ec9EhtROEvv3X8uejLZ9MFMpj4J3WdEf1+gh5mfMVA6ruhPwT3GH91"
    "MQM2zYSJfA/PGFrBFPweNXUwwMMY8ZgT1EILaj8RW/yP8UciLJ5CLXOJFlPDJMhw0JQTel"
    "ObBOzOKbb3vzeCZwkxavViKiW+Esd1U1nllVU+aklbf6IFPrsolZKE4wYY2FmLWCZXBMoo"
    "mcMoOcdLk2LJgv3trt9LSfxYk8T3J2PsoP8g02B7C3kJHRgj1zAdw2In8NhDHBAAUWRrCo"
    "BeGeRDPLiUmONhgovjtxKHMlOKmIlv2r0rYRX26YfWVbvb+dIWZmFfngTD8KdWpwuX1vGd"
    "hzcLY8chs7kj4VNqhFiYpDYhYqevz96ffXjz7mwVGba6khUQJivdwOb8CURLW/8ZZRsSlK"
    "XgrZh2uGuAiW3LTB0Z52hAUGonqRqasdy+fMl9Wdl9iS3BIt8dzf/ISwj+EnLlSaiyJ0Ho"
    "7l6pmCLifoxM+RH+kqDqWo4hyfje4IiLkqqvp8pfz6NhGWxaykQSI1V8rjKfAxNmQaNIjE"
    "xZRbL9g2FD8ZauLN/63w7NeJwIb3RoxdZYxJ912bq7bF21D9XePs6EdC9NmE+bvTQr50U+"
    "J03LQvxTh1oHK2eHsK6x83DigVcImNoTbBn/Ev46fs0OPCOLKQWvB6w70/PmSXIZ9vOcoT"
    "W07kSAKEPYJugJkiG8wNETNOA0c5s8G9RlwjfE+GfCmvwFaBMJIQI9BPf9MFNPtnjg8z6A"
    "LQIqBTKDf0zCU7SYEku8yKNhM8d7b+H6eRSGC5f/OrTA7CM8AJnUmjRFIobhADFbGA7UgO"
    "SjH1UqhnL6KKdPJSScPE4fd66X5HqUUnG9KlyXyLX+24e4bhcqSOYPr6FH6vTV2YdcxvWz"
    "DxnmdbgpcftJzMDpbqk1RTW8UvC8+nilDp+pU7Xv4ACpOj6UMbG0FDskc6gMqpJskaoJRa"
    "WB1EmUfas6coAkn8D7nPiYKbV9tbTUB5mYQX2OJT9Hg2nrvLUYHyg1CbZSVOEwXRx9Triv"
    "MyrQj18Y/X6/G0H/ohOr0NK7v75o3/78Ola7O+lajhhDClvz48Rqv6vyfiey3fjPnUwgOK"
    "dsulx8AsXzKvM8bHIt6MeRkCqPd0Uy52qDZoZjLLz+duAc68emO0qENzrGJB+t3DkWX8Y7"
    "QDhniuKRIpuWoZjD3Rjq+BpJtSqfOyfJ8zpOE8zLZtC1OPTjaUPikvXvNLM8sXg9ZpP7NR"
    "2GHXsHU0NrpUeMJCjAX+rbeQUrH0ub7vl7Bi+m7IBJ9wiESOroFdhHUS74qAog7A+vIbp7"
    "6WDEn+hIM63SPS4hkpd3uRxGEt2ZcyUhs75koNFf/wceZKBa"
)
