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
    WHERE removed_at IS NULL
    AND (observed_generation < generation OR next_attempt_at IS NOT NULL);

CREATE UNIQUE INDEX installations_one ON installations ((true));
INSERT INTO installations (id, created_at) VALUES (gen_random_uuid(), now());

-- ---------------------------------------------------------------- history
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = '23001';
END $$;
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE UNIQUE INDEX audit_events_sequence_key ON audit_events (sequence);

CREATE FUNCTION keep_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.sequence := NULL;
    ELSIF OLD.sequence IS NOT NULL OR NEW.sequence IS NULL
          OR to_jsonb(NEW) - 'sequence' <> to_jsonb(OLD) - 'sequence' THEN
        RAISE EXCEPTION 'audit_events is append-only (UPDATE)' USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_audit_event BEFORE INSERT OR UPDATE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION keep_audit_event();

-- Numbered when the transaction commits, one transaction at a time: no number is left out, and
-- whoever sees one sees all before it. All other locks are held by then, so nobody waits in a ring.
CREATE FUNCTION number_audit_event() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('number_audit_event'));
    UPDATE audit_events
        SET sequence = (SELECT coalesce(max(sequence), 0) + 1 FROM audit_events)
        WHERE id = NEW.id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER number_audit_event AFTER INSERT ON audit_events
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION number_audit_event();
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
GRANT SELECT ON aerich, installations TO saas_litellm_app;
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        REVOKE ALL ON ALL TABLES IN SCHEMA public FROM saas_litellm_app;
        REVOKE USAGE ON SCHEMA public FROM saas_litellm_app;
        DROP FUNCTION post_ledger_entry() CASCADE;
        DROP FUNCTION ledger_entry_hash(ledger_entries, bytea) CASCADE;
        DROP FUNCTION step_by_entries() CASCADE;
        DROP FUNCTION number_audit_event() CASCADE;
        DROP FUNCTION keep_audit_event() CASCADE;
        DROP FUNCTION refuse_change() CASCADE;
        DROP FUNCTION keep_key_ended() CASCADE;
        DROP FUNCTION keep_natural_key() CASCADE;
        DROP FUNCTION keep_an_owner() CASCADE;
        DROP INDEX admin_users_email_key;
        DROP INDEX sessions_token_hash_key;
        DROP INDEX sessions_admin_user_id;
        DROP INDEX organizations_organization_id_key;
        DROP INDEX organizations_created;
        DROP INDEX organizations_name;
        DROP INDEX teams_team_id_key;
        DROP INDEX teams_default_key;
        DROP INDEX teams_created;
        DROP INDEX teams_name;
        DROP INDEX teams_organization;
        DROP INDEX team_model_groups_group;
        DROP INDEX virtual_keys_team;
        DROP INDEX provisionings_due;
        DROP INDEX installations_one;
        DROP INDEX audit_events_sequence_key;
        DROP INDEX audit_events_created;
        DROP INDEX audit_events_resource;
        DROP INDEX idempotent_requests_key;
        DROP INDEX credit_accounts_available;
        DROP INDEX ledger_entries_one_resolution;
        DROP INDEX ledger_entries_one_refund;
        DROP INDEX ledger_entries_created;
        ALTER TABLE credit_accounts
            DROP CONSTRAINT credit_accounts_last_entry_fkey,
            DROP CONSTRAINT credit_accounts_held_check,
            DROP CONSTRAINT credit_accounts_overdraft_check,
            DROP CONSTRAINT credit_accounts_never_below_floor,
            DROP CONSTRAINT credit_accounts_totals_check;
        ALTER TABLE ledger_entries
            DROP CONSTRAINT ledger_entries_chain_fkey,
            DROP CONSTRAINT ledger_entries_resolves_fkey,
            DROP CONSTRAINT ledger_entries_reverses_fkey,
            DROP CONSTRAINT ledger_entries_sequence_key,
            DROP CONSTRAINT ledger_entries_idempotency_key,
            DROP CONSTRAINT ledger_entries_state_key,
            DROP CONSTRAINT ledger_entries_held_key,
            DROP CONSTRAINT ledger_entries_amount_key,
            DROP CONSTRAINT ledger_entries_kind_check,
            DROP CONSTRAINT ledger_entries_texts_check,
            DROP CONSTRAINT ledger_entries_arithmetic_check,
            DROP CONSTRAINT ledger_entries_gapless_check,
            DROP CONSTRAINT ledger_entries_shape_check,
            DROP CONSTRAINT ledger_entries_resolves_check,
            DROP CONSTRAINT ledger_entries_reverses_check,
            DROP CONSTRAINT ledger_entries_payment_check;
        ALTER TABLE admin_users
            DROP CONSTRAINT admin_users_role_check;
        ALTER TABLE organizations
            DROP CONSTRAINT organizations_organization_id_check,
            DROP CONSTRAINT organizations_status_check;
        ALTER TABLE teams
            DROP CONSTRAINT teams_team_id_check,
            DROP CONSTRAINT teams_status_check,
            DROP CONSTRAINT teams_budget_mode_check,
            DROP CONSTRAINT teams_rates_check,
            DROP CONSTRAINT teams_refill_check;
        ALTER TABLE model_groups
            DROP CONSTRAINT model_groups_group_name_check,
            DROP CONSTRAINT model_groups_status_check;
        ALTER TABLE virtual_keys
            DROP CONSTRAINT virtual_keys_token_hash_check,
            DROP CONSTRAINT virtual_keys_status_check;
        ALTER TABLE provisionings
            DROP CONSTRAINT provisionings_generation_check;
        ALTER TABLE credit_accounts
            ALTER COLUMN balance DROP DEFAULT, ALTER COLUMN held DROP DEFAULT,
            ALTER COLUMN overdraft_limit DROP DEFAULT, ALTER COLUMN total_granted DROP DEFAULT,
            ALTER COLUMN total_charged DROP DEFAULT, ALTER COLUMN total_adjusted DROP DEFAULT,
            ALTER COLUMN last_sequence DROP DEFAULT, ALTER COLUMN last_hash DROP DEFAULT,
            ALTER COLUMN created_at DROP DEFAULT, RESET (fillfactor);
        ALTER TABLE ledger_entries ALTER COLUMN created_at DROP DEFAULT;
        DELETE FROM installations;
