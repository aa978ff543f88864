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
