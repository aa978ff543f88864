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
    "eJztXW1z4saW/itdfEm2lrjmxTPJena3CtvMhMQGF8aZzIaU3KAGFIturloyw703/337tC"
    "TQO5IAIzT9JRlLfVriOa3u837+1ZgznZj8rKXPDfrAidW4QP9qUDwn4h/xm03UwIvF5hZc"
    "sPHIlKMxDNMcMU5exyNuW3hsi1sTbHIiLumEjy1jYRuMAkELLcRYRtFyxhA3ppQjgyKboT"
    "mmeEqQTSimNj9D7R/m2DA5whZBDjX+4RC0NOwZc2xkkSm2dCAaY07O4ME6G4snG3R6wGe4"
    "IzSbTYk9k6j98ae4bFCdfCXc/3PxpE0MYuohUA0dJpDXNXu1kNceHjrXH+VIeP+RNmamM6"
    "eb0YuVeBO6Hu44hn4GNHBvSiixsE30ANDUMU2PLf4l943FBdtyyPpV9c0FnUywYwK7Gv89"
    "cegYuCTBM7gAaUzOvNUwAgzgDX78X+9tA5Sa1u0NtPv2QNMaMYbDW0X4410aMwqLxRCcAK"
    "z+dufdYCSvNuABVz+3+t+/ff8fEhXG7aklb0oEG39LQmxjl1TyYQP82CIAk4btOAOuxR3b"
    "mJNkJoQpI8zQPdIz/x9lmOJf2HBl88344PrwHQDwhviBeo+aK285ZDBg0Llt3w9at3fwuD"
    "nn/zAlfq1BG+68kVdXkavfu/xiYjtwt4r1JOhzZ/Azgj/R//W67ShX1+MG/9eAd8KOzTTK"
    "lhrWAyvXv+qjJkZuuO4s9JJcD1MqrleF6z5GAbZ7b7/hOoHNPM7wqxm2kpm9JojwWeB1ip"
    "yd46+aSejUnok/3755lcHa31p9d1N98yrCr65364177+8QwrrBFyZeafLvAkBH6WqI95t3"
    "73LgLUal4i3vhfFeYM6XzNK1GeazIoDHCEsh7m213xDgFjNTFnabOnOJdUe8ExaiUQxzn7"
    "bKi7vR+9xt9y8QW4q3GdLW9W2ne4GkED+kD/dwy/Fk/sL8yLPfZGw38d3G4JpQJYznBI5c"
    "MgE2pinic5Auwo2RIDwUO3yZ+mWF48te7yZ0QF92BhGMH24v2/3vX0voxSDDlpc73UEE8D"
    "mxMUjScbx/ue91k8EO0kTFJWNso38jU+gSh4I8oLWMHMO0DcrP4LHH0FIAoxAj/LX9/W3r"
    "9+iyv7rpXUZFIJjgMsISE3NbM9lUKNnFhdkY8R7k2YqdCacrvsa1Fl/jHK20YvaCGOEOpo"
    "PT4e8WqwDYYiZPmUaB0SqO8kdmEWNKfyWr2GkfQTXJUHaS4G6ubl7Rwsu1GSu+vgQK4rcT"
    "9xwRb4G6Dzc3DQn5CI+fllhInluwX5sMIwe7R/7x1z4xsfxB3xLyof2AE87FvDuidO/OUh"
    "0ZdHeQYJ2xNyywvkIrL35r/mYevSItwbr3bHiSv6gc3bDbz0Q+LW4V39xtZprFYZxGYGBO"
    "u/jnGUO6oaPlDNtgdV7OjPEMWWQstLim+IvQJsJURxOLzeFPi5yhrniAhcYzTMVPaSIq/w"
    "QDNsKIE/Gl2XHb+IGeMxT6w6M7gj8ig4s7IPchNkGP/xq6y3coXmbYGJGJ2GLdf+OJLdSQ"
    "xt+PHxCzppga/5SLWb6ATfBcGuYpth0Lm+iJrLh4zmBGEAicYJJGUyHlcwT2+kdOxKIVO/"
    "UjEj9szOZzw26urflTvODKhq9s+MqaWwlxOI8N3/+eE04/Y9qhdjLHg1QRfhs0jxpaMUFB"
    "vK743w//9ebN27c/vnn19v1P785//PHdT69+EmPlC8dv/ZhlLeh8Ar0/xNS4IQCPfZkir8"
    "FxQ1Fl81dJU+PrV3lsW2JUqnFL3othzCztSfzAsgbH8AwVtvA2pJ1Rc+2Lm4gBz/6o/dr+"
    "4l8WZ/yQ/tbpDx5aN+71Z8OyHWy6d+6/3A/atxeIr8TRNq+GldLlggCUFPI9Rchq+NUcxA"
    "O1WT0FbSQxQmUjibg+CGeONSYuIgVWcoywwjtRyaX8Ls9Kfpe+kN/F1vEatKRVnAPrxDVc"
    "A6QPsmkEdcuCgCeQ1g/0g7hSQX8vCHaARIGcC2TP4lLEYRcgqYa/Dp5XG3+dTmyIKC3CkA"
    "BJNRhSKweqsQCbgxiQwJP0nShMVb/N6DzPXnSevhWdx3YiKVnjqWcZz4tzmKp+OL/LZTl4"
    "l2E5eBe3HFhg4+J2YdExSFU/qPdmpIk5jtPdmod0RF1iE6w+LZNYia6o0P1mljNq5I7UMA"
    "zN6Y7qUYImBsAPLhyM7JnYDGfM1M9Qa7EgVP+BUXPVREvLsG0iDo+VGLJxzMT9TvuYMMF5"
    "80cDj8fMof66HltEN9wfuTYF/6k8PJWwNSgPj/LwhC2nwS83tyEvRLXPz68WZrzABpjfax"
    "YgKuU0qxqUx/GaHcljqcCX28KzUKIlIoXQD5Ep+AvBXy1BeeALlBnC8mZMLoF5LaPmzm02"
    "yTMxpYDrrys0N8YW+8HbYYVMi22QgyFqSTxCBlwhw4aIKTGMc6IjnS0poMLdQCyDx2TpAz"
    "1nSLE1FzfwVCymIAVkE4nrzkIOv0AjZs9kRrUQ0AUklLvef3gfuCS0eWvlvgFEmhn2VuE9"
    "KLkrab0aIoWS1pW0rgTLSsg2kNAGO3MC9tvy4HwylQaXPw1Opk3B2Vlmi4sRq5yrKudcKR"
    "vE4dOtAkLejrlWV/I4aW3mO014tyZchddXKNuqL5Z8v3M1yMq2OqS2FWZBgqoV41G6nuVK"
    "B5r3a3MrWRAm8p3QSiyywEK/8GSMJmgkISXoDN0ymR4i5DHwJ5hEnxJLqicGEeMZJZArgp"
    "HcjxO0rMM8SKbKeCqmTJUBnYk7c6nOmeaG7HEmOPLoZuqwhdDGpCqKxHdHrGcCw4VqhSAf"
    "xma2AAvxhTjUhtSwL5D/APQ/7k1tKvQ08Z2gH7y/xzNsCQaj//T+xvpfjtBP9McP4gFCbf"
    "HVwiU2noXuAk9zSYSaKFU7YDui4qc1kcmWkBAEV0G/dGdW6TZKvVPqXSUkoTzqnbdfFFPv"
    "AkQvp969qpVuN/NwzQ+6T6EQL4e4OKot3cITWzONuZGwyWWBn0Cs+FCODyG5pBgXYqSKB7"
    "vwwJPYyvAgQKp4sAsPfPm7DBOCtIoL5bgg7XblPPgxUsWDHXiQXOrw0qDYWmXgn1LocLSy"
    "3VyHgwTPj74bDr++evXdERS8Sy/+fa1a/NbqX3a6rf6XdbT8Wr+46XU/XSbEy19+GbRbed"
    "N20nXv9LSdAyvgp2EIzVMVKRxpEFn6BYr9JMU5nJiOnas0khT9dsTKNVR+gpnqCpNnStwN"
    "pxtpzWxDUEedcIobycObYBy0HiUDJv6T01kx8CY5xX1vq4cisOfncU/sweXgfqipDof1d7"
    "zV3bDZO7Y7G668cCqoM0XBhg+mfDBeIkewx5J/ciLLXNnEmif5BmJ+hT3MKV0IcPYQXdvU"
    "vfJcCQHvgxeFtXBsuDMXE9lMjvEMdx+ggNd4RnRHEMkHCzFKGvWHdEXsM/RoQY10Kt5cTj"
    "9nz2JcJDUDYVN6AQSlt98gWD6O+EHpoV/KC1ABUaWpvADKCxAOYZfVJeIcz1eQaENd5XI2"
    "jdbNTe+qNej0oPS5abKxFICG9K7fu+25lxcWmzP36v3D5f1Vv3MHN7S71pfbdndwgbgzWs"
    "+pLfBqLra+IRVM0YALm3FiZ9RgmW/GtB4GPa3f/ti5uRGPB2ZYZGKY5pAO+q3u/UeokSSD"
    "aidQIemq1++3r9yXGjPLIus6W4Ura+QqrJFRVyNei2eeHNaRGW+/plHxgKXtJOtDuRj2IT"
    "JloyqH/cIymGXYCZWjU3EPktQG9jevz388/+nt+/M12usrWSDHASWTCZHdGkqIGlHaGgob"
    "JyJc5Aq2JF8XkJFShtEhShVSW2UuC+mYFyseuqGoX1mKg1QA8YRJzeEJ6vE1GRtzbKacRW"
    "HK6Jfkkp55U5we9hlQX7evOretm+/fvGq+j6QArAvexIEO21iKyVsJxKokcVm5i4gfW8Ya"
    "EaRT50aVzw2XU0k9WfJZH4L0FT5HGu3f7zr9LxdIyjRQ7rjXub5Az8w1XhYve5Sr6lFG0a"
    "N4QWOVEqNSYl4Y3kOnxAQM29I3Id9zR8eodDldbaarEfoHbbETwy3BqZeEbbpnT7r0tChn"
    "t7v3IHdmgS3bLUkWd5xhJGdGMv1nwqyyxc8O+BzlW1O+tRqZu2rsW1Ny1QHKnamaW8esua"
    "UcgMcB3pV3im0kQRq1jWSrZ1M/mGwvylndQkybEdUsuLIqVaugo5P5ggmZ0e67xa8bCZpG"
    "fFCmqmGsh2teRe3cDT6loD93bLfHpds/k6L1hOMVtLhEc6yTC7cmAGTYwyVZno1CFN/EgH"
    "/abom2pOaeB3mG0jGUjqF0jNPQMWxmFXG9rgmqHLFX0vV6mF5SCwCkYHfMEFENkX6fB+j3"
    "6Ti/j8EcOLGg9WMRsBNIawj5QdpJ+T1CiudgRilfMg3zONrFoRIwxS34CTH00xtIbShU/6"
    "gQR8r2jyqQwnlQ9QX0S9PzQiVpLsH72UpLYGRu14jB154Gmdzj1veyhfLwRDjkJN0YNrm5"
    "uZWJQdh6IvoZgi4vFls2pYYB/gqhjBhT9+xLcosc5BlKXVHqilJXqqquVGRz/YWNkvZUuJ"
    "y5lf7FRrkLVYoVJF2+S2Y9eV2vCJ5fIDktGosd2SvUjy3il02U5fqboXr9bL4Ai5qeVKJy"
    "34+AzNKOLbZeaAiAIE2VYtuxsAlGoiayGTtDt8Fc1Au/TKXnnF4XqhTXxX81Q39sokfvyT"
    "AKykf6PQK86+4gsEA9OnRkmCaBv5czYzxzewyIn4TYEloTiDHQU4AyG83wMzlDn90Tg7u/"
    "dUjHYNCyGbw9d+Zz2bYAiVOAfECP5OuCjGGvGItl/Og+cH3NZk+E8kcJlNhDuCywaTkUEm"
    "bcydXhog4XdbhU+nAJZ2qJXc32vutiTsoYaW3Stl7YUekdLJAkW4YPieSKFyV5gaHSQzk+"
    "REkVD8pm7kKmk3ivUmxIolacKN1ThXBxaOPkmotb+qqESF+wt8r6ysk2V5E+ZimAJ8hiWZ"
    "lrYcKdE9fKWTtfHUHwDSSu/ZQ7cY05dkmcI5QK6Gygx6ZBaCmgI5QK6GygnYVeUokLUyol"
    "ripKXEJWYKyC4bNh2Q42wZFbMN4xTrmDLeV00j4LxE7/xUYuGDFU053rQZoaetVf58rWf5"
    "2Rrf86nq3PbWw7CaJ+zqJaa+qXw7sByUdeoaAiqa137e51p/vpAnn0Q9rpanf93qd++/7+"
    "AhlUW1gMViSHyla3dzftQfv6YmN+HtKPrc4NXJpgw4S/r1rdq/aNvDQGeMA2HDWD5wqXyM"
    "PXjEigeCCQ0AK4eL5JNDAOF1chIsRKiSigRIjVpTmcWIlHQvrmFSGrcJJ4lYKCyFebWFSc"
    "pDbmT0URT6BVsOeCfU5sDB6NONzpkUBBGhULFNpsysYChb4Ey2KWNhfHF54WkppihPX7Bo"
    "Tck1N0ypSdYsesF1go1LeNMz5/YFycthqfBTyvNp8FrINS3cEjhKo4UlljtgQSQhTi+GeD"
    "79PUCPq9FaYU0jsnmkNtI0G639IEPExaQ5PT6ZqY4oECQsO2ylkWw5SqvFiVubw2MpQJA4"
    "rQKk5XmdNe3GERY3GARFmJVYPaIwfquEGxu5mNY5O8oPWYMlvTHf+dcluP4d71Q/sCefRD"
    "Csv0k7T9uvHDQ/q51fkNLsi29OLvh+51u3/XggqKsnsOVNCqhn14HdpcZB8KEamdKAnRgp"
    "uRalC7837kx+QXAz5IpZAvG7Ip9HMtpVRoRrRmiKo24O9Ns3cB4s54TIietK63QBuiVPAm"
    "w+t6cAtjuyFTwMbcnsH8pQQdNivaLEar4s2Col083iySGFbs8Esgrs1yfvGm4G4pj3lBFo"
    "TpFPrl0GfWFFPjnzK5vqAuk0Cq6g5Wttv6ycKZUcYxuY1z4SqOZRs5VwPSPbRyTtsQ9oBt"
    "LzJdTTFO2At3aWGQ7Oot1NT95vbKizysCeQHbVngw5VQMSKAZHrVCNOcb5zt20tHQIkbGA"
    "6FDLBXywFqeRpU/PkXG52hx4148+jWfXDHQzWEJeYIU74kFtE/oIVljAmHfP6oXfRAjxnS"
    "uWGaEO7iCr+BigqyToPYwiWtLN8Dj3PbmQd85rLXuCWWJZR8WM6EQigevLCYeACXlS44Yl"
    "C64kJcDlZoEGPhKXImmII9Ews6mg8pZdCJF/qZO/QRSdMI995J0EBZiycoheEsPiBoueD2"
    "URc/nUMpohW0Y7dN2c4cPWLbJvOFva4UQcTvlQxH0Ptcl93amaUTS6wVQ/wpbzYRc+wxmw"
    "teu0mcTbRB9m9VWEIVlqhbgMiJ5iSpwhKnoZeqwhIV4oUqLHF0HqjCElXhhCosoQpL1Ngt"
    "ogpLqMIS9QJa2eD36tJQFRsOh+0JVhLw7HMFN4NG/6HblZUEPPohvX+4umq3ryH4cx1/E6"
    "0XELVwHifyU4hxumGRcVJnvC3i34ZOyX5FZL/jdwup2H7zLTQLqRjkWUv9UL1CnAQfbLqW"
    "7yQ5BA+o2L8+1OKuc6bn6azqKtntfUyyDfeOJaYsVLkhQKKOhSLHgl90oQjYCaQ1rDF2IN"
    "Q5M5/LgR6lVAs9F+QOLwN3mEpBnQvqhcWehaBeqLNlkKZ+ML/Lo7W+S9da38W0Vj+uJY5x"
    "eoGdII0qrBMSg/ZSb0rle6h8j2/OfyrdcTKcsOCSj1DuvOArdgAcyJNXBukoqYI6G2ovzK"
    "UM1FFSBXU21FnpYofMFasYrPs2kU0MavCZ5gYKFRHDY4RKFt8ui8t6oUVQXhPUD91DFRaF"
    "rcRPyyhY1TiBtH64vz/Pgfr781TM4VbSHlIqXD5CqszsVTazQ4+IYpEfGwoVTpOd0vqX25"
    "94x6xLr8vxaQK6Ndlys5oK51i+QA7hFaNC2LQb6amE/ohmnoxCgANG58ws/Oxn7nFBIzsg"
    "L6O5fE30RBbi3gJb7ogJs5C4bzI6hf97XZ7FwhHXQf8Qj4i3pj7Ug4LtqWEAYPCdas2sMu"
    "hUBl01RIQ8GXSeo7eIqyFA8vKehuNICQfxKYhbC/EGCWaoLOw3NDuBfzpC996wj8lyRxI+"
    "iD4lVpva1ipR8gjczhY75EBNnOmWQQpUM+BCPpXJ8fO5IyeDkq50SqCoABP38Vgm5Z+hgT"
    "jT4bSAEw1ZZOJwwqE+gT8cJAGQ6CAZPyZ0HOxJUKHgHnYgceY20QibIF/zJoKjRYouEMoo"
    "CwJMZNFLKAIwcssIrB+xnBEqr1hsCdKLIb4oqB6vZBcluyjZ5WRkF+5tA8UcxEGql/MMH9"
    "7B8MLO4Sfxa5MttdvTX3zaKocUNnp37e4FaL3iwPnUb3UHF2hqYWoP6aB3pz3ciTXKFpqz"
    "8Guj+6XRh7Tf/vjQvb6QJxn1K6X3vUrp1pC2rn95uB/ctmFKrP/lcHtOYN7273ed/pcLRL"
    "4uDGs1pL/1oJj6MzPEHD/3bsS/oTkCdOK8Gzz04YF4YTuWfOJNu3XfhkfKMGhvrrY3F4ke"
    "z8fJxsHz5PLJWV/rhkZ9q6W/VWgDobnCVDH0I4SKBaVZsLDIs8EcrpU7tBLJa+QdPxY3PP"
    "2hJDMC1IoXO/OieHubGKniQlkueEtZwxM7Kbg7iwsxUnVM7HZSl+BBmE4xoDQDvBycsud0"
    "IrnalXbmRvGzIUaquFCeC0Jt5Tt8Ewnkihs7c6OMOp1ArDhROj/i+LUuKndofwPFLqqG+R"
    "GqXeCxzSwt3QScYssLUdVxve/fZCohE7++WGpzhKyGUL/NhfXbDLDfpqFdzIsbpFFF0pJK"
    "4RZZuPVOTsmXnZKVnhJbsgu8AueRi1Mi0NvdcdE5Kgx94/7h8v6q37kbdHpdKD83Wt8d0l"
    "63rYFb+QKiSzTfX3/8TdzH1+EJO0tmymGE8tvMOHyfO+PwSOkOp4Nqgb1b+roLohmkUXhG"
    "zkK2LKOyBKiUulJeXZGBhoUluyCVSofKTofy0IoDXDgl6soiumG3NvOdJrxbk6PC66tSCV"
    "K38D/BAcL5J4s5i0ZCoHJsTDMrWlle0rAcrk1hfM6Q5Ra0/JINz0wDy7hgSF6Cst9uO7Op"
    "8UwocidGNjtDLeoOhcBfCmHGsoMZHs9kBPJoJS6OmL6Khywf9EkqqlhFFauo4lOIKnYWek"
    "muhykV16vCdR+jANu9tw+qO+JI0uRfMa6nm6vCVPsxs27fbk/bf6MbfGHiVWGso3Q1NGof"
    "Bu/Am8XgHpCvKZ7iCFmFbYL7kBIG7d8HoZ0qlmQYUjz94dHMw5PvESJEcSHlFhTTGq2rQe"
    "e39gVyqYdUqOzeFYMGZjyKIbZA1mdAmQWxXjMN+rRjc++oktSCiU9wn0rTaUPrXfZi2gNo"
    "AzFPRLGsC1wvqbS7ay2H5r5elEXUd83TknNp8enAJejFfzSCz5Hzyxf8UynMSmFWqlPlFO"
    "bQrlDYxB4lVXb2qPNCyiIFcQ3QKEC3Oi5Ch82O3osks/hpwpzHgRH9ekNejKvW/VXrut2I"
    "L+e94VwzcTqGcOA7Tob2mP6hbPkyt1BZQI5stBA8y/XMYCQnAK8LlJ4jOhqtmkgIkW4dGD"
    "HixrDJzc3tGbqDmt38AulMLAmLg9CF5oZpggDm9glIcgcd8lHKH6TEWyXenoJ4q/xBdeN6"
    "Hn9QipiSEXLvEygvkPICVRBv5QU6khfoKB3zqr3CD9Ayb2w72CzeAzJKV0OwD7KdKNdmBV"
    "ybqleb6tVWZ6hVr7aDQl0uMiJo81UBEhXw+GcH6OcOzS8Wkw+P0puIWTq0D5FF5yFy3p39"
    "QtbWnhiWuOj1BhEf4hxbq6ZbdZvADZvD9CYgkWp93fcjlNVVWV2V/e3Y9jdldf0Wua6i8K"
    "ukwCv7q7K/Vk51UVH4dTVVldI152Q+EoLsHhRMqQXdyulOcHt68eD7sOZYF7ReRhP3Vlmm"
    "Pr5Zibm0ci3wIeTr8eVGK0EqO5IznKEbtiQW6MjMMmyDcDRmc0+B/oDIPxxsQtEkmcouNW"
    "4gFiqyYSFDT1DPD/WQxHSAABQNH3JXAFEpAS9yLivtXelxhbT3wCdaQLcIUynNIp9m4W23"
    "CeWHM/pmbEherlfAq0Nh7BZ/fvP6/Mfzn96+P1/XfF5fySr1nFDWmWsbcTkiSDFmEkxTTo"
    "0gXbRYlyA8FK7+UfLCtbp6vZvQbnTZiSpjD7eX7f73ryNOqDjgQVGn2EEdp1TZLtnZLhFZ"
    "ah9JGHVTFJqRJIz4IqtSKkbPmmJq/BN7vz6mdYTuZ2ocLDAytyNQSKkYWvg+BqkFTI++W0"
    "7mS1jfcTebYsKErG83kbsGEJ4zOhXDGCeIMttr86snuQMP9yDlFFRqhVIrTkGtUE7BunE9"
    "j1MwsuEX0SgTSJVamU+tLKq811htP0jh/m/WLXX/cH/X7l63r6F8P18Q8UR9SO9aD/dwaY"
    "EdDn9ft2/aA7jgSWrHc13FmaYV72sRI6yDJ/cFvpIJNkxxbINsry2YaYxTumxt/2KSZ3rB"
    "r2diEaIZEw1ewH2Zol/Sx367rXU+aq2bG+1jq3MDn0d81iFdj+t+iY+jq/W41s3n1pd7zW"
    "9fj80lXnHN7WJf5nt7m6slT0ZHnhj758TGoAPEmf7Lfa+bYhMK0EQFPWNso3/LUNKDsXmj"
    "b40cw7QNys/gscfQrwCjkIwXC6eIRk5EhDeY4LKs9/4vNtrRFf0LG52g7JDbW78HR32d4D"
    "mkkewO8im5eFP3zWJGstD9ZpaRbBEYmdNI9jNbiluWXyIETZhpsiUHV7isLi9LiECs+hNZ"
    "eYHtliDxzFrMsUfsa9witpdZh3RIH70FJN72Ec3ZM+FoadgzBJ1CV0icBnTqVUHxHzV3uI"
    "04ET/VoHI2AQDl2N31pEsf20PqUn5Aj2IfINazOHuDD9q87pisJ15iDvNCoRQ0Yya8/xlq"
    "oSWznogl/wcECA8p/BQmtF20nImzTIyT493fZgohS7wb/P6lJWbmCBaRO9yhEHYAsLAlRY"
    "9yqCbLsjwKMB4xvJRsZu5w17K4lD0AZh6mY+aIt+K2YZpIiq6B0i9iqHhz8SbwK0wsILLF"
    "KykLo7IwKltTJWxNysL4LXI9j4UxtO0nMD4r0zRG+22mmuZv0reRAhLk34zW5WG6lwtbeX"
    "2o7+koPcsThLFibEiZoDZhRC/MD2zbZL6wE3TBVA4ESWoD+96ityj5amseRCWO8QTyPZzl"
    "p7OlV/zojktsARWuiKYUIVPdSv9OQNWhQtMt+gVFSNXXU+Wvh6+E5FpG3QkRKh5XmcdYSG"
    "zU1rhBE8voZLI5Sqs4XWVO65YxKWe9CFMqLleZy2Bb1ohlsUIlJcNUKvwgV/iBRcAhUuaD"
    "ClOqD6rKH5RMnS7maAmQvKy3pZKaQ4H4gLiXN8yHOBN6lAyY+E/OlJSybvEqQL81FSWw7P"
    "L0i9/VZ/51dQ9Ozkayx9y/29ziL/+60qSvNHdOiXTuTny/6nfcc7WabOr6ocHBqhNs2tJR"
    "/QE9yqAui0weZe6H6wX2bDhIdu+AAY0IJw72oCEVczLH8hrIG7JCHR4xx3ad0uIvIFjJHJ"
    "Wl/xx4tJzErWUnUEO6YZGxbaoG8sqHrLyJ1ZAn8viQLSIQFsJ2sVSFMJUqYpYnR+Fogtvp"
    "COMFbL7+4VZk1QZp9qJTVmjJvj/PsWLfn6cuWLgVSR/w5aUC8QVrmp3jCqp2BOQLLHj9Kn"
    "dkgZDbpqVO2xBhDQ/bEzlcU5X1nfTL/WlE94TzlCx7/1amLsTdQbn1IG5M6Q8GPUMDL3gX"
    "vnkd4nNnUgeQcaxuQXa3tSCoFlPG9A9I1r/nbsyrRRZE6iFJafUHeYbSVZSuUqPts8a6iv"
    "yktRnmszjXLw2KrVWKGB2iixY7WtnkhHs4JAZzedlRa5YKKeSy0231vySXpr1MyKa6/DJo"
    "t6K1phbALDGgUK/BMFX9fDnneXTF83RV8TymKTqcWJo41WnC7paOc5iqfjgfxGcmHY2QxV"
    "NGEI/QqsPklA4T8nVhiNlK8D1MWUOunwiXc7lLLfIsTv9yTvEgpXKKV5nLWJ8bVJMnYDGd"
    "LEaoSjJml2TcABaHuXBFxhZM9sBrVee+GfGCx1ZYleoxyviDBAuRH5eQbh5a1wTIYxuS5S"
    "ilW9qgCEM99U2lK9fvzJbUTf5uIqGh69KOQ3UEZRmSDEG7TSgTyT3fyk4VGV0X+cYjbzMm"
    "Jv8sXos54GB3a5f8AFMjt4wLePD9hG7IA8fc/TPw/t+p7m/KLFU7mbLGmoRKw64b1xNkzu"
    "QWNsWiJtLd+XUoPKgKO56g/UsVdlSFHZWVeNtXYvD1a8fQ3tZlI0D4gm021ldOt8+GqqZY"
    "hWqKQZaMHF0ooxpoaWVPjMgUL3hsCM1fA8WycCHTX3qX2mVLHgvrOYb0qte9fxDyY6fX1R"
    "7uxT3gjTOXVFBcJzxi0Pu13b0PD5JeaV7mRNl/6VLPRKIJZVzTmUA6wbqXGfiXPIGqLhTk"
    "SDwG0F0CEjQXwDjqqYVVEmlLVVipGMj7rrEyx9aTswCgxoke9cx1HSc+TmRr49URDhF/Tf"
    "/YfJN7SVeyBvbLrPBvsOS1RSaG+GF4zpykTyurNFeMtEZ71wuX5fKgFJuUwVIMUts/t9gk"
    "Vf7SrsVX80Vo5eJDWQ3p53b7V/hzScgT/H3b6w5+hgtzRu2ZuaqG1u4BbAnpiGvsOcmBmq"
    "lLJtKrzo35NUoPQGDzCJs4scBMjh0rQq+2rbLbloyf84+BctF3IWoVolMdd0ncSyZrFZbm"
    "dpxacbvK3N7aBi09HmF7GzQVlBWJO2CRtqk7hmVFu7CeJsRbI7MSFlqeOiWqg0zxDjJuTp"
    "7Xltg06NMe2sm05Jx16+ccNl0FmjnvCbVaNsEOgfZsWLaDTQ2C/3bD6zd3JrFx1gmrQvGk"
    "UReBJr7kFFuPN4FfAWs7vFdyxtZmwpMU17IX4yLSq2lXzKK9n2oCWYmw5eD2nxLBHDkhso"
    "OZteAZlS+yOf13JwTv/rGuGBd8UONPFdRbAdm6iVRQ77cT3pknqDcksRbMKYqTKgW2KsWw"
    "6gNnhj0guTZpYTtAzZp2NnPWJ13nZKXtB3uAVqph9dRgozAnbIeFzSyHzoELaMUpsmRYb9"
    "4iSgb09tw5crJl5xyvkMOJTEhzJ4eEMezmuyUlwuWkypRHA2+rxNFKbO1KHFXiaLolsNin"
    "F6dU0pMSRpUwWjEpqZAwGjyx9ySL1l0KjW+DlRJCH7i4fm8yO0n+3NzMFD0dGKZxMS6n0P"
    "l5JtsASBlSN3QEtRTQPxxs2cSSEiRFM+ZYTTRaoSfBX7gGfe2bUFih6YqasgKCtHLrxIpL"
    "qPt/BBRvuMKmkHGl3wBKf1pS9F0hmcT3QdZ4iN9cwr88Ecit2+DXhYgMGlI3wlaMGjF7hh"
    "wxqyVla7cRQsI7oceA08kvKgFFH/5JLMZlMQnKKBHv/itZ2ACCEEYX8JthWhD1pDiaKal7"
    "q5Z7ywBSUeR33Ax5vLxR8h3lF++9ohLsK3FMKsFeCfYxByE0790kg+WPR42R1qa/8gsHoo"
    "4FjkIQCCfl5edDIrniRUleQJ1uvRwfoqSKB2XzSaA+gHivUmxIolacKMcJg2uEi0Mbe7Un"
    "ipUeCJGq4gMFUkUMunBsASYvmi8aJvwGc0XfvGr+lDtZlDl2SZwjlArobKDHpgGdsUsAHa"
    "FUQGcDrUzJe7XM+9aOItqwT1NDPfhE9F4fk0zFN2jAiucrJ7M2SFPDCm+vc9Wuep1Ru+p1"
    "vHZV3DiYd2OKU6r9KVpbxLez5l3BG8Ns/ZbvQQpArg3YBUAO0tQQ53f5KtxlFLiLggweEw"
    "1qICZnKWQo+1FKpeiXU/QljgbVxNKdJjdY2sqFCLXixA6c8Ey6iUaXbXwI0Sou7MAFtw5S"
    "CRZsCBX+u3wFEDdilmNBiFZxoawzBGr9cGc8JkQvyoYEYsWHXfhQZjuKUioOlK0VBEEeK2"
    "1eUDIK0yn0S65/NyCq4NLfECnc8+Mei6Q9TkBioPZBQkRiuDJCekhitBZDnkQYMdZNXwHD"
    "eBPJ4DyItsO232npDMkwOq930v3PrR/evHvvjuGCjhMsdls0ZotVUsrM3udXnZpUsF2NnA"
    "w1DrZT3WQOa6zNatCe0RYpqz17Say3b2wvhvT78xxAvz9PxRluRbyi8gDSOBF7UWLVZYqt"
    "VYpzNEoaDQta2YTnALyahWUSJS2vucV6exLAXna6rf6XdSuM9R510+t+ukxohnH5ZdBuxc"
    "rKc+gO/ERSCpyn+H9CVDXcV87zOCfO050T8ZCKb7ZFVV+cl/1O99MFEt+qATwY0vbvd50+"
    "1It3m5DrMOq33q9wxetXHZV4cx0Gey92XaHu6qezVVVJnMoVwyFrMEOntLL1mwO0itNV5r"
    "Q0I3POivZXj9LtoLyeDndV6rlKPa8OpKVTzzc50Yk7wR6ALVRgtZrf/1Z0ozvgDiWmF0Lg"
    "I+5kL1nZ9kSAL1bYtqA5vEUsYzxrJJjCvTvNLDM43ozZa03RXczMqX6bxKMlwWXjLYvqWm"
    "H20kcu3YT8DObwYv13AyQ1VP0PYlKEj6oAwt7wGqJ7kOBw8UQ7sSlieo/dAMnLt9g9jgC6"
    "t2a6R/Xt/v3/tWMXWw=="
)
