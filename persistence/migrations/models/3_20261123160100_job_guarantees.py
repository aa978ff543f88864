"""What the database itself guarantees of jobs and calls: states, one charge, one lease."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
ALTER TABLE organizations ADD CONSTRAINT organizations_failed_call_policy_check
    CHECK (failed_call_policy IN ('free_if_all_failed', 'free_if_any_failed', 'always_charge'));
ALTER TABLE teams ADD CONSTRAINT teams_failed_call_policy_check CHECK (coalesce(
    failed_call_policy IN ('free_if_all_failed', 'free_if_any_failed', 'always_charge'), true));

-- ---------------------------------------------------------------- jobs
ALTER TABLE jobs
    ADD CONSTRAINT jobs_status_check
        CHECK (status IN ('pending', 'in_progress', 'completed', 'failed', 'cancelled')),
    ADD CONSTRAINT jobs_end_check CHECK (
        (completed_at IS NOT NULL) = (status IN ('completed', 'failed', 'cancelled'))),
    ADD CONSTRAINT jobs_charge_check CHECK (
        charge_status IN ('not_due', 'charged', 'waived', 'underpaid')
        AND (charge_status = 'not_due') = (status <> 'completed')
        AND (charge_id IS NOT NULL) = (charged > 0)
        AND (charged = 0 OR charge_status IN ('charged', 'underpaid'))
        AND (unbilled > 0) <= (charge_status IN ('underpaid', 'not_due'))),
    ADD CONSTRAINT jobs_hold_check CHECK (
        (hold_id IS NOT NULL) = (held > 0) AND (held = 0 OR status IN ('pending', 'in_progress'))),
    ADD CONSTRAINT jobs_caps_check
        CHECK (coalesce(max_credits > 0, true) AND coalesce(max_calls > 0, true)),
    ADD CONSTRAINT jobs_sums_check CHECK (
        held >= 0 AND charged >= 0 AND unbilled >= 0 AND expected_cost >= 0
        AND expected_tokens >= 0 AND calls_succeeded >= 0 AND calls_failed >= 0
        AND calls_count >= calls_succeeded + calls_failed);
CREATE INDEX jobs_created ON jobs (created_at, id);
CREATE INDEX jobs_team ON jobs (team_id, created_at, id);
CREATE INDEX jobs_organization ON jobs (organization_id, created_at, id);
CREATE INDEX jobs_cost ON jobs (client_cost, id);
CREATE INDEX jobs_team_cost ON jobs (team_id, client_cost, id);
CREATE INDEX jobs_lease ON jobs (lease_until) WHERE status IN ('pending', 'in_progress');

CREATE FUNCTION keep_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.team_id, NEW.organization_id, NEW.virtual_key_id, NEW.job_type, NEW.created_at)
        IS DISTINCT FROM
        (OLD.team_id, OLD.organization_id, OLD.virtual_key_id, OLD.job_type, OLD.created_at) THEN
        RAISE EXCEPTION 'a job stays where it is' USING ERRCODE = 'LC011';
    END IF;
    IF NEW.status <> OLD.status AND (OLD.status IN ('completed', 'failed', 'cancelled')
        OR NEW.status = 'pending') THEN
        RAISE EXCEPTION 'a job that is % does not become %', OLD.status, NEW.status
            USING ERRCODE = 'LC013';
    END IF;
    IF OLD.completed_at IS NOT NULL AND
        (NEW.completed_at, NEW.charge_id, NEW.charged) IS DISTINCT FROM
        (OLD.completed_at, OLD.charge_id, OLD.charged) THEN
        RAISE EXCEPTION 'a job that has ended is charged no more' USING ERRCODE = 'LC013';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_job BEFORE UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION keep_job();
CREATE UNIQUE INDEX ledger_entries_one_charge_of_job ON ledger_entries (account_id, job_id)
    WHERE job_id IS NOT NULL AND kind IN ('charge', 'capture');
CREATE INDEX ledger_entries_job ON ledger_entries (job_id) WHERE job_id IS NOT NULL;

-- ---------------------------------------------------------------- calls
ALTER TABLE llm_calls
    ADD CONSTRAINT llm_calls_status_check CHECK (status IN ('running', 'succeeded', 'failed')),
    ADD CONSTRAINT llm_calls_lease_check CHECK (
        (lease_until IS NOT NULL) = (status = 'running')
        AND (finished_at IS NULL) = (status = 'running')),
    ADD CONSTRAINT llm_calls_sums_check CHECK (
        prompt_tokens >= 0 AND completion_tokens >= 0 AND cached_tokens >= 0
        AND reasoning_tokens >= 0 AND input_cost >= 0 AND output_cost >= 0 AND client_cost >= 0
        AND expected_cost >= 0 AND expected_tokens >= 0 AND coalesce(latency_ms >= 0, true)
        AND run > 0),
    ADD CONSTRAINT llm_calls_request_check CHECK (
        (idempotency_key IS NULL) = (request_hash IS NULL)
        AND coalesce(length(idempotency_key) > 0 AND length(request_hash) = 32, true));
CREATE UNIQUE INDEX llm_calls_idempotency_key ON llm_calls (team_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE INDEX llm_calls_job ON llm_calls (job_id, created_at, id);
CREATE INDEX llm_calls_lease ON llm_calls (lease_until) WHERE status = 'running';
CREATE INDEX llm_calls_finished ON llm_calls (team_id, finished_at);
CREATE INDEX llm_call_contents_created ON llm_call_contents (created_at);

CREATE FUNCTION keep_call() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.job_id, NEW.team_id, NEW.virtual_key_id, NEW.idempotency_key)
        IS DISTINCT FROM
        (OLD.job_id, OLD.team_id, OLD.virtual_key_id, OLD.idempotency_key) THEN
        RAISE EXCEPTION 'a call stays where it is' USING ERRCODE = 'LC011';
    END IF;
    IF OLD.status <> 'running' AND NEW.status <> OLD.status THEN
        RAISE EXCEPTION 'a call that has % stays so', OLD.status USING ERRCODE = 'LC013';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_call BEFORE UPDATE ON llm_calls FOR EACH ROW EXECUTE FUNCTION keep_call();

-- ---------------------------------------------------------------- accounts
-- The server may move no balance itself; to decide about one it must be able to lock it.
CREATE FUNCTION lock_credit_accounts(team_keys uuid[]) RETURNS SETOF credit_accounts
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT * FROM credit_accounts WHERE team_id = ANY(team_keys) ORDER BY id FOR UPDATE
$$;
REVOKE ALL ON FUNCTION lock_credit_accounts(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_credit_accounts(uuid[]) TO saas_litellm_app;

CREATE FUNCTION set_overdraft_limit(team_key uuid, new_limit bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE credit_accounts SET overdraft_limit = new_limit WHERE team_id = team_key
$$;
REVOKE ALL ON FUNCTION set_overdraft_limit(uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_overdraft_limit(uuid, bigint) TO saas_litellm_app;

-- ---------------------------------------------------------------- models by alias, and spend
ALTER TABLE model_aliases
    ADD CONSTRAINT model_aliases_alias_check CHECK (length(alias) > 0),
    ADD CONSTRAINT model_aliases_status_check CHECK (status IN ('active', 'inactive')),
    ADD CONSTRAINT model_aliases_prices_check CHECK (
        coalesce(input_price >= 0, true) AND coalesce(output_price >= 0, true)
        AND coalesce(cached_price >= 0, true)
        AND (input_price IS NULL) = (output_price IS NULL)
        AND (cached_price IS NULL OR input_price IS NOT NULL));
CREATE TRIGGER keep_natural_key BEFORE UPDATE ON model_aliases
    FOR EACH ROW EXECUTE FUNCTION keep_natural_key('alias');
ALTER TABLE model_access_groups
    ADD CONSTRAINT model_access_groups_group_name_check CHECK (length(group_name) > 0),
    ADD CONSTRAINT model_access_groups_status_check CHECK (status IN ('active', 'inactive'));
CREATE TRIGGER keep_natural_key BEFORE UPDATE ON model_access_groups
    FOR EACH ROW EXECUTE FUNCTION keep_natural_key('group_name');
CREATE INDEX model_access_group_aliases_alias ON model_access_group_aliases (alias_id);
CREATE INDEX team_access_groups_group ON team_access_groups (access_group_id);
ALTER TABLE proxy_spends ADD CONSTRAINT proxy_spends_spend_check CHECK (spend > 0);
CREATE INDEX proxy_spends_logged ON proxy_spends (logged_at);

GRANT SELECT, INSERT, UPDATE ON jobs, llm_calls TO saas_litellm_app;
GRANT SELECT, INSERT, DELETE ON llm_call_contents, proxy_spends TO saas_litellm_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON model_aliases, model_access_groups,
    model_access_group_aliases, team_access_groups TO saas_litellm_app;
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP FUNCTION set_overdraft_limit(uuid, bigint);
        DROP FUNCTION lock_credit_accounts(uuid[]);
        DROP INDEX ledger_entries_job;
        DROP INDEX ledger_entries_one_charge_of_job;
        DROP FUNCTION keep_call() CASCADE;
        DROP FUNCTION keep_job() CASCADE;
        ALTER TABLE organizations DROP CONSTRAINT organizations_failed_call_policy_check;
        ALTER TABLE teams DROP CONSTRAINT teams_failed_call_policy_check;
        REVOKE ALL ON jobs, llm_calls, llm_call_contents, proxy_spends, model_aliases,
            model_access_groups, model_access_group_aliases, team_access_groups
            FROM saas_litellm_app;
        DROP TRIGGER keep_natural_key ON model_aliases;
        DROP TRIGGER keep_natural_key ON model_access_groups;
        DROP INDEX jobs_created, jobs_team, jobs_organization, jobs_cost, jobs_team_cost,
            jobs_lease, llm_calls_idempotency_key, llm_calls_job, llm_calls_lease,
            llm_calls_finished, llm_call_contents_created, model_access_group_aliases_alias,
            team_access_groups_group, proxy_spends_logged;
        ALTER TABLE jobs
            DROP CONSTRAINT jobs_status_check, DROP CONSTRAINT jobs_end_check,
            DROP CONSTRAINT jobs_charge_check, DROP CONSTRAINT jobs_hold_check,
            DROP CONSTRAINT jobs_caps_check, DROP CONSTRAINT jobs_sums_check;
        ALTER TABLE llm_calls
            DROP CONSTRAINT llm_calls_status_check, DROP CONSTRAINT llm_calls_lease_check,
            DROP CONSTRAINT llm_calls_sums_check, DROP CONSTRAINT llm_calls_request_check;
        ALTER TABLE model_aliases
            DROP CONSTRAINT model_aliases_alias_check, DROP CONSTRAINT model_aliases_status_check,
            DROP CONSTRAINT model_aliases_prices_check;
        ALTER TABLE model_access_groups
            DROP CONSTRAINT model_access_groups_group_name_check,
            DROP CONSTRAINT model_access_groups_status_check;
        ALTER TABLE proxy_spends DROP CONSTRAINT proxy_spends_spend_check;
"""


