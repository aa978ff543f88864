"""Grants and what they pay for, thresholds: kept in step by the ledger itself."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
-- ---------------------------------------------------------------- grants
-- What an account has before there are grants is one.
INSERT INTO credit_grants (id, created_at, account_id, source, amount, remaining, priority,
        effective_at, reason, posted_sequence)
    SELECT gen_random_uuid(), clock_timestamp(), id, 'allocation', balance, balance, 0,
        clock_timestamp(), 'Balance before grants were kept apart', last_sequence
    FROM credit_accounts WHERE balance > 0;

ALTER TABLE credit_grants
    ALTER COLUMN created_at SET DEFAULT clock_timestamp(),
    ALTER COLUMN remaining SET DEFAULT 0, ALTER COLUMN priority SET DEFAULT 0,
    ALTER COLUMN effective_at SET DEFAULT clock_timestamp(),
    ADD CONSTRAINT credit_grants_source_check CHECK (source IN ('allocation', 'promotion',
        'subscription_payment', 'one_time_payment', 'auto_refill', 'transfer', 'correction')),
    ADD CONSTRAINT credit_grants_amount_check CHECK (
        amount > 0 AND remaining BETWEEN 0 AND amount
        AND (remaining = 0 OR posted_sequence IS NOT NULL) AND coalesce(posted_sequence > 0, true)),
    ADD CONSTRAINT credit_grants_time_check CHECK (coalesce(expires_at > effective_at, true)),
    ADD CONSTRAINT credit_grants_payment_check CHECK (payment_usd IS NULL
        OR (payment_usd >= 0 AND source IN ('subscription_payment', 'one_time_payment'))),
    -- One that was voided may still pay for what was held before.
    ADD CONSTRAINT credit_grants_end_check CHECK (coalesce(ended_by IN ('expiry', 'void'), true)
        AND (ended_at IS NOT NULL)
            = (remaining = 0 AND (posted_sequence IS NOT NULL OR ended_by IS NOT NULL))),
    ADD CONSTRAINT credit_grants_posted_fkey FOREIGN KEY (account_id, posted_sequence)
        REFERENCES ledger_entries (account_id, sequence) DEFERRABLE INITIALLY DEFERRED,
    SET (fillfactor = 50);
CREATE INDEX credit_grants_created ON credit_grants (account_id, created_at, id);
-- In the order in which they are consumed; moving `remaining` touches no index.
CREATE INDEX credit_grants_open ON credit_grants
    (account_id, priority, expires_at, created_at, id)
    WHERE posted_sequence IS NOT NULL AND ended_at IS NULL;
CREATE INDEX credit_grants_scheduled ON credit_grants (effective_at)
    WHERE posted_sequence IS NULL AND ended_at IS NULL;
CREATE INDEX credit_grants_expiring ON credit_grants (expires_at)
    WHERE expires_at IS NOT NULL AND ended_at IS NULL;
CREATE INDEX credit_grants_voided ON credit_grants (account_id)
    WHERE ended_by IS NOT NULL AND ended_at IS NULL;

ALTER TABLE grant_consumptions
    ALTER COLUMN created_at SET DEFAULT clock_timestamp(),
    ADD CONSTRAINT grant_consumptions_amount_check CHECK (amount > 0),
    ADD CONSTRAINT grant_consumptions_entry_key UNIQUE (account_id, sequence, grant_id);
CREATE INDEX grant_consumptions_grant ON grant_consumptions (grant_id, sequence);

ALTER TABLE ledger_entries
    ADD CONSTRAINT ledger_entries_grant_fkey
        FOREIGN KEY (grant_id) REFERENCES credit_grants (id),
    DROP CONSTRAINT ledger_entries_kind_check,
    ADD CONSTRAINT ledger_entries_kind_check CHECK (kind IN ('open', 'grant', 'top_up', 'charge',
        'refund', 'waiver', 'adjustment', 'expiry', 'void',
        'hold', 'capture', 'release', 'expire')),
    DROP CONSTRAINT ledger_entries_shape_check,
    ADD CONSTRAINT ledger_entries_shape_check CHECK (CASE kind
        WHEN 'open' THEN true
        -- Of nothing: the promise of a grant that starts later.
        WHEN 'grant' THEN (amount > 0 OR (amount = 0 AND grant_id IS NOT NULL))
            AND held_change = 0
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
        WHEN 'expiry' THEN amount <= 0 AND held_change = 0 AND grant_id IS NOT NULL
        WHEN 'void' THEN amount <= 0 AND held_change = 0 AND grant_id IS NOT NULL
        ELSE false END),
    ADD CONSTRAINT ledger_entries_grant_check CHECK (
        grant_id IS NULL OR amount > 0 OR kind IN ('grant', 'expiry', 'void'));
CREATE UNIQUE INDEX ledger_entries_one_of_grant ON ledger_entries (grant_id) WHERE amount > 0;

-- What depth 0 is: somebody's own statement, not one of the ledger's triggers.
CREATE TRIGGER by_ledger_alone BEFORE UPDATE ON credit_grants
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_deletion BEFORE DELETE OR TRUNCATE ON credit_grants
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER by_ledger_alone BEFORE INSERT ON grant_consumptions
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON grant_consumptions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The account is locked first, as everywhere; and only terms can be said, no state.
CREATE FUNCTION begin_grant() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM credit_accounts WHERE id = NEW.account_id FOR NO KEY UPDATE;
    NEW.created_at := clock_timestamp();
    NEW.remaining := 0; NEW.posted_sequence := NULL; NEW.ended_at := NULL; NEW.ended_by := NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER begin_grant BEFORE INSERT ON credit_grants
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION begin_grant();

-- ---------------------------------------------------------------- what entries do to them
-- Rows from before there were grants keep their hash.
CREATE OR REPLACE FUNCTION ledger_entry_hash(entry ledger_entries, previous bytea) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(previous || convert_to((jsonb_build_array(
        entry.id, entry.account_id, entry.sequence, entry.kind, entry.amount, entry.held_change,
        entry.balance_after, entry.held_after, entry.resolves_sequence, entry.reverses_sequence,
        entry.idempotency_key, encode(entry.request_hash, 'hex'), entry.actor_kind,
        entry.actor_label, entry.actor_id, entry.reason, entry.payment_type, entry.payment_usd,
        entry.job_id,
        to_char(entry.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
    ) || CASE WHEN entry.grant_id IS NULL THEN '[]' ELSE jsonb_build_array(entry.grant_id) END
    )::text, 'UTF8'))
$$;

-- Every positive entry is a grant's; one that names none gets one.
CREATE FUNCTION make_grant(entry ledger_entries) RETURNS uuid LANGUAGE sql AS $$
    INSERT INTO credit_grants (id, account_id, source, amount, effective_at, reason, payment_usd)
    VALUES (gen_random_uuid(), entry.account_id, CASE
            WHEN entry.kind = 'grant' THEN 'allocation'
            WHEN entry.kind <> 'top_up' THEN 'correction'
            WHEN entry.payment_type = 'subscription' THEN 'subscription_payment'
            ELSE 'one_time_payment' END,
        entry.amount, entry.created_at, entry.reason, entry.payment_usd)
    RETURNING id
$$;

-- It may be spent from now on, less what pays back a balance below zero.
CREATE FUNCTION begin_spending(entry ledger_entries) RETURNS void LANGUAGE plpgsql AS $$
DECLARE repaid bigint := least(entry.amount, greatest(-entry.previous_balance, 0));
BEGIN
    UPDATE credit_grants SET posted_sequence = entry.sequence, remaining = amount - repaid,
            ended_at = CASE WHEN repaid = amount THEN entry.created_at END
        WHERE id = entry.grant_id AND account_id = entry.account_id AND amount = entry.amount
        AND posted_sequence IS NULL AND ended_by IS NULL AND effective_at <= entry.created_at;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'not a grant that begins with this entry' USING ERRCODE = 'LC021';
    END IF;
    IF repaid > 0 THEN
        INSERT INTO grant_consumptions (id, account_id, sequence, grant_id, amount)
            VALUES (entry.id, entry.account_id, entry.sequence, entry.grant_id, repaid);
    END IF;
END $$;

-- Those past their end are the last, for what was held before. What no grant covers is overdraft.
CREATE FUNCTION spend_grants(entry ledger_entries) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    need bigint := least(-entry.amount, greatest(entry.previous_balance, 0));
    next_id uuid := entry.id;
    past_end boolean := false;
    paying uuid;
    has bigint;
BEGIN
    WHILE need > 0 LOOP
        SELECT id, remaining INTO paying, has FROM credit_grants
            WHERE account_id = entry.account_id
                AND posted_sequence IS NOT NULL AND ended_at IS NULL
                AND (ended_by IS NOT NULL OR coalesce(expires_at <= entry.created_at, false))
                    = past_end
            ORDER BY priority, expires_at, created_at, id LIMIT 1;
        IF FOUND THEN
            UPDATE credit_grants SET remaining = has - least(has, need),
                    ended_at = CASE WHEN has <= need THEN entry.created_at END
                WHERE id = paying;
            INSERT INTO grant_consumptions (id, account_id, sequence, grant_id, amount)
                VALUES (next_id, entry.account_id, entry.sequence, paying, least(has, need));
            need := need - least(has, need);
            next_id := gen_random_uuid();
        ELSIF past_end THEN
            EXIT;
        ELSE
            past_end := true;
        END IF;
    END LOOP;
END $$;

-- How much leaves with the end of a grant: what is left of it, as far as nothing holds it.
CREATE FUNCTION ending_amount(entry ledger_entries, available bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    ending credit_grants;
    part bigint;
BEGIN
    SELECT * INTO ending FROM credit_grants
        WHERE id = entry.grant_id AND account_id = entry.account_id;
    part := least(ending.remaining, greatest(available, 0));
    IF NOT FOUND
        OR (ending.ended_by IS NOT NULL AND (ending.ended_by <> entry.kind OR part = 0))
        OR (entry.kind = 'expiry' AND (coalesce(ending.expires_at > clock_timestamp(), true)
            OR (ending.posted_sequence IS NOT NULL AND part = 0)))
    THEN
        RAISE EXCEPTION 'this grant does not end so' USING ERRCODE = 'LC020';
    END IF;
    RETURN part;
END $$;

CREATE FUNCTION end_grant(entry ledger_entries) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE credit_grants SET remaining = remaining + entry.amount, ended_by = entry.kind,
            ended_at = CASE WHEN remaining + entry.amount = 0
                THEN coalesce(ended_at, entry.created_at) END
        WHERE id = entry.grant_id;
    IF entry.amount < 0 THEN
        INSERT INTO grant_consumptions (id, account_id, sequence, grant_id, amount)
            VALUES (entry.id, entry.account_id, entry.sequence, entry.grant_id, -entry.amount);
    END IF;
END $$;

-- Those whose level is passed, up or down, are looked at when the transaction commits.
CREATE FUNCTION touch_thresholds(entry ledger_entries) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    before bigint := entry.previous_balance - entry.previous_held;
    now bigint := entry.balance_after - entry.held_after;
BEGIN
    -- Looked for first: most entries pass none, and an UPDATE of no rows is dear.
    IF EXISTS (SELECT 1 FROM balance_thresholds WHERE account_id = entry.account_id
            AND credits > least(before, now) AND credits <= greatest(before, now)) THEN
        UPDATE balance_thresholds SET is_armed = is_armed WHERE account_id = entry.account_id
            AND credits > least(before, now) AND credits <= greatest(before, now);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION post_ledger_entry() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE account credit_accounts;
BEGIN
    IF NEW.kind = 'open' THEN
        NEW.sequence := 0; NEW.balance_after := 0; NEW.held_after := 0;
        NEW.created_at := clock_timestamp();
        NEW.row_hash := ledger_entry_hash(NEW, '\\x00');
        RETURN NEW;
    END IF;
    SELECT * INTO account FROM credit_accounts WHERE id = NEW.account_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such account' USING ERRCODE = 'LC002';
    END IF;
    -- A repeated request finds its first answer, even when the balance is too low by now.
    IF EXISTS (SELECT 1 FROM ledger_entries
               WHERE account_id = NEW.account_id AND idempotency_key = NEW.idempotency_key) THEN
        RAISE EXCEPTION 'replay' USING ERRCODE = '23505',
            CONSTRAINT = 'ledger_entries_idempotency_key';
    END IF;
    IF NEW.kind IN ('expiry', 'void') THEN
        NEW.amount := -ending_amount(NEW, account.balance - account.held);
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
    IF NEW.amount > 0 AND NEW.grant_id IS NULL THEN
        NEW.grant_id := make_grant(NEW);
    END IF;
    IF NEW.sequence = 1 THEN
        SELECT row_hash INTO account.last_hash FROM ledger_entries
            WHERE account_id = NEW.account_id AND sequence = 0;
    END IF;
    NEW.row_hash := ledger_entry_hash(NEW, account.last_hash);
    UPDATE credit_accounts SET
        balance = NEW.balance_after,
        held = NEW.held_after,
        total_granted = total_granted
            + CASE WHEN NEW.kind IN ('grant', 'top_up', 'expiry', 'void')
                THEN NEW.amount ELSE 0 END,
        total_charged = total_charged
            - CASE WHEN NEW.kind IN ('charge', 'capture', 'refund', 'waiver')
                THEN NEW.amount ELSE 0 END,
        total_adjusted = total_adjusted
            + CASE WHEN NEW.kind = 'adjustment' THEN NEW.amount ELSE 0 END,
        last_sequence = NEW.sequence,
        last_hash = NEW.row_hash
    WHERE id = NEW.account_id;
    IF NEW.amount > 0 THEN
        PERFORM begin_spending(NEW);
    ELSIF NEW.kind IN ('expiry', 'void') THEN
        PERFORM end_grant(NEW);
    ELSIF NEW.amount < 0 THEN
        PERFORM spend_grants(NEW);
    ELSIF NEW.kind = 'grant' AND NOT EXISTS (SELECT 1 FROM credit_grants
            WHERE id = NEW.grant_id AND account_id = NEW.account_id
            AND posted_sequence IS NULL AND ended_by IS NULL) THEN
        RAISE EXCEPTION 'not a grant that is still to begin' USING ERRCODE = 'LC021';
    END IF;
    IF NEW.amount <> NEW.held_change THEN
        PERFORM touch_thresholds(NEW);
    END IF;
    RETURN NEW;
END $$;

-- ---------------------------------------------------------------- thresholds
ALTER TABLE balance_thresholds
    ALTER COLUMN created_at SET DEFAULT clock_timestamp(),
    ALTER COLUMN is_armed SET DEFAULT true,
    ADD CONSTRAINT balance_thresholds_credits_check CHECK (credits > 0);
ALTER TABLE balance_alerts
    ALTER COLUMN created_at SET DEFAULT clock_timestamp(),
    ADD CONSTRAINT balance_alerts_credits_check CHECK (credits > 0 AND available < credits),
    ADD CONSTRAINT balance_alerts_entry_fkey FOREIGN KEY (account_id, sequence)
        REFERENCES ledger_entries (account_id, sequence);

-- Armed is a threshold that is not above what is available, at every commit.
CREATE FUNCTION begin_threshold() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE account credit_accounts;
BEGIN
    SELECT * INTO account FROM credit_accounts
        WHERE id = coalesce(NEW.account_id, OLD.account_id) FOR NO KEY UPDATE;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF (SELECT count(*) FROM balance_thresholds WHERE account_id = NEW.account_id) >= 10 THEN
        RAISE EXCEPTION 'an account has ten thresholds at most' USING ERRCODE = 'LC022';
    END IF;
    NEW.created_at := clock_timestamp();
    NEW.is_armed := account.balance - account.held >= NEW.credits;
    NEW.last_fired_at := NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER begin_threshold BEFORE INSERT OR DELETE ON balance_thresholds
    FOR EACH ROW EXECUTE FUNCTION begin_threshold();
CREATE TRIGGER by_ledger_alone BEFORE UPDATE ON balance_thresholds
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER by_ledger_alone BEFORE INSERT ON balance_alerts
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON balance_alerts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- When the transaction commits: a hold that is let go and taken anew crosses nothing.
CREATE FUNCTION watch_threshold() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    WITH turned AS (
        UPDATE balance_thresholds t SET is_armed = NOT t.is_armed,
            last_fired_at = CASE WHEN t.is_armed THEN clock_timestamp() ELSE t.last_fired_at END
        FROM credit_accounts a
        WHERE t.id = NEW.id AND a.id = t.account_id
            AND t.is_armed <> (a.balance - a.held >= t.credits)
        RETURNING t.*, a.last_sequence, a.balance - a.held AS available
    )
    INSERT INTO balance_alerts (id, account_id, credits, sequence, available)
        SELECT gen_random_uuid(), account_id, credits, last_sequence, available
        FROM turned WHERE NOT is_armed;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER watch_threshold AFTER UPDATE ON balance_thresholds
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.is_armed = OLD.is_armed)
    EXECUTE FUNCTION watch_threshold();

-- ---------------------------------------------------------------- refills
ALTER TABLE teams
    ADD CONSTRAINT teams_refill_max_balance_check CHECK (coalesce(refill_max_balance > 0, true));
CREATE INDEX teams_refill_due ON teams (next_refill_at) WHERE next_refill_at IS NOT NULL;

-- ---------------------------------------------------------------- the server's role
GRANT SELECT ON credit_grants, grant_consumptions, balance_thresholds, balance_alerts
    TO saas_litellm_app;
GRANT INSERT (id, account_id, source, amount, priority, effective_at, expires_at, reason,
    payment_usd) ON credit_grants TO saas_litellm_app;
GRANT INSERT (id, account_id, credits), DELETE ON balance_thresholds TO saas_litellm_app;
"""


