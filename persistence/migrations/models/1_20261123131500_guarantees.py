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