MODELS_STATE = (
    "eJztXetz2siW/1e6+DKztcSVh5PMOrtbhW2SYQaDC+NkssOU3KAGFEvdXD1MuPfO/759Wh"
    "LojSTACKW/zMRSn5b4nVb3eZ9/NQymEt06a6mGRu8tYjYu0L8aFBuE/yN+s4kaeLHY3IIL"
    "Nh7rYjSGYYrDx4nreGzZJp7Y/NYU6xbhl1RiTUxtYWuMAkELLfhYRtFyzpClzaiFNIpshg"
    "xM8Ywgm1BMbesMtV8YWNMthE2CHKr9wyFoqdlz5tjIJDNsqkA0wRY5gwerbMKfrNHZAZ/h"
    "jlBsNiP2XKD251/8skZV8p1Y/p+LR2WqEV0NgaqpMIG4rtirhbh2f9+5/ihGwvuPlQnTHY"
    "NuRi9W/E3oerjjaOoZ0MC9GaHExDZRA0BTR9c9tviX3DfmF2zTIetXVTcXVDLFjg7savz3"
    "1KET4JIAT7M4SBNy5q2GMWAAb/D+f723DVAqSq8/VO7aQ0VpxBgObxXhj3dpwigsFo1zAr"
    "D62513g5G42oAHXP3aGvz85t1/CFSYZc9McVMg2PhbEGIbu6SCDxvgJyYBmBRsxxlwze/Y"
    "mkGSmRCmjDBD9UjP/H+UYYp/YcOVzTfjg+vDdwDAG/wHqn2qr7zlkMGAYeemfTds3dzC4w"
    "zL+ocu8GsN23Dntbi6ilz92eUX49uBu1WsJ0FfOsNfEfyJ/q/fa0e5uh43/L8GvBN2bKZQ"
    "tlSwGli5/lUfNT5yw3VnoZbkephScr0qXPcxCrDde/sN1wls5nGGX82xmczsNUGEzxyvU+"
    "Ssgb8rOqEze87/fPP6ZQZrP7cG7qb6+mWEXz3v1mv33t8hhFXNWuh4pYi/CwAdpash3q/f"
    "vs2BNx+Vire4F8Z7gS1ryUxVmWNrXgTwGGEpxL2t9gcC3GR6ysJuU8cQWHf4O2EuGsUw92"
    "mrvLgb/S+99uACsSV/mxFtXd90ehdICPEjen8HtxxP5i/Mjzz7TcZ2E99tNEvhqoT2lMCR"
    "S8bBxjRFfA7SRbgx5oSHYocvUz+vcHzZ73dDB/RlZxjB+P7msj34+ZWAng/SbHG50xtGAD"
    "eIjUGSjuP9212/lwx2kCYqLmkTG/0b6VyXOBTkAa1l7Gi6rVHrDB57DC0FMAoxwl/bP9+0"
    "/ogu+6tu/zIqAsEElxGW6NiyFZ3NuJJdXJiNEe9Bnq3YmXC64mtca/E1zvFKKWYviBHuYD"
    "o4Hf5usQqALWb6mGkUGK/iKH9kJtFm9Heyip32EVSTDGUnCe7m6uYVTbxcm7Hi64ujwH87"
    "cc8R/haod9/tNgTkYzx5XGIueW7Bfm0yjBzsHvnH3wdEx+IH/UjIh/YDi1gWn3dHlO7cWa"
    "ojg+4OEqwz9poF1ldo5cVvGa+N6BVhCVa9Z8OT/EXlqJrdfiLiaXGr+OZuM9MsDuMUAgNz"
    "2sW/zBlSNRUt59gGq/Nyrk3myCQTrsU1+V+ENhGmKpqazIA/TXKGevwBJprMMeU/pYmo+B"
    "MM2Agji/AvzY7bxg/0nBHXHx7cEdYD0ix+B+Q+xKbo4V8jd/mO+MuMGmMy5Vus+288tbka"
    "0vj74QNi5gxT7Z9iMYsXsAk2hGGeYtsxsY4eycrizxnOCQKBE0zSaMalfAuBvf7BInzR8p"
    "36AfEfNmGGodnNtTV/hheWtOFLG7605lZCHM5jw/e/54TTT5t1qJ3M8SBVhN8azaOGVkxQ"
    "4K/L//fiv16/fvPm/euXb9798vb8/fu3v7z8hY8VLxy/9T7LWtD5BHp/iKlxQwCe+DJFXo"
    "PjhqLK5q+SpsZXL/PYtvioVOOWuBfDmJnKI/+BZQ2O4RkqbOFtCDuj4toXNxEDnv1R+b39"
    "1b/Mz/gR/dwZDO9bXff6k2baDtbdO3df74btmwtkrfjRZlTDSulygQNKCvmeImQ1/GoO4o"
    "HarJ6CNpIYobSRRFwfxGKOOSEuIgVWcoywwjtRyaX8Ns9Kfpu+kN/G1vEatKRVnAPrxDVc"
    "A6QPsmkEdcuCgCeQ1g/0g7hSQX8vCHaARIKcC2TP4lLEYRcgqYa/Dp5XG3+dSmyIKC3CkA"
    "BJNRhSKweqtgCbAx+QwJP0nShMVb/N6DzPXnSevhWdx3YiIVnjmWcZz4tzmKp+OL/NZTl4"
    "m2E5eBu3HJhg47LswqJjkKp+UO/NSBNzHKe7NQ/piLrEOlh9WjoxE11RofvNLGfU2B2pYB"
    "ia0x3VpwRNNYAfXDgY2XO+Gc6Zrp6h1mJBqPqCUX3VREtTs23CD48VH7JxzMT9TvuYMMF5"
    "82cDTybMof66nphE1dwfuTYF/yU9PJWwNUgPj/TwhC2nwS83tyEvRLXPz68WZrzABpjfax"
    "YgKuU0qxqUx/GaHcljKcEX28ITV6IFIoXQD5FJ+AvBXy1BeegLlBnC8mZMLoF5LaPmzm3W"
    "yRPRhYDrrytkaBOTvfB2WC7TYhvkYIha4o8QAVdIsyFiig+zLKIilS0poGK5gViaFZOlD/"
    "ScEcWmwW/gGV9MQQrIJuLXnYUYfoHGzJ6LjGouoHNIqOV6/+F94BLX5s2V+wYQaabZW4X3"
    "oOQupfVqiBRSWpfSuhQsKyHbQEIb7MwJ2G/Lg/PJZBpc/jQ4kTYFZ2eZLS5GLHOuqpxzJW"
    "0Qh0+3Cgh5O+ZaXYnjpLWZ7zTh3ZpwFV5foWyrAV/yg87VMCvb6pDaVpgFCapWjEfpepYr"
    "HSjer82tZEGYyE9cKzHJAnP9wpMxmqCRhJSgM3TDRHoIl8fAn6ATdUZMoZ5ohI9nlECuCE"
    "ZiP07Qsg7zIJEq46mYIlUGdCbLMYQ6p+sbsoc558iDm6nDFlwbE6oo4t8dMZ8IDOeqFYJ8"
    "GJvZHCxkLfihNqKafYH8B6D/cW8qM66n8e8EvfD+nsyxyRmM/tP7G6vfHK6fqA8f+AO42u"
    "KrhUusPXHdBZ7mknA1Uah2wHZE+U9rIp0tISEIroJ+6c4s022keifVu0pIQnnUO2+/KKbe"
    "BYieT717WSvdbu7hmh90n0IiXg5xflSbqomntqJrhpawyWWBn0As+VCODyG5pBgXYqSSB7"
    "vwwJPYyvAgQCp5sAsPfPm7DBOCtJIL5bgg7HblPPgxUsmDHXiQXOrwUqPYXGXgn1LocLyy"
    "3VyHgwTPj38ajb6/fPnTERS8Sy/+fa1afG4NLju91uDrOlp+rV90+71Plwnx8pdfh+1W3r"
    "SddN07PW3nwAr4aRhC81RFCkcaRJZ+gWI/SXEOJ6Zj5yqNJES/HbFyDZWfYKa6wuSZEnfD"
    "qSusmW0I6qgTTnEjeXgTjIPWp2TI+H9yOiuG3iSnuO9t9VAE9vw87ok9uBzcDzXV4bD+jr"
    "e6GzZ7x3Znw5UXTgV1pijY8MGUD8ZL5HD2mOJPi4gyVzYxjSTfQMyvsIc5hQsBzh6iKpu6"
    "V54rIeB98KKwFo4Ndww+kc3EGM9w9wEKeE3mRHU4kXgwF6OEUX9EV8Q+Qw8m1Ein/M3F9A"
    "Z74uMiqRkI68ILwCm9/QbB8nH4D0oP/ZJegAqIKk3pBZBegHAIu6guEed4voJEG+oql7Np"
    "tLrd/lVr2OlD6XNdZxMhAI3o7aB/03cvL0xmMPfq3f3l3dWgcws3lNvW15t2b3iBLGe8nl"
    "NZ4JXBt74R5UxRgAubcXxnVGCZb8a07od9ZdD+2Ol2+eOBGSaZaro+osNBq3f3EWokiaDa"
    "KVRIuuoPBu0r96UmzDTJus5W4coauQprZNTViNfiMZLDOjLj7dc0Mh6wtJ1kfSgXwz5EJm"
    "1U5bBfmBozNTuhcnQq7kGS2sD++tX5+/Nf3rw7X6O9vpIFchxQMp0S0a2hhKgRpa2hsHEi"
    "wkWuYEvyfQEZKWUYHaKUIbVV5jKXjq1ixUM3FPUrS3GQCiCeMKk4VoJ6fE0mmoH1lLMoTB"
    "n9klzSM2+K08M+A+rr9lXnptX9+fXL5rtICsC64E0c6LCNpZi8lUAsSxKXlbsI/7FlrBFB"
    "OnluVPnccDmV1JMln/UhSF/hc6TR/uO2M/h6gYRMA+WO+53rC/TEXONl8bJHuaoeZRQ9ih"
    "c0likxMiXmmeE9dEpMwLAtfBPiPXd0jAqX09Vmuhqhf9AWOzHcEpx6Sdime/aES0+Jcna7"
    "ew9yZxbYtN2SZHHHGUZiZiTSf6bMLFv87IDPkb416Vurkbmrxr41KVcdoNyZrLl1zJpb0g"
    "F4HOBdeafYRhKkkdtItno284PJ9qKc1S3EtBlRzYIrq1K1CjoqMRaMy4z2wC1+3UjQNOKD"
    "MlUNbT1c8Spq527wKQR9w7HdHpdu/0yK1hNOVtDiEhlYJRduTQDIsIdLojwbhSi+qQb/tN"
    "0SbUnNPQ/yDKljSB1D6hinoWPYzCziel0TVDlir6Tr9TC9pBYASMHumCGiGiL9Lg/Q79Jx"
    "fheDOXBiQevHImAnkNYQ8oO0k/J7hBTPwYxSPmca5nG0i0MlYPJb8BNi6Kc3kNpQyP5RIY"
    "6U7R9VIIXzoOoL6Je654VK0lyC97OVlsDI3K4RzVp7GkRyj1vfy+bKwyOxICepq9mk270R"
    "iUHYfCTqGYIuLyZbNoWGAf4KroxoM/fsS3KLHOQZUl2R6opUV6qqrlRkc/2NjZP2VLicuZ"
    "V+Y+PchSr5ChIu3yUzH72uVwQbF0hMiyZ8R/YK9WOT+GUTRbn+ZqhePzMWYFFTk0pU7vsR"
    "kFnasfnWCw0BEKSpUmw7JtbBSNRENmNn6CaYi3rhl6n0nNPrQpX8Ov+voqkPTfTgPRlGQf"
    "lIv0eAd90dBBaoB4eONV0n8Pdyrk3mbo8B/pMQW0JrAj4GegpQZqM5fiJn6It7Yljubx3R"
    "CRi0bAZvbzmGIdoWIH4KkA/ogXxfkAnsFRO+jB/cB66v2eyRUOtBAMX3EEsU2DQdCgkz7u"
    "TycJGHizxcKn24hDO1+K5me991MSdljLQ2aVvP7Kj0DhZIki3Dh0RyyYuSvMBQ6aEcH6Kk"
    "kgdlM3ch04m/Vyk2JFFLTpTuqUIsfmjj5JqLW/qqhEifsbfK+srJNlcRPmYhgCfIYlmZa2"
    "HCnRPXylk7Xx5B8A0krv2SO3GNOXZJnCOUEuhsoCe6RmgpoCOUEuhsoJ2FWlKJC1NKJa4q"
    "SlxCVmCsguGTZtoO1sGRWzDeMU65gy3ldNI+C8ROf2NjF4wYqunO9SBNDb3qr3Jl67/KyN"
    "Z/Fc/Wt2xsOwmifs6iWmvq58O7AclHXqGgIqmtt+3edaf36QJ59CPa6Sm3g/6nQfvu7gJp"
    "VFmYDFakBZWtbm677WH7+mJjfh7Rj61OFy5NsabD31et3lW7Ky5NAB6wDUfN4LnCJfLwNS"
    "MSKB4IxLUAiz9fJwoYh4urEBFiqUQUUCL46lIci5iJR0L65hUhq3CSeJWCgsh3m5iUn6Q2"
    "th6LIp5AK2HPBbtBbAwejTjc6ZFAQRoZCxTabMrGAoW+BNNkpmLw4wvPCklNMcL6fQNc7s"
    "kpOmXKTrFj1gss5OrbxhmfPzAuTluNzwKeV5vPAtZBqe7gEUJZHKmsMVsACSEKcfyzwfdp"
    "agT93gpTcundIopDbS1But/SBDxMWkOT0+mamOKBAlzDNstZFsOUsrxYlbm8NjKUCQOK0E"
    "pOV5nTXtxhEWNxgERaiWWD2iMH6rhBsbuZjWOTPKP1mDJbUR3/nXJbj+He9X37Ann0IwrL"
    "9JOw/brxwyP6pdX5DBdEW3r+933vuj24bUEFRdE9BypoVcM+vA5tLrIPhYjkTpSEaMHNSD"
    "ao3Xk/8mPyiwEfpJLIlw3Z5Pq5klIqNCNaM0RVG/D3ptm7AFnOZEKImrSut0AbopTwJsPr"
    "enALY7shk8DG3J7B/KUEHTYr2ixGK+PNgqJdPN4skhhW7PBLIK7Ncn72puBuKQ+jIAvCdB"
    "L9cugzc4ap9k+RXF9Ql0kglXUHK9tt/WThzCjjmNzGuXAVx7KNnKsB6R5aOadtCHvAth+Z"
    "rqYYJ+yFu7QwSHb1Fmrq3r258iIPawL5QVsW+HAlVIwIIJleNULXjY2zfXvpCChxA8OhkA"
    "H2ajlALU+N8j+/sfEZetiINw9u3Qd3PFRDWGILYWotiUnUD2hhahNiQT5/1C56oMeMqKHp"
    "OoS7uMJvoKKCqNPAt3BBK8r3wOPcduYBn7noNW7yZQklH5ZzrhDyBy9Mxh9giUoXFmJQuu"
    "KCXw5WaOBj4SliJpiCPRETOpqPKGXQiRf6mTv0AQnTiOW9E6eBshaPUArDWXxA0HLB7aPO"
    "f7oFpYhW0I7d1kU7c/SAbZsYC3tdKYLw3ysYjqD3uSq6tTNTJSZfKxr/U9xsIubYE2ZwXr"
    "tJnE20QfZvWVhCFpaoW4DIieYkycISp6GXysISFeKFLCxxdB7IwhJV4YQsLCELS9TYLSIL"
    "S8jCEvUCWtrg9+rSkBUbDoftCVYS8OxzBTeDxuC+1xOVBDz6Eb27v7pqt68h+HMdfxOtFx"
    "C1cB4n8pOLcapmkklSZ7wt4t+GTsp+RWS/43cLqdh+8yM0C6kY5FlL/VC9QpwEH2y6lu8k"
    "OQQPqNi/OtTirnOm5+ms6irZ7X1Msg33jsmnLFS5IUAij4Uix4JfdKEI2AmkNawxdiDULa"
    "Y/lQM9SikXei7IHasM3GEqCXUuqBcme+KCeqHOlkGa+sH8No/W+jZda30b01r9uJY4xukF"
    "doI0srBOSAzaS70pme8h8z1+OP+pcMeJcMKCSz5CufOCr9gBcCBPXhmko6QS6myovTCXMl"
    "BHSSXU2VBnpYsdMlesYrDu20Q21ahmzRU3UKiIGB4jlLL4dllc1AstgvKaoH7oHqqwKGwl"
    "flpGwarGCaT1w/3deQ7U352nYg63kvaQUuHyEVJpZq+ymR16RBSL/NhQyHCa7JTWb25/4h"
    "2zLr0ux6cJ6NZky81qKpxj+Qw5hFeMcmHTbqSnEvojmnkyCgEOGJ0zs/CLn7lncRrRAXkZ"
    "zeVrokey4PcW2HRHTJmJ+H2d0Rn83+vyzBcOvw76B39EvDX1oR4UbE8NAwCDn2RrZplBJz"
    "PoqiEi5Mmg8xy9RVwNAZLn9zQcR0o4iE+B31rwN0gwQ2Vhv6HZCfzTEbr3hn1MljuS8EHU"
    "GTHb1DZXiZJH4Ha22CEGKvxMNzVSoJqBxeVTkRxvGI6YDEq60hmBogKM38cTkZR/hob8TI"
    "fTAk40ZJKpYxEL6hP4w0ESAIkOkvFjQsfBngQVCu5gB+JnbhONsQ7ytdVEcLQI0QVCGUVB"
    "gKkoeglFAMZuGYH1I5ZzQsUVky1BetH4FwXV46XsImUXKbucjOxiedtAMQdxkOr5PMOHdz"
    "A8s3P4kf/aZEvt9vQXn7bKIYWN/m27dwFaLz9wPg1aveEFmpmY2iM67N8q97d8jbKF4iz8"
    "2uh+afQRHbQ/3veuL8RJRv1K6QOvUro5oq3r3+7vhjdtmBKr3xzLNgjM2/7jtjP4eoHI94"
    "Vmrkb0cx+KqT8xjc/xa7/L/w3NEaAT5+3wfgAPxAvbMcUTu+3WXRseKcKgvbna3lwkejwf"
    "JxsHG8nlk7O+1g2N/FZLf6vQBkJxhali6EcIJQtKs2BhkieNOZZS7tBKJK+Rd/xY3PD0h5"
    "LMCFBLXuzMi+LtbWKkkgtlueAtZQVP7aTg7iwuxEjlMbHbSV2CB2E6yYDSDPBycMqe04nk"
    "clfamRvFz4YYqeRCeS5wtdXa4ZtIIJfc2JkbZdTpBGLJidL5EcevdVG5Q/sHKHZRNcyPUO"
    "0CT2xmKukm4BRbXoiqjut9/yZTARn/9cVSmyNkNYT6TS6s32SA/SYN7WJe3CCNLJKWVAq3"
    "yMKtd3JKvuyUrPSU2JJd4BU4j1ycEoHe7o6LzlFh6Bt395d3V4PO7bDT70H5ufH67oj2e2"
    "0F3MoXEF2i+P7642/iPr6OlbCzZKYcRih/zIzDd7kzDo+U7nA6qBbYu4WvuyCaQRqJZ+Qs"
    "ZMsyKkuASqor5dUVEWhYWLILUsl0qOx0KA+tOMCFU6KuTKJqdmsz32nCuzU5Kry+KpUgdQ"
    "P/4xwglvXJZM6ikRCoHBvTzIpWFpcULIYrMxifM2S5BS2/RMMzXcMiLhiSl6Dst9vObKY9"
    "EYrciZHNzlCLukMh8JdCmLHoYIYncxGBPF7xi2OmruIhywd9kowqllHFMqr4FKKKnYVaku"
    "thSsn1qnDdxyjAdu/tg+oOP5IU8VeM6+nmqjDVfsys27fb0/bfqJq10PGqMNZRuhoatQ+D"
    "d+DNYnAPyfcUT3GErMI2wX1ICcP2H8PQThVLMgwpnv7waObhyfcI4aI4l3ILimmN1tWw87"
    "l9gVzqEeUqu3dFo4EZj2KILZD1GVBmQaxXdI0+7tjcO6oktWDiE9yn0nTa0HoXvZj2ANqQ"
    "zxNRLOsC13Mq7e5ay6G5rxdlEfVd8bTkXFp8OnAJevGfjeBzxPziBf+SCrNUmKXqVDmFOb"
    "QrFDaxR0mlnT3qvBCySEFcAzQS0K2Oi9Bhs6P3Isksfpow53FgRL/ekBfjqnV31bpuN+LL"
    "eW8410ycjiEc+I6ToT2mfyhbvswtVBaQIxstBM9yPTMYiQnA6wKl54iKxqsm4kKkWweGj+"
    "hqNul2b87QLdTsti6QyviSMC0QupCh6ToIYG6fgCR30CEfJf1BUryV4u0piLfSH1Q3rufx"
    "B6WIKRkh9z6B9AJJL1AF8ZZeoCN5gY7SMa/aK/wALfMmtoP14j0go3Q1BPsg24l0bVbAtS"
    "l7tclebXWGWvZqOyjU5SIjgjZfGSBRAY9/doB+7tD8YjH58Ci1iZipQvsQUXQeIufd2S9E"
    "be2pZvKLXm8Q/iEa2Fw13arbBG7YFkyvAxKp1td9P0JaXaXVVdrfjm1/k1bXH5HrMgq/Sg"
    "q8tL9K+2vlVBcZhV9XU1UpXdMgxpgLsntQMIUWdCOmO8Ht6dmD78OaY13Qeh5N3Ftlmfr4"
    "ZiXm0sqVwIeQr8eXG60EqexIzHCGumxJTNCRmanZGrHQhBmeAv0BkX84WIeiSSKVXWjcQM"
    "xVZM1Empqgnh/qIYnpAAEoGj7krgAiUwKe5VyW2rvU4wpp74FPtIBuEaaSmkU+zcLbbhPK"
    "D2f0zdiQPF+vgJeHwtgt/vz61fn781/evDtf13xeX8kq9ZxQ1tlSNuJyRJBiTCeYppwaQb"
    "posS5OeChc/aPkmWt19fvd0G502YkqY/c3l+3Bz68iTqg44EFRp9hBHaeU2S7Z2S4RWWof"
    "SRh1UxSakSSM+CKrUipG35xhqv0Te78+pnWE7mdqHCwwMrcjkEupGFr4PgSpOUwPvltO5E"
    "uYP1luNsWUcVnfbiJ3DSBsMDrjw5hFEGW21+ZXTXIHHu5B0iko1QqpVpyCWiGdgnXjeh6n"
    "YGTDL6JRJpBKtTKfWllUea+x2n6Qwv0/rFvq7v7utt27bl9D+X5rQfgT1RG9bd3fwaUFdi"
    "z4+7rdbQ/hgiepHc91FWeaUryvRYywDp7cZ/hKpljT+bENsr2yYLo2Semytf2LSZ7pGb+e"
    "qUmIok0VeAH3ZYp+SR8H7bbS+ai0ul3lY6vThc8jPuuIrsf1vsbH0dV6XKv7pfX1TvHb12"
    "N9iVeW4naxL/O9vcnVkiejI0+M/QaxMegAcab/dtfvpdiEAjRRQU+b2OjfIpT0YGze6Ftj"
    "R9NtjVpn8Nhj6FeAUUjGi4VTRCMnIsIbTHBZ1nv/jY13dEX/xsYnKDvk9tbvwVFfJ3gOaS"
    "S7hXxKi7+p+2YxI1nofjPLSLYIjMxpJPuVLfkt0y8RgqZM19nSAle4qC4vSohArPojWXmB"
    "7SYn8cxazLHH7HvcIraXWUd0RB+8BcTf9gEZ7IlYaKnZcwSdQleInwZ05lVB8R9lOJaNLM"
    "J/qkbFbBwAamF31xMufWyPqEv5AT3wfYCYT/zsDT5o87oTsp54iS2YFwqloDnT4f3PUAst"
    "mflITPE/IEB4ROGnMK7touWcn2V8nBjv/jadC1n83eD3L00+s4VgEbnDHQphBwALW1L0II"
    "YqoizLAwfjAcNLiWbmjuVaFpeiB8Dcw3TCHP5Wlq3pOhKia6D0Cx/K35y/CfwKHXOIbP5K"
    "0sIoLYzS1lQJW5O0MP6IXM9jYQxt+wmMz8o0jdH+mKmm+Zv0baSABPk3o3V5mO75wlZeHe"
    "p7OkrP8gRhrBgbUiaoTRjRM/MD2zYxFnaCLpjKgSBJbWDfW/QWJd9txYOoxDGeQL6Hs/x0"
    "tvSKH91xiS2gwhXRlCJkslvp3wmoOpRrukW/oAip/Hqq/PVYKy65llF3QoSSx1XmMeYSG7"
    "UVS6OJZXQy2RyllZyuMqdVU5uWs16EKSWXq8xlsC0rxDRZoZKSYSoZfpAr/MAk4BAp80GF"
    "KeUHVeUPSqROF3O0BEie19tSSc2hQHxA3Msb5kOcCX1Khoz/J2dKSlm3eBWg35qKElh2ef"
    "rF7+oz/766AydnI9lj7t9tbvGXf18pwleaO6dEOHenvl/1J8tzteps5vqhwcGqEqzbwlH9"
    "AT2IoC6TTB9E7ofrBfZsOEh074ABjQgnDvagEeVzMsf0GshrokIdHjPHdp3S/C8gWIkcla"
    "X/HHi0mMStZcdRQ6pmkomtywby0ocsvYnVkCfy+JBNwhHmwnaxVIUwlSxilidH4WiC2+kI"
    "4wVsvv7hVmTVBmn2olNWaMm+O8+xYt+dpy5YuBVJH/DlpQLxBWuaneMKqnYE5AssePUyd2"
    "QBl9tmpU7bEGEND9sTOVxTlfWd9Mv9aUR3xLJSsuz9W5m6kOUOyq0HWdqMvtDoGRp6wbvw"
    "zasQnzsXOoCIY3ULsrutBUG1mDGmfkCi/r3lxryaZEGEHpKUVn+QZ0hdReoqNdo+a6yriE"
    "9amWNrHuf6pUaxuUoRo0N00WJHK5uccA+HxGAuLztqzVIuhVx2eq3B1+TStJcJ2VSXX4ft"
    "VrTW1AKYxQcU6jUYpqqfL+c8j654nq4qnsc0RccipsJPdZqwu6XjHKaqH84H8ZkJRyNk8Z"
    "QRxCO08jA5pcOEfF9ofLYSfA9T1pDrJ8LlXO5Skzzx07+cUzxIKZ3iVeYyVg2NKuIELKaT"
    "xQhlScbskowbwOIwF67I2ILJ7q1a1blvRrzgsRVWpXqMIv4gwULkxyWkm4fWNQHy2IZEOU"
    "rhltYowlBPfVPpyvU7syV1k7+biGvoqrDjUBVBWYYkQ9BuE4pEcs+3slNFRtdFvvHI24zx"
    "yb/w12IOONjd2iUvYGrklnEBD76f0A154Nhy/wy8/0+y+5s0S9VOpqyxJiHTsOvG9QSZM7"
    "mFTbGoiXR3fh0KD8rCjido/5KFHWVhR2kl3vaVaNb6tWNob+uyESB8xjYb6yun22dDVlOs"
    "QjXFIEvGjsqVUQW0tLInRmSKZzw2uOavgGJZuJDpb/1L5bIljoX1HCN61e/d3XP5sdPvKf"
    "d3/B7wxjEEFRTXCY8Y9n9v9+7Cg4RX2ipzouy/dKlnIlG4Mq6ojCOdYN3LDPxLnkBWFwpy"
    "JB4D6C4BAZoLYBz11MIqibSlKqxUDOR911gxsPnoLACoSaJHPXNdx4mPE9naeHmEQ8Rf0+"
    "+br3Mv6UrWwH6eFf4Dlrw2yVTjPwwbzEn6tLJKc8VIa7R3PXNZLg9KvklpLMUgtf1zi01S"
    "5S/tmn81X7lWzj+U1Yh+abd/hz+XhDzC3zf93vBXuGAwas/1VTW0dg9gk0tHlsKekhyomb"
    "pkIr3s3Jhfo/QABDaPsY4TC8zk2LEi9HLbKrttifg5/xgoF30XopYhOtVxl8S9ZKJWYWlu"
    "x6klt6vM7a1t0NLjEba3QZNBWZG4AxZpm7pjWFa0C+tpQrw1MithoeWpUyI7yBTvIOPm5H"
    "ltiXWNPu6hnUxLzFm3fs5h01WgmfOeUKtlE+wQaE+aaTtYVyD4bze8Prsz8Y2zTlgViieN"
    "uggU/iWn2Hq8CfwKWNvhvRIztjYTnqS4lr0YF5FeTbtiFu39VBPISoQtB7f/lAjmyAmRHc"
    "ysBM+ofJHN6b87IXj3z3XFuOCDGn/JoN4KyNZNJIN6f5zwzjxBvSGJtWBOUZxUKrBVKYZV"
    "Hzgz7AHJtUkL2wFq1rSzmbM+6TonK20/2AO0Qg2rpwYbhTlhOyxsZjl0DlxAK06RJcN68x"
    "ZRMqC3586REy07DbxCjkVEQpo7OSSMYTffLSkRLidVpjwaeFspjlZia5fiqBRH0y2BxT69"
    "OKWUnqQwKoXRiklJhYTR4Im9J1m07lJofBuslBAacDUkCKBhR0S68Bl1feSRO/lYV1qEFd"
    "hEXDokoqrBplf8GfqdQMsAt1TB3a+tF6/fvnPHWJzOIlgnKpqwxSpJQt37/LIwghRapdB6"
    "CkKrTN4+cEeBjHqoGVUIsqqhlsS63oXwxQGkWITvRYlJDumVZ2OkJYvPVtOPmxj6e6Dasw"
    "a2oBjfI0nJJ0pL3wpS1XBfOc+TpnCenqYQT+D6YStCDPh5Oej0Pl0g/q1qwIMRbf9x2xlA"
    "epZb81OFUZ/7v8MVrzxkVOI9Tm5JhYqZns5WVSVxKldQtUh5gMIkZdMlArSS01XmtOUIpx"
    "krWs40Sie7RklLr7T0VssSub0tauJOsAdgC8UzV/P734pudAfcIaNjwQU+4k72nIHkJwJ8"
    "sTjygubwFjG1ybyRYAr37jSzzOB4M2avIby7mJlTs4oTj5aELGJvWVTXCrOXsi3pJuQnMI"
    "cXK3cXIKmh6n8QkyJ8VAUQ9obXEN1XueoIvsqoI/gqXkeQP9FOrEGUXtIuQPL8Fe2OI4Du"
    "rXZdTFR9Tt/u3/8P0+1KBw=="
)