# Of a ledger in which nothing has expired or was voided: entries are never removed.
async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
REVOKE ALL ON credit_grants, grant_consumptions, balance_thresholds, balance_alerts
    FROM saas_litellm_app;
DROP INDEX teams_refill_due;
ALTER TABLE teams DROP CONSTRAINT teams_refill_max_balance_check;

DROP FUNCTION watch_threshold() CASCADE;
DROP FUNCTION begin_threshold() CASCADE;
DROP TRIGGER by_ledger_alone ON balance_thresholds;
DROP TRIGGER by_ledger_alone ON balance_alerts;
DROP TRIGGER append_only ON balance_alerts;
ALTER TABLE balance_alerts
    ALTER COLUMN created_at DROP DEFAULT,
    DROP CONSTRAINT balance_alerts_credits_check,
    DROP CONSTRAINT balance_alerts_entry_fkey;
ALTER TABLE balance_thresholds
    ALTER COLUMN created_at DROP DEFAULT, ALTER COLUMN is_armed DROP DEFAULT,
    DROP CONSTRAINT balance_thresholds_credits_check;

CREATE OR REPLACE FUNCTION ledger_entry_hash(entry ledger_entries, previous bytea) RETURNS bytea
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
CREATE OR REPLACE FUNCTION post_ledger_entry() RETURNS trigger LANGUAGE plpgsql
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
DROP FUNCTION touch_thresholds(ledger_entries);
DROP FUNCTION end_grant(ledger_entries);
DROP FUNCTION ending_amount(ledger_entries, bigint);
DROP FUNCTION spend_grants(ledger_entries);
DROP FUNCTION begin_spending(ledger_entries);
DROP FUNCTION make_grant(ledger_entries);
DROP FUNCTION begin_grant() CASCADE;
DROP TRIGGER append_only ON grant_consumptions;
DROP TRIGGER by_ledger_alone ON grant_consumptions;
DROP TRIGGER no_deletion ON credit_grants;
DROP TRIGGER by_ledger_alone ON credit_grants;