"""


MODELS_STATE = (
    "eJztXe132jiX/1d0+DLdszSnTZN0nnR3zyEJ0zJNIAdIO30enuMIrIAmtuyx7FB2tv/76s"
    "oG/Aq2CcFQfWljWVc2vytf3Tdd/V0zLZ0Y/Kihm5TdceLUztHfNYZNIv5I3qyjGrbt5S1o"
    "cPHQkL0xdNM80U+24yF3HTxyxa0HbHAimnTCRw61XWoxIGggW/S1GJpOLMTpmHFEGXItZG"
    "KGxwS5hGHm8iPUfG1ianCEHYI8Rv/yCJpSd2J5LnLIGDs6EI0wJ0fwYN0aiSdTNt7iM/we"
    "mmuNiTuRqP3r36KZMp18J3x+aT9qD5QYegRUqsMAsl1zZ7Zsu7trXf0me8L7D7WRZXgmW/"
    "a2Z+JN2KK751H9CGjg3pgw4mCX6CGgmWcYAVvmTf4biwbX8cjiVfVlg04esGcAu2r/9eCx"
    "EXBJgke5AGlEjoLZMAQM4A3e/0/wtiFKTWt3+lqv2de0WoLh8FYx/gRNI4vBZKGCE4DVD3"
    "/cJUaytQYPuPzU6L56d/YfEhWLu2NH3pQI1n5IQuxin1TyYQn8yCEAk4bdJAOuxB2XmiSd"
    "CVHKGDP0gPRo/kcZpswbllxZfjNzcOfwbQHwmviBeocZs2A6rGBAv3XT7PUbN7fwOJPzvw"
    "yJX6PfhDvHsnUWa33l88sS4sAXFYtB0NdW/xOCS/TPTrsZ5+qiX/+fNXgn7LmWxqyphvXQ"
    "zJ23zlETPZdc92y9JNejlIrrVeH6HKMQ24O3X3KdgDBPMvxygp10Zi8IYnwWeO0jZ038XT"
    "MIG7sTcfnu+M0K1n5pdH2hevwmxq92cOvYv/cjgrBOuW3gmSavCwAdpztAvI9PT3PgLXpl"
    "4i3vRfG2MedTy9G1CeaTIoAnCEshHojanwhwxzIyJnaTeabEuiXeCQvVKIH5nLbKk7vW+d"
    "puds+RNRVvM2CNq5tW+xxJJX7A7npwywt0/sL8yCNvVoibpLShXBOmBH1K4ciFJcDGLEN9"
    "DtPFuDEUhNtix1ynflnl+KLTuY4s0Betfgzju5uLZvfVWwm96ERd2dxq92OAm8TFoEkn8f"
    "6912mngx2miatLdOSi/0OGsCW2BXnIahl61HAp40fw2F1YKYBRhBHzuf3qpvFHfNpfXncu"
    "4ioQDHARY4mBuasZ1lgY2cWV2QTxM+izFVsT9ld9TVotc4tzONOK+QsShBu4DvaHv2u8Au"
    "CLeXhc6RQYzpIo/2Y5hI7ZZzJLrPYxVNMcZXsJ7rJ1+YoOni7cWMn5JVAQv53464h4C9S+"
    "u76uSciHePQ4xULzXIP9wmUYW9gD8t8+d4mB5Q/6mZCPyANOOBfjbohSzx+lOjro5iDBPL"
    "OOrdD8isy85C3z2Iy3SE+wHjwbnjSfVJ5O3eYTkU9LesWXd+sr3eLQTyPQMadf/OvEQjrV"
    "0XSCXfA6Tyd0NEEOGQkrri6uCKsjzHT04FgmXDrkCLXFAxw0mmAmfkodMXkJDmyEESfiS3"
    "OTvvEtPWcg7Id7vwe/R5SLO6D3IesB3f898KfvQLzMoDYkD0LE+n/jB1eYIbUf9x+Q5Ywx"
    "o/8rJ7N8AZdgUzrmGXY9Bxvokcy4eE5/QhAonOCSRmOh5XME/vp7TsSkFZL6HokfNrJMk7"
    "r1hTd/jG2ufPjKh6+8uZVQh/P48Offc8rqR8ct5qZzPEwV4zdleczQiikK4nXFf6//cXz8"
    "7t374zfvzn49PXn//vTXN7+KvvKFk7fer/IWtD6C3R9hatIRgEdznSKvw3FJUWX3V0lX49"
    "s3eXxbolemc0veS2BsOdqj+IFlHY7RESrs4a1JP6Pm+xeXGQOB/1H73Pw2bxZr/IB9aXX7"
    "d41rv/2JOq6HDf9O71uv37w5R3wmljazGl5KnwsCUFIo9hQjO8CvZisRqOXsKegjSRAqH0"
    "ks9EG45Tkj4iNSYCYnCCssiUpO5dM8M/k0eyKfJubxArS0WZwD69Q5fABIb0VohG3LgoCn"
    "kB4e6FsJpYL9XhDsEIkCORfIgcelSMAuRFKNeB0872DidTpxIaO0CENCJNVgyEEFUKkNPg"
    "fRIYUn2ZIoSnV4wugkjyw6yRZFJwlJJDVrPA4843lxjlIdHs6nuTwHpys8B6dJz4EDPi7u"
    "FlYdw1SHB/WzOWkSgePssOY2A1GXDtGp2xiNLC89FhXtUF8VjhrJrhr2++beqQH62C8c2Q"
    "6xMdWRPwqvw2YKk44c63XQcoRuLBmHYcYMDWfIIPqYOEh81Q4lor/FCARlMJLu9kRIalsP"
    "kjGpITawjApRjtwJQdwzISiFDWNJdj8RHLn3Q2KWTRiaWIJDSIh/4jwR6E7dIwSBJ9dyBV"
    "iI2wZ1B4y652j+APTf/k1t7GAmviD0OrgW+pYjGIz+M7jG+p8eFx3uP4gHiMVX537AbYrp"
    "E3E4PM0n4QPmwhsB2xETP62ODGsKkTdoFT8nGFnFtVRcS8W19iauFciLYmGtEFGpqFYp/r"
    "7ZFnN3EtOaBLjmB31OoRAvh7hYqh3dwQ+uZlCTpgi5VeCnECs+lONDRC8pxoUEqeLBJjwI"
    "NLYyPAiRKh5swoO5/l2GCWFaxYVyXJCbEsol9yRIFQ824EH6nsILyrAzW4F/xo7C4cz1gw"
    "pb8VIPfxkMvr9588sODLyLwNG8MC2+NLoXrXaj+23hll7YF9ed9seLFMf0xbd+s5E3PpZt"
    "e2fHx7ZsgFcyeaGAny60R9z3+aTM+wIp9dfS7dQUQ8320LYukFYfna1J0DqM9C3xT86tMv"
    "1gkH2coGs3yYQ+zsj2mG6z1++2Lvux7TEb+YZbOjFtyxWTuet79Wsp/uFkp/oqHzFddNeC"
    "UEHunQvS5Wp6rp+8728MYGgx4GgGufvIxDo5932w4NGEJvB7UmZ7Lnqg8KcYZywgTtu1sJ"
    "VnKK+p8poqr+k+eE1lumyRcOeCQGXW5kySswGQgmn/EaIDRPosD9Bn2TifJYtaLFcsyGkv"
    "AnYK6QFCvp26LkHyQ3GbN075kmbvbsyubRm84hb8hAT62ZlxSwqVGBfhSNnEuIqktkhL0Q"
    "is7DTLJXx/tdES6pnTXOlPKF9sIK4jzIN8ClcYD49EVgq9pi65vr6BHAsTO49EP0LCyEWO"
    "Na1LCwNST4QxQsf+2pc0V7b0DGWuKHNFmStVNVcqIlzDzskU2RrzXWaLVj+3Tgs5TNfLVp"
    "BgUG8ZqkRQE7w1YrCgcAQktsn8PD8J0c+nWxRygFQ4LiQj1FsOujvId6JB8l1Cwm7tSZA0"
    "2AtCTHUU5N3wuswolL4kUARlXYoHagiMQJYLUe2GHwFVNGSLkOYg4MUqRRxXZeopIa6EeM"
    "WFeAUqUFSOwzsJUW9SGGGjkggvBH+tc9tsn8t08wH72G20++dI5lkNWL9zq93dijlq2Zpn"
    "DxgIro/N8yDfe8C6zd/u2lfnQfr4gH1ttL5AZQU/gxyqKvx+1+vfNGFIP2PFJDDup861oI"
    "LcdjFm47Z/14VBse16jhz1utnoNWFYgwhBPWDNP25b0IV8t6lD4ktwLl/O81dbMOe7HfJ/"
    "kUsa9T1ulD6r+QpTMfRjhIoFpVlgO+SJWh4vmT2VSq5qJG3MjVIJ/WnUihcb86J4kn+CVH"
    "GhLBeCqazJqo7FuJAgVcvEZit1CR5E6RQDSjMAivQYT6TsOp1KrqTSxtwovjYkSBUXynMB"
    "Njdv8E2kkCtubMyNMuZ0CrHiRFlOqHQglQ5UAcx3kA60rv7tirTOzWreVg17VaD2kNJofd"
    "gK1qYN0aiytHFRjXmxnOQlxeEVudpKPTEbzyBA5OOUCvT6kFt8jApDX+vdXfQuu63bfqvT"
    "PkfcGy7uDlin3dQgdHwOGSTaPCa/eyE+x9fjKZLlioyoiY0MB2eUMp6C4JMeBUNUhknPIW"
    "Wumpetm8a1QLN+Fjv7cFHiMAH0n9awoPReUijZHT9NdVpGxQ5RKfW6vHotk98KayJhqufM"
    "HasuB8qfI4iXtRejABc+RDBRy3E/4V27STo6v/Lsk36xvNkb+O+jY3l2LSVtNnS3viprVj"
    "ZpY+iYu8wmPEqvI8vRiZgGi3PT/NH93cwP1OHuvISl7Yil2pnV/RRTAjdcDsMbgARPK7C5"
    "jUeoRFaVyKoSWfchkdWz9ZJcj1IqrleF63OMQmxPHB8rFyFNXiW4nu09iVI9j9dvp/VbXi"
    "CcoFNuG3hWGOs43QH6WLeDd+jNEnD3yfeMwGWMrMIuqufQEvrNP/oRSZXYNByxK+fd4zuJ"
    "o8gLO8b1Mk7SWO8kXFK/3EyXJ1M+zd8lt4+wcdlvfWmeI596wIRFHrRQFhpxJ37BUoXPTG"
    "IONz5xfWkF3cjh9lA8ZVY/S9TmMyh73BAvKHgWtRwPBa2XscSDWbbSHl/OxFxWuRb6EPJt"
    "aJXE8swIJEc4QtfyGAZhI1sOdSnhcNx4YEB/QOQvDxsQPZDb/KXFDcTCRKYOonqKeb6th6"
    "QY6P8KQ1GbQ+4rIP9W1ruy3pUdVznrPfSJFrAtolTKsshnWQTiNiUPb8UGkiXJwdSjPn57"
    "8v7k13dnJ4vkx0XLqpzHlPxGri3V5ZgiZVkGwSxj1QjTxaOAgnBbuM6XkhcOAnY61xFpdN"
    "GKG2N3NxfN7qu3sTh2EvCwqlNsoU5Sqvjf6vhfTJfaMAZ4kIZCPRYATE6ySBDwstG7bFw1"
    "dxUD7IROe66lWB2R+ystjvC50QXO22MY6tXcx06dXhxeN8KGQZxfuH8m3IMldH23jvw5gL"
    "BpsbHoZnE4Ls4Natro6eftbetBKiiozAplVuyDWaGCgofG9TxBwZjAL2JRppAqszKfWVnU"
    "eD9gs30rGew/bViqd9e7bbavmleQx85tIp6oD9ht464HTTb2OFxfNa+bfWgINLXdha6STN"
    "OKb/BIEB5CJPcFvhKTuBiUwCTW2SW4wzSqCHdkkX+BItzRiOQzBCP3cPnYSQjy1rGeKBdv"
    "6r9ZwhEQuV9f5QiwQz1zOgI+WVNxy1mUCH+wDMOaclnTFuaBf6SRy+F4oyB5Nyg0C39anj"
    "u0viet/mcZFarj3gcTSLztPTKtJ8L945igLMBsXlNXnlw/f5TpcRdxIn4q9eviCgAYx/6H"
    "LcOW2B0wn/IDureGnDhPwsAIP2j5uiOyGHiKOYzLoJgv1DWEAr6ogaaW80gc+R8QIDxg8F"
    "MsodGj6YQaUOhX9vd/myx3WJe/f+qIkTmCSeR39xiEVgEWa8rQveyqudYjYffK36H8Hcry"
    "rYTlq/wdPyPXcyVBL5aQFOVpRZGbKN3LxXXfbovFO6luk7KSF2NDxgAHE2d/YX5g1yWm7a"
    "YYEtnFk0MkBwP7s6U3MPLd1QKISqwsKeTPsLxUzLOxv6tJUokI6f9FlPcYmaoT8CMFVY+5"
    "NKVC0eovKEaqvp4qfz18JszHMhp4hFDxuMo8xkJjY67GaWqNz9VsjtMqTleZ07pDH8oZ1F"
    "FKxeUqc9nA3NWI4xQ7fTtKpeJzueJzDgFvepkPKkqpPqgqf1Byb2Ex33+I5GUDAJW0HArE"
    "T5MhwigfkkzoMNK3xD85c7bLxlSrAP3aXO3QtMtTqWmjgGuPcJ6RdD2/VV8VZuV+p9yp1n"
    "B26GvK/LNBITgIhRB1CGVOZCBPhvzwaCSGRdJuh0Do2LL0D2iERxPC/fCgQ2wiD3ZOy7Le"
    "yjNUwFEFHFXoadcrfZ6Ao/ykS9S/jNKpCphhvhapgEltYJbokJEYmiH2IlSHZ7mc5ElvPs"
    "nObj5JJDd7nDiaWNXTCmFm4xylOjyct2IhSrMaEp5KLCVxWrWY7NNi4p/By0vwPUp5gFzf"
    "Ey7ncg445Ems/uVcQGFK5QKqMpexblKmyRWwYHnuOKHaob+mQvcCsCTMhTfoN2CwO35QZc"
    "/q8QLd8RlWpe350tuW4iGae+Gy3UOL7RN5fEOyOoHMaacMYSivtdz46Ce2W1Pm58nX0UhW"
    "bucye/xPa5hafXuzAWXOfeCL22iDvp/iHuTO/wI+J0u5lJRL6dD0wQO2AlQO+6FxPU8Oe2"
    "bEMNu7kh0xPIQ95GqP/h76rtQefbVHX3l4130llC9eO4H2uoKJIcIXrJi4aNnfkomqLkIV"
    "6iKEWTL0dGGMamCllV0xYkO84LIBB0KCYakXXTl+71xoFw25LCzGGLDLTrt3dyNPK9Xueu"
    "Ie8MYzJRWc6hnt0e98brZ70U4yoszLrCjvcp2QvOKA5ISAC9wbmjDGNd0SSKd45laeZ5o+"
    "gDrWNMyR5LGm/hSQoPkAJlHP3AKYSltqL2DFQH7u3YAmdh49G4AapUbDV87rJPHGc7qc+H"
    "qzg0VkPqff149zT2mHPFDD0LCZfgbnqm3FCdIDms0vvKU4gFJMW2pluCjWr9WJQSpsLdSu"
    "Gq3rb8JOw9SYDdjXZvMzXE4JeYTrm067/wkaTIu5E2NWDTtOJn/MZ3251JEItYovV8dfmH"
    "QTy23lpbmdpFbcrjK315Z0zQ7IrS/pqjIKYoE3K1YCfsOcgnhF+f2EeG1aQcpEK3z4d/oZ"
    "F+qUtpxn2j1Rx/WwoUGWwWZ4ffFHEpP8kLAqlLgS92dowcH22cDON5ath/dSjthYDriXS+"
    "vqyWjH6mduilm8HueBQFYiPyokyDIypaKibnXOlBYStQWOMcEmMvEMeZzIZCV/8PDphnGr"
    "KD9V6qGG872c4QN51HGGVdCk6kjlMP082Sz5jzNUB5RtpZJWdYoL7C2cK2y/9JIBhW2+Ay"
    "vEXs9ZNmCRPJ4hDZ4B2YO04uL4rjlCL48pvc0k/ZB1mKKARm3HbOUzbq3m0TtFX19bhBlY"
    "R0I7JDLjfVmJ/gh9JraLMJelF3qfGq+PT8/8PlzQcYINoqORZc/SNNRnH18l3iulVSmt+6"
    "C0quTg7SZfr6qVsSLLfVWljJJY77QyUxTps5McQJ+dZOIMt2LpvHIB0jgRsig1ZSK7KkmC"
    "tGRhkmq63lLzH7ZUl8TEHDZqP5KUU+az53qU6gDlykmepIeT7KSHZILQT7vjoCvWy26r/f"
    "EciW+VAg8GrPnHbasLmaV+PQgden3pfIaWoHRAXOPdTaZKhQpd7I+oqpI6lStnQWYUwcaX"
    "stlIIVrF6SpzmnuywKFVtNRFnE6dmaA8vcrTWy1P5PoCsamS4BmALZSCUs3vfy26cQm4Qc"
    "KULRQ+4g/2krk/ewL8Vk+SbRCHjia1FFd4cKe+yg2Ol33WOcCzYXhmN3PmrorUpSVlK0Uw"
    "LarrhXmWbUHZLuQncIcX204dIjlA038rLkX4qAogHHQ/QHTf5tqn/nbFPvW3yX3q4olu6h"
    "637C3TIZKX3zG9GwV0F2fGP/9i9uP/AWctQLI="
)
