"""What the database itself guarantees: uniqueness, states, the ledger, append-only history."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
-- ---------------------------------------------------------------- people and sessions
CREATE UNIQUE INDEX admin_users_email_key ON admin_users (lower(email));
ALTER TABLE admin_users
    ADD CONSTRAINT admin_users_role_check CHECK (role IN ('owner', 'admin', 'user'));
CREATE UNIQUE INDEX sessions_token_hash_key ON sessions (token_hash);
CREATE INDEX sessions_admin_user_id ON sessions (admin_user_id);

CREATE FUNCTION keep_an_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.role = 'owner' AND OLD.is_active THEN
        -- One at a time: two owners who demote each other must not both succeed.
        PERFORM pg_advisory_xact_lock(hashtext('keep_an_owner'));
        IF NOT EXISTS (SELECT 1 FROM admin_users WHERE role = 'owner' AND is_active) THEN
            RAISE EXCEPTION 'the last active owner must stay' USING ERRCODE = 'LC010';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_an_owner AFTER UPDATE OR DELETE ON admin_users
    FOR EACH ROW EXECUTE FUNCTION keep_an_owner();

-- ---------------------------------------------------------------- tenants
CREATE FUNCTION keep_natural_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) ->> TG_ARGV[0] IS DISTINCT FROM to_jsonb(OLD) ->> TG_ARGV[0] THEN
        RAISE EXCEPTION '% of % never changes', TG_ARGV[0], TG_TABLE_NAME USING ERRCODE = 'LC011';
    END IF;
    RETURN NEW;
END $$;

ALTER TABLE organizations
    ADD CONSTRAINT organizations_organization_id_check CHECK (length(organization_id) > 0),
    ADD CONSTRAINT organizations_status_check
        CHECK (status IN ('active', 'suspended', 'paused', 'deleted'));
CREATE UNIQUE INDEX organizations_organization_id_key ON organizations (organization_id)
    WHERE status <> 'deleted';
CREATE INDEX organizations_created ON organizations (created_at, id);
CREATE INDEX organizations_name ON organizations (name, id);
CREATE TRIGGER keep_natural_key BEFORE UPDATE ON organizations
    FOR EACH ROW EXECUTE FUNCTION keep_natural_key('organization_id');

ALTER TABLE teams
    ADD CONSTRAINT teams_team_id_check CHECK (length(team_id) > 0),
    ADD CONSTRAINT teams_status_check
        CHECK (status IN ('active', 'suspended', 'paused', 'deleted')),
    ADD CONSTRAINT teams_budget_mode_check
        CHECK (budget_mode IN ('job_based', 'consumption_usd', 'consumption_tokens')),
    ADD CONSTRAINT teams_rates_check CHECK (
        coalesce(credits_per_dollar > 0, true) AND coalesce(tokens_per_credit > 0, true)
        AND markup_percent >= 0),
    ADD CONSTRAINT teams_refill_check CHECK (
        -- A refill that is switched off may keep its figures.
        (next_refill_at IS NULL OR (refill_amount IS NOT NULL AND refill_period IS NOT NULL))
        AND coalesce(refill_amount > 0, true)
        AND coalesce(refill_period IN ('daily', 'weekly', 'monthly'), true));
CREATE UNIQUE INDEX teams_team_id_key ON teams (team_id) WHERE status <> 'deleted';
CREATE UNIQUE INDEX teams_default_key ON teams (organization_id)
    WHERE is_default AND status <> 'deleted';
CREATE INDEX teams_created ON teams (created_at, id);
CREATE INDEX teams_name ON teams (name, id);
CREATE INDEX teams_organization ON teams (organization_id, created_at, id);
CREATE TRIGGER keep_natural_key BEFORE UPDATE ON teams
    FOR EACH ROW EXECUTE FUNCTION keep_natural_key('team_id');
CREATE TRIGGER keep_organization BEFORE UPDATE ON teams
    FOR EACH ROW EXECUTE FUNCTION keep_natural_key('organization_id');

ALTER TABLE model_groups
    ADD CONSTRAINT model_groups_group_name_check CHECK (length(group_name) > 0),
    ADD CONSTRAINT model_groups_status_check CHECK (status IN ('active', 'inactive'));
CREATE TRIGGER keep_natural_key BEFORE UPDATE ON model_groups
    FOR EACH ROW EXECUTE FUNCTION keep_natural_key('group_name');
CREATE INDEX team_model_groups_group ON team_model_groups (model_group_id);

-- ---------------------------------------------------------------- keys and provisioning
ALTER TABLE virtual_keys
    ADD CONSTRAINT virtual_keys_token_hash_check CHECK (token_hash ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT virtual_keys_status_check
        CHECK (status IN ('active', 'retiring', 'expired', 'revoked'));
CREATE INDEX virtual_keys_team ON virtual_keys (team_id, created_at, id);

CREATE FUNCTION keep_key_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.token_hash <> OLD.token_hash OR NEW.team_id <> OLD.team_id THEN
        RAISE EXCEPTION 'a key stays what it is' USING ERRCODE = 'LC011';
    END IF;
    IF OLD.status IN ('revoked', 'expired') AND NEW.status <> OLD.status THEN
        RAISE EXCEPTION 'a key that has ended stays ended' USING ERRCODE = 'LC012';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_key_ended BEFORE UPDATE ON virtual_keys
    FOR EACH ROW EXECUTE FUNCTION keep_key_ended();

ALTER TABLE provisionings
    ADD CONSTRAINT provisionings_generation_check
        CHECK (observed_generation BETWEEN 0 AND generation AND attempts >= 0);
CREATE INDEX provisionings_due ON provisionings (next_attempt_at)
    WHERE removed_at IS NULL AND observed_generation < generation;

-- ---------------------------------------------------------------- history
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = '23001';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE INDEX audit_events_created ON audit_events (created_at, id);
CREATE INDEX audit_events_resource ON audit_events (resource_type, resource_id);
CREATE UNIQUE INDEX idempotent_requests_key
    ON idempotent_requests (actor, operation, idempotency_key);

-- ---------------------------------------------------------------- the ledger
ALTER TABLE credit_accounts
    ADD CONSTRAINT credit_accounts_held_check CHECK (held >= 0),
    ADD CONSTRAINT credit_accounts_overdraft_check CHECK (overdraft_limit >= 0),
    ADD CONSTRAINT credit_accounts_never_below_floor CHECK (balance - held >= -overdraft_limit),
    ADD CONSTRAINT credit_accounts_totals_check
        CHECK (balance = total_granted - total_charged + total_adjusted);
ALTER TABLE credit_accounts
    ALTER COLUMN balance SET DEFAULT 0, ALTER COLUMN held SET DEFAULT 0,
    ALTER COLUMN overdraft_limit SET DEFAULT 0, ALTER COLUMN total_granted SET DEFAULT 0,
    ALTER COLUMN total_charged SET DEFAULT 0, ALTER COLUMN total_adjusted SET DEFAULT 0,
    ALTER COLUMN last_sequence SET DEFAULT 0, ALTER COLUMN last_hash SET DEFAULT '\\x00',
    ALTER COLUMN created_at SET DEFAULT clock_timestamp(),
    SET (fillfactor = 50);
CREATE INDEX credit_accounts_available ON credit_accounts ((balance - held), id);

ALTER TABLE ledger_entries ALTER COLUMN created_at SET DEFAULT clock_timestamp();
ALTER TABLE ledger_entries
    ADD CONSTRAINT ledger_entries_sequence_key UNIQUE (account_id, sequence),
    ADD CONSTRAINT ledger_entries_idempotency_key UNIQUE (account_id, idempotency_key),
    ADD CONSTRAINT ledger_entries_state_key
        UNIQUE (account_id, sequence, balance_after, held_after),
    ADD CONSTRAINT ledger_entries_held_key UNIQUE (account_id, sequence, held_change),
    ADD CONSTRAINT ledger_entries_amount_key UNIQUE (account_id, sequence, amount),
    ADD CONSTRAINT ledger_entries_kind_check CHECK (kind IN ('open', 'grant', 'top_up', 'charge',
        'refund', 'waiver', 'adjustment', 'hold', 'capture', 'release', 'expire')),
    ADD CONSTRAINT ledger_entries_texts_check CHECK (
        length(idempotency_key) BETWEEN 1 AND 255 AND length(request_hash) = 32
        AND length(actor_label) > 0),
    ADD CONSTRAINT ledger_entries_arithmetic_check CHECK (
        balance_after = coalesce(previous_balance, 0) + amount
        AND held_after = coalesce(previous_held, 0) + held_change AND held_after >= 0),
    ADD CONSTRAINT ledger_entries_gapless_check CHECK (
        sequence >= 0 AND (sequence = 0) = (kind = 'open')
        AND (sequence = 0) = (previous_sequence IS NULL)
        AND (sequence = 0) = (previous_balance IS NULL)
        AND (sequence = 0) = (previous_held IS NULL)
        AND (sequence = 0 OR previous_sequence = sequence - 1)
        AND (sequence > 0 OR (amount = 0 AND held_change = 0))),
    ADD CONSTRAINT ledger_entries_shape_check CHECK (CASE kind
        WHEN 'open' THEN true
        WHEN 'grant' THEN amount > 0 AND held_change = 0
        WHEN 'top_up' THEN amount > 0 AND held_change = 0 AND payment_type IS NOT NULL
        WHEN 'charge' THEN amount < 0 AND held_change = 0
        WHEN 'waiver' THEN amount > 0 AND held_change = 0
        WHEN 'hold' THEN amount = 0 AND held_change > 0
        WHEN 'refund' THEN held_change = 0 AND amount > 0 AND reverses_sequence IS NOT NULL
            AND amount <= -reverses_amount
        WHEN 'capture' THEN held_change < 0 AND amount <= 0 AND amount >= held_change
            AND resolves_sequence IS NOT NULL
        WHEN 'release' THEN held_change < 0 AND amount = 0 AND resolves_sequence IS NOT NULL
        WHEN 'expire' THEN held_change < 0 AND amount = 0 AND resolves_sequence IS NOT NULL
        WHEN 'adjustment' THEN amount <> 0 AND held_change = 0 AND coalesce(length(reason), 0) >= 8
        ELSE false END),
    ADD CONSTRAINT ledger_entries_resolves_check CHECK (
        (resolves_sequence IS NOT NULL) = (kind IN ('capture', 'release', 'expire'))
        AND (resolves_sequence IS NULL) = (resolves_held IS NULL)
        AND (resolves_held IS NULL OR (resolves_held > 0 AND held_change = -resolves_held))),
    ADD CONSTRAINT ledger_entries_reverses_check CHECK (
        (reverses_sequence IS NOT NULL) = (kind = 'refund')
        AND (reverses_sequence IS NULL) = (reverses_amount IS NULL)),
    ADD CONSTRAINT ledger_entries_payment_check CHECK (
        (payment_type IS NOT NULL) = (kind = 'top_up')
        AND coalesce(payment_type IN ('subscription', 'one_time'), true)
        AND (payment_usd IS NULL OR kind = 'top_up') AND coalesce(payment_usd >= 0, true));
ALTER TABLE ledger_entries
    ADD CONSTRAINT ledger_entries_chain_fkey
        FOREIGN KEY (account_id, previous_sequence, previous_balance, previous_held)
        REFERENCES ledger_entries (account_id, sequence, balance_after, held_after),
    ADD CONSTRAINT ledger_entries_resolves_fkey
        FOREIGN KEY (account_id, resolves_sequence, resolves_held)
        REFERENCES ledger_entries (account_id, sequence, held_change),
    ADD CONSTRAINT ledger_entries_reverses_fkey
        FOREIGN KEY (account_id, reverses_sequence, reverses_amount)
        REFERENCES ledger_entries (account_id, sequence, amount);
CREATE UNIQUE INDEX ledger_entries_one_resolution
    ON ledger_entries (account_id, resolves_sequence) WHERE resolves_sequence IS NOT NULL;
CREATE UNIQUE INDEX ledger_entries_one_refund
    ON ledger_entries (account_id, reverses_sequence) WHERE reverses_sequence IS NOT NULL;
CREATE INDEX ledger_entries_created ON ledger_entries (created_at);
-- The balance is that of the last entry, or nothing commits.
ALTER TABLE credit_accounts ADD CONSTRAINT credit_accounts_last_entry_fkey
    FOREIGN KEY (id, last_sequence, balance, held)
    REFERENCES ledger_entries (account_id, sequence, balance_after, held_after)
    DEFERRABLE INITIALLY DEFERRED;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_deletion BEFORE DELETE OR TRUNCATE ON credit_accounts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION step_by_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.team_id <> OLD.team_id OR (
        (NEW.balance, NEW.held, NEW.total_granted, NEW.total_charged, NEW.total_adjusted,
         NEW.last_sequence, NEW.last_hash)
        IS DISTINCT FROM
        (OLD.balance, OLD.held, OLD.total_granted, OLD.total_charged, OLD.total_adjusted,
         OLD.last_sequence, OLD.last_hash)
        AND NEW.last_sequence <> OLD.last_sequence + 1)
    THEN
        RAISE EXCEPTION 'an account moves one entry at a time' USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER step_by_entries BEFORE UPDATE ON credit_accounts
    FOR EACH ROW EXECUTE FUNCTION step_by_entries();

-- Every fact of an entry and the hash of the one before. An array as JSON text keeps the fields
-- apart whatever they hold.
CREATE FUNCTION ledger_entry_hash(entry ledger_entries, previous bytea) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(previous || convert_to(jsonb_build_array(
        entry.id, entry.account_id, entry.sequence, entry.kind, entry.amount, entry.held_change,
        entry.balance_after, entry.held_after, entry.resolves_sequence, entry.reverses_sequence,
        entry.idempotency_key, encode(entry.request_hash, 'hex'), entry.actor_kind,
        entry.actor_label, entry.actor_id, entry.reason, entry.payment_type, entry.payment_usd,
        entry.job_id,
        to_char(entry.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
    )::text, 'UTF8'))
$$;

CREATE FUNCTION post_ledger_entry() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE account credit_accounts;
BEGIN
    IF NEW.kind = 'open' THEN
        NEW.sequence := 0; NEW.balance_after := 0; NEW.held_after := 0;
        NEW.created_at := clock_timestamp();
        NEW.row_hash := ledger_entry_hash(NEW, '\\x00');
        RETURN NEW;
    END IF;
    SELECT * INTO account FROM credit_accounts WHERE id = NEW.account_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such account' USING ERRCODE = 'LC002';
    END IF;
    -- A repeated request finds its first answer, even when the balance is too low by now.
    IF EXISTS (SELECT 1 FROM ledger_entries
               WHERE account_id = NEW.account_id AND idempotency_key = NEW.idempotency_key) THEN
        RAISE EXCEPTION 'replay' USING ERRCODE = '23505',
            CONSTRAINT = 'ledger_entries_idempotency_key';
    END IF;
    IF NEW.amount - NEW.held_change < 0
       AND account.balance + NEW.amount - account.held - NEW.held_change
           < -account.overdraft_limit THEN
        RAISE EXCEPTION 'insufficient credits' USING ERRCODE = 'LC001';
    END IF;
    NEW.sequence := account.last_sequence + 1;
    NEW.previous_sequence := account.last_sequence;
    NEW.previous_balance := account.balance;
    NEW.previous_held := account.held;
    NEW.balance_after := account.balance + NEW.amount;
    NEW.held_after := account.held + NEW.held_change;
    NEW.created_at := clock_timestamp();
    IF NEW.sequence = 1 THEN
        SELECT row_hash INTO account.last_hash FROM ledger_entries
            WHERE account_id = NEW.account_id AND sequence = 0;
    END IF;
    NEW.row_hash := ledger_entry_hash(NEW, account.last_hash);
    UPDATE credit_accounts SET
        balance = NEW.balance_after,
        held = NEW.held_after,
        total_granted = total_granted
            + CASE WHEN NEW.kind IN ('grant', 'top_up') THEN NEW.amount ELSE 0 END,
        total_charged = total_charged
            - CASE WHEN NEW.kind IN ('charge', 'capture', 'refund', 'waiver')
                THEN NEW.amount ELSE 0 END,
        total_adjusted = total_adjusted
            + CASE WHEN NEW.kind = 'adjustment' THEN NEW.amount ELSE 0 END,
        last_sequence = NEW.sequence,
        last_hash = NEW.row_hash
    WHERE id = NEW.account_id;
    RETURN NEW;
END $$;
CREATE TRIGGER post_ledger_entry BEFORE INSERT ON ledger_entries
    FOR EACH ROW EXECUTE FUNCTION post_ledger_entry();

-- ---------------------------------------------------------------- the server's role
DO $$ BEGIN
    CREATE ROLE saas_litellm_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN
    EXECUTE format('GRANT saas_litellm_app TO %I', current_user);
EXCEPTION WHEN OTHERS THEN
    -- Roles belong to the whole server: another database's migration may be granting it now.
    IF NOT pg_has_role(current_user, 'saas_litellm_app', 'MEMBER') THEN RAISE; END IF;
END $$;
GRANT USAGE ON SCHEMA public TO saas_litellm_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON admin_users, sessions, organizations, teams,
    model_groups, model_group_members, team_model_groups, virtual_keys, provisionings,
    idempotent_requests TO saas_litellm_app;
GRANT SELECT, INSERT ON audit_events, ledger_entries TO saas_litellm_app;
GRANT SELECT, INSERT (id, team_id) ON credit_accounts TO saas_litellm_app;
GRANT SELECT ON aerich TO saas_litellm_app;
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        REVOKE ALL ON ALL TABLES IN SCHEMA public FROM saas_litellm_app;
        DROP FUNCTION post_ledger_entry() CASCADE;
        DROP FUNCTION ledger_entry_hash(ledger_entries, bytea) CASCADE;
        DROP FUNCTION step_by_entries() CASCADE;
        DROP FUNCTION refuse_change() CASCADE;
        DROP FUNCTION keep_key_ended() CASCADE;
        DROP FUNCTION keep_natural_key() CASCADE;
        DROP FUNCTION keep_an_owner() CASCADE;
    """