DROP INDEX ledger_entries_one_of_grant;
ALTER TABLE ledger_entries
    DROP CONSTRAINT ledger_entries_grant_fkey,
    DROP CONSTRAINT ledger_entries_grant_check,
    DROP CONSTRAINT ledger_entries_kind_check,
    ADD CONSTRAINT ledger_entries_kind_check CHECK (kind IN ('open', 'grant', 'top_up', 'charge',
        'refund', 'waiver', 'adjustment', 'hold', 'capture', 'release', 'expire')),
    DROP CONSTRAINT ledger_entries_shape_check,
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
        ELSE false END);
DROP INDEX grant_consumptions_grant;
ALTER TABLE grant_consumptions
    ALTER COLUMN created_at DROP DEFAULT,
    DROP CONSTRAINT grant_consumptions_entry_key,
    DROP CONSTRAINT grant_consumptions_amount_check;
DROP INDEX credit_grants_created;
DROP INDEX credit_grants_open;
DROP INDEX credit_grants_scheduled;
DROP INDEX credit_grants_expiring;
DROP INDEX credit_grants_voided;
ALTER TABLE credit_grants
    DROP CONSTRAINT credit_grants_posted_fkey,
    DROP CONSTRAINT credit_grants_source_check,
    DROP CONSTRAINT credit_grants_amount_check,
    DROP CONSTRAINT credit_grants_time_check,
    DROP CONSTRAINT credit_grants_payment_check,
    DROP CONSTRAINT credit_grants_end_check,
    ALTER COLUMN created_at DROP DEFAULT, ALTER COLUMN remaining DROP DEFAULT,
    ALTER COLUMN priority DROP DEFAULT, ALTER COLUMN effective_at DROP DEFAULT,
    RESET (fillfactor);
DELETE FROM balance_alerts;
DELETE FROM balance_thresholds;
DELETE FROM grant_consumptions;
DELETE FROM credit_grants;
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