MODELS_STATE = (
    "eJztXe132ria/1d0+DLdszSnTZN0brq755CEaZkmkAOknd7LPY7ACmhiyx7LDmVn+7+vHt"
    "mAX8E2IRiqL20s65HN75ElPe9/10xLJwY/augmZXecOLVz9HeNYZOIP5I366iGbXt5Cxpc"
    "PDRkbwzdNE/0k+14yF0Hj1xx6wEbnIgmnfCRQ22XWgwIGsgWfS2GphMLcTpmHFGGXAuZmO"
    "ExQS5hmLn8CDVfm5gaHGGHII/RvzyCptSdWJ6LHDLGjg5EI8zJETxYt0biyZSNt/gMv4fm"
    "WmPiTiRq//q3aKZMJ98Jn1/aj9oDJYYeAZXqMIBs19yZLdvu7lpXv8me8P5DbWQZnsmWve"
    "2ZeBO26O55VD8CGrg3Jow42CV6CGjmGUbAlnmT/8aiwXU8snhVfdmgkwfsGcCu2n89eGwE"
    "XJLgUS5AGpGjYDYMAQN4g/f/E7xtiFLT2p2+1mv2Na2WYDi8VYw/QdPIYjBZqOAEYPXDH3"
    "eJkWytwQMuPzW6r96d/YdExeLu2JE3JYK1H5IQu9gnlXxYAj9yCMCkYTfJgCtxx6UmSWdC"
    "lDLGDD0gPZr/UYYp84YlV5bfzBzcOXxbALwmfqDeYcYsmA4rGNBv3TR7/cbNLTzO5PwvQ+"
    "LX6DfhzrFsncVaX/n8ssRy4C8Vi0HQ11b/E4JL9M9Ouxnn6qJf/581eCfsuZbGrKmG9dDM"
    "nbfOURM9l1z3bL0k16OUiutV4focoxDbg7dfcp3AYp5k+OUEO+nMXhDE+Czw2kfOmvi7Zh"
    "A2difi8t3xmxWs/dLo+ovq8ZsYv9rBrWP/3o8IwjrltoFnmrwuAHSc7gDxPj49zYG36JWJ"
    "t7wXxdvGnE8tR9cmmE+KAJ4gLIV4sNT+RIA7lpExsZvMMyXWLfFOWByNEpjPaas8uWudr+"
    "1m9xxZU/E2A9a4umm1z5E8xA/YXQ9uecGZvzA/8qw3K5ab5GpDuSZECfqUwpELS4CNWcbx"
    "OUwX48ZQEG6LHfMz9cseji86nevIBn3R6scwvru5aHZfvZXQi07Ulc2tdj8GuElcDCfpJN"
    "6/9zrtdLDDNPHjEh256P+QIWSJbUEeklqGHjVcyvgRPHYXUgpgFGHEfG6/umn8EZ/2l9ed"
    "i/gRCAa4iLHEwNzVDGsshOzih9kE8TOcZyu2J+zv8TUptcwlzuFMK6YvSBBuoDrYH/6u0Q"
    "qALubhcaVSYDhLovyb5RA6Zp/JLLHbx1BNU5TtJbjL1uUrOni6UGMl55dAQfx24u8j4i1Q"
    "++76uiYhH+LR4xSLk+ca7Bcqw9jGHpD/9rlLDCx/0M+EfGQ94IRzMe6GKPX8UapzBt0cJJ"
    "hn1rEVml+RmZe8ZR6b8RapCdaDZ8OT5pPK06nbfCLyaUmt+PJufaVaHPppBDrm1It/nVhI"
    "pzqaTrALWufphI4myCEjIcXVxRVhdYSZjh4cy4RLhxyhtniAg0YTzMRPqSMmL0GBjTDiRH"
    "xpblI3vqXnDIT8cO/34PeIcnEHzn3IekD3fw/86TsQLzOoDcmDWGL9v/GDK8SQ2o/7D8hy"
    "xpjR/5WTWb6AS7ApFfMMu56DDfRIZlzp4ZUeXmlkK3GkzaOH50QgHJyeYjsYHbeYm87xMF"
    "WM35QlRMngParM4DG8xOt/HB+/e/f++M27s19PT96/P/31za+ir3zj5K33qyT+1keQ3SNM"
    "TQrzeDQ/F+RVGi4pqqzCKqkufPsmj35K9MpUUMl7CYwtR3sUP7Cs0jA6QoW1tDWpK9R8He"
    "HS6h/oELXPzW/zZrFPD9iXVrd/17j225+o43rY8O/0vvX6zZtzxGdiazOroWn0uSAAJYXs"
    "RzGyA/xqtmJFWs6egnqOBKHSc8TMF4RbnjMiPiIFZnKCsMIrUcmpfJpnJp9mT+TTxDxegJ"
    "Y2i3NgnTqHDwDprSwaYfmwIOAppIcH+lbMoSCDFwQ7RKJAzgVyoDUpYnQLkVTD5gbPOxib"
    "m05c8AotwpAQSTUYclBGUGqDzkF0SOFJ9koUpTq8xegkz1p0kr0UnSRWInmyxuNAu50X5y"
    "jV4eF8mktzcLpCc3Ca1Bw4oOPibuGjY5jq8KB+NiVNwvibbZrcpjHp0iE6dRujkeWl25Oi"
    "HeqrTEoj2VXDft/c0RZwHvuFI9shNqY68kfhdQiIMOnIsV4HLUfoxnoiHFnMmKHhDBlEHx"
    "MHia/aoUT0txhB2EUYSXV7wqy0rQdJu9IQG6A8k3Yld0IQ90wwLGHDWJLdTwRH7n2zlmUT"
    "hiaW4BASyz9xngh0p+4R6gtq13IFWIjbBnUHjLrnaP4A9N/+TW3sYCa+IPQ6uBbnLUcwGP"
    "1ncI31Pz0uOtx/EA8Qm6/OfaPZFNMn4nB4mk/CB8yFNwK2IyZ+Wh0Z1hSsZ9Aqfk4wsrJr"
    "KbuWsmvtjV0rWC+KmbVCROutWs/F3zfbYu5ObFqTANf8oM8pFOLlEBdbtaM7+MHVDGrSlE"
    "VuFfgpxIoP5fgQOZcU40KCVPFgEx4EJ7YyPAiRKh5swoP5+bsME8K0igvluCADC8o59yRI"
    "FQ824EF6XOAFZdiZrcA/IypwOHN9o8JWtNTDXwaD72/e/LIDAe8iUDQvRIsvje5Fq93ofl"
    "uopRfyxXWn/fEiRTF98a3fbOS1j2XL3tn2sS0L4JV0XiigpwvFefs6n5R5X8At/lqqnZpi"
    "qNkeytYFXOOjszUJWoeRviX+yRnu0g8G2ccJujbQJfRxRkJcus1ev9u67MdCXDbSDbd0Yt"
    "qWKyZz19fq11L0w8lO9VU6YrrorgWmgtzRB1Llanqu74DvO/cztBhwNAP/e2RinZz7OljQ"
    "aEIT6D0psz0XPVD4U4wzFhCnRR5s5RlKa6q0pkprug9aU+kuW8TcuSBQnrU5neRsAKSg23"
    "+E6ACRPssD9Fk2zmfJxBTLHQt82ouAnUJ6gJBvJzdL4PxQXOaNU76k2LsbsWtbAq+4BT8h"
    "gX62Z9ySQjnGRThS1jGuIq4tYfk5RXCJidfZIovv/qGFZPr10oqQVmVaTwhGpiYIFGKwID"
    "4ZfC+kC4nvJ+O7fMBBFA7L0luDEy7TegbdHeTLeeAfkpBZtvYk8GvpBVrQOgpMw7wunV6k"
    "uANrlQx/fqCGwAjcaIYzKRUtHgHB2rLFsabgSyKmN3Fc5UyixCIlFu2RWPQSQdL7wOGdWF"
    "E2id3dKGr3heCvdW6b7XPpETlgH7uNdv8cSVeAAet3brW7WzFHLVvz7AGDhetj8zxwSRyw"
    "bvO3u/bVeeDhOGBfG60vEPzrOzlC4O/vd73+TROG9I2qJoFxP3WuBRW4X4oxG7f9uy4Mim"
    "3Xc+So181GrwnDGkQs1APW/OO2BV3Id5s6JL4F7ygg2Jw75Ob/Ipc06nvcyMNL8w9MxdCP"
    "ESoWlGaB7ZAnanm8pIE/lbwUO6oWqrBbbpTyOU2jVrzYmBfF/VATpIoLZbkQTGVNJg8rxo"
    "UEqdomNtupS/AgSqcYUJoBkEfCeCJl9+lUcrUqbcyN4ntDglRxoTwXIP5ug28ihVxxY2Nu"
    "lBGnU4gVJ8pyQlmslcW6ApjvwGK9LkXjCs+jzdIyVg17lUPxkDy9fNgKpk8M0ajMifGlGv"
    "NibnNLisPLw7KVlDc2noGByMcpFej1Jrf4GBWGvta7u+hddlu3/VanfY64N1zcHbBOu6mB"
    "6fgcPEi0uU1+94v4HF+Pp6wsV2RETWxkKDijlHEXBJ/0KBiiMkx6jlXmqnnZumlcCzTrZ7"
    "ESW4ssXAmg/7SGBVfvJYVau+NF+6ZljtghKnW8Ln+8ls5vhU8iYarn9B2rLgfKl6vCy/Rg"
    "UYAL16pKpBvbT3jXxvFF51eeUL4X85u9gf8+OpZn11LcZkN366u8ZmWTNoaOuTPBwaP0Or"
    "IcnYhpsCjP44/uB9w9UIe78yxrtiO2amdW911MCdxwOQxvABI8LQfcNh6hHFmVI6tyZN0H"
    "R1bP1ktyPUqpuF4Vrs8xCrE9UaVQbkKFK8JHqZ5H67fTFAMvYE7QKbcNPCuMdZzuAHWs28"
    "E79GYJuPvke4bhMkZWYRXVc5wS+s0/+pGVKhHXFpEr593jwW5R5IUc43oZyd7XKwmX1C83"
    "02vLivNFdISNy37rS/Mc+dQDJiTyoIWy0Ig70QuWys1jEnO4cWHfpRR0I4fbw+UpM0FPIn"
    "2UQdnjhnhBTp6o5HgoaL2MJB7MspXy+HIm5pLKtdCHkC+gVRLLtOZIjnCErmWmcCEjWw51"
    "KeFoZJmBAP0Bkb88bID1AOI+fYkbiIWITB1E9RTxfFsPSRHQ/xWGojaH3D+A/FtJ70p6V3"
    "Jc5aT30CdaQLaIUinJIp9kESy3KX54KwJIliQHkzL1+O3J+5Nf352dLJwfFy2rfB5T/Bu5"
    "tjwuxw5SlmUQzDJ2jTBd3AooCLeF63wreWEjYKdzHVmNLlpxYezu5qLZffU2ZsdOAh4+6h"
    "TbqJOUyv632v4XO0ttaAM8SEGhHjMAJidZxAh42ehdNq6au7IBdkIFSWspUkfk/kqJI1za"
    "tEBJKIYhX819rDDqor7SCBsGcX7hftmiB0uc9d068ucAwqbFxqKbxaGikRvktNHTS0Jt60"
    "HKKKjECiVW7INYoYyCh8b1PEbBClTrrhy3ty9WFhXeldheDN+f1izVu+vdNttXzSvwY+c2"
    "EU/UB+y2cdeDJht7HK6vmtfNPjQEJ7Xdma6STNOKB3gkCA/BkvsCcR4mcTEcApNYZ2eJDd"
    "OoPLGRTf4F8sRGLZLPYIzcw+1jJybIW8d6oly8qf9mCUVA5H59lSLADvXMqQj4ZE3FLQdd"
    "U5dcX98I8dswrCmXOW1hHvhVN1wOFTgC590g0Sz8aXnu0PqelPqfZVRZ9TmYQOJt75EpS0"
    "bLiiGQFmA2z6kriyvPH2V63EWcEFlzGkYTADCO/Q9bmi2xO2A+5Qd0bw1laWhdCz9o+boj"
    "shh4ijmMyyCZL+Q1lKWkG2hqOY9Qyln8BwQIDxj8FFnYejqhBiT6DcpQw9vIdIdBnWhHjM"
    "wRTCK/u8fAtAqwWFOG7mVXzbUeCbtX+g6l71CSbyUkX6Xv+Bm5nssJerGFpByeViS5idK9"
    "nF337bZYvJsi1cmdvBgbMgY4GDv7C/MDuy4xbTdFkMhOnhwiORjYn829gZHvrhZAVGJnSS"
    "F/hu2lYpqN/d1NkoeI0Pm/yOE9RqbyBPxIQdVjLk3JULT6C4qRqq+nyl8PnwnxscwJPEKo"
    "eFxlHmNxYmOuxmlqjs/VbI7TKk5XmdO6Qx/KCdRRSsXlKnPZwNzViOMUKxAbpVL2uVz2OY"
    "eANr3MBxWlVB9UlT+oUCn7vOJDiORlDQCVlBwK2E+TJsIoH5JM6DDSt8Q/OX22y9pUqwD9"
    "Wl/t0LTLk6lpI4Nrj3Ce4XQ9v1VfZWblfqfcrtZQO/Q1ZX5tUDAOQiJEHUyZE2nIkyY/PB"
    "qJYZGU28EQOrYs/QMa4dGEcN886BCbYDe1QumWnqEMjsrgqExPu97p8xgc5SddIv9llE5l"
    "wAzztUgGTGoDs0SHDMfQjGUvQnV4kstJHvfbk2zv25OE863HiaOJXT0tEWY2zlGqw8N5Kx"
    "KiFKvB4anEVhKnVZvJPm0mfg1eXoLvUcoD5PqecDmXcsAhT2L3L6cCClMqFVCVuYx1kzJN"
    "7oAF03PHCVWE/poM3QvAkjAXDtBvwGB3/KDSntXjCbrjM6xK4flS25aiIZpr4bLVQ4vwiT"
    "y6IZmdQPq0U4YwpNdaBj76ju3WlPl+8nU0kpnbufQe/9Mapmbf3mxA6XMf6OI2CtD3XdwD"
    "3/lfQOdkKZWSUikd2nnwgKUA5cN+aFzP48OeaTHM1q5kWwxVDLmK0d8JvipGX8XoKw3vOg"
    "0v5YvXTqC9LmFiiPAFMyYuWvY3ZaLKi1CFvAhhlgw9XQijGkhpZXeM2BAvuG1AQUgQLPWi"
    "O8fvnQvtoiG3hcUYA3bZaffubmS1Uu2uJ+4BbzxTUkFVz2iPfudzs92LdpIWZV5mR3mXq0"
    "LyigLJiQUuUG9oQhjXdEsgnaKZW1nPNH0AVdY0zJFkWVN/CkjQfACTqGeGAKbSlooFrBjI"
    "zx0NaGLn0bMBqFGqNXzlvE4Sbzynyy1fb3awiczn9Pv6ce4p7ZAHahgaNtNrcK4KK06QHt"
    "BsfuGQ4gBKMW2plaGiWL9XJwapsLRQu2q0rr8JOQ1TYzZgX5vNz3A5JeQRrm867f4naDAt"
    "5k6MWTXkOOn8MZ/15VxHItTKvlwdfWFSTSzDyktzO0mtuF1lbq9N6ZptkFuf0lV5FMQMb1"
    "YsBfyGPgXxjPL7CfFat4KUiVa4+Hd6jQtVpS1nTbsn6rgeNjTwMtgMry/+SGKSHxJWhRxX"
    "4voMLShsnw3sPLBsPbyXcsTGcsC93FpXT0Y7lj9zU8zi+TgPBLIS/lGhhSzDUyq61K32md"
    "JCS22BMibYRCaeIY8T6azkDx6ubhiXivJTpRY1nMdyhgvyqHKGVThJ1ZHyYfp5vFnylzNU"
    "Bcq2kkmrOskF9hbOFbJfesqAwjLfgSVir+dMG7BwHs9YDZ4B2YOU4uL4rimhl0eU3qaTfk"
    "g6TDmARmXH7MNnXFrNc+4Uff3TIszAOhKnQyI93peZ6I/QZ2K7CHOZeqH3qfH6+PTM78MF"
    "HSfYIDoaWfYs7YT67OMrx3t1aFWH1n04tCrn4O06B6/KlbHCy31VpoySWO80M1MU6bOTHE"
    "CfnWTiDLdi7rxyA9I4EWtRqstEdlaSBGnJxCTVVL2l+j9sKS+JiTkEaj+SlCrz2XM9SnWA"
    "68pJHqeHk2ynh6SD0E8bcdAV+2W31f54jsS3SoEHA9b847bVBc9SPx+EDr2+dD5DS5A6IH"
    "7i3Y2nSoUSXezPUlWl41QunwXpUQSBL2W9kUK0itNV5jT3ZIJDq2iqizidqpmgNL1K01st"
    "TeT6BLGpK8EzAFvIBaWa3/9adOMr4AYOU7Y48BF/sJf0/dkT4LdaSbZBHDqa1FJU4cGd+i"
    "o1OF72WacAz4bhmdXMmVEVqVtLSihFMC2qq4V5lrCgbBXyE6jDi4VTh0gOUPTfikoRPqoC"
    "CAfdDxDdt7ni1N+uiFN/m4xTF090U2PcskOmQyQvHzG9mwPoLmrGP/9m9uP/ARqzbJo="
)
