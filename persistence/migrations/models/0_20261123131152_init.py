from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE "admin_users" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "email" VARCHAR(320) NOT NULL,
    "display_name" VARCHAR(255) NOT NULL,
    "password_hash" VARCHAR(255),
    "role" VARCHAR(20) NOT NULL,
    "is_active" BOOL NOT NULL,
    "metadata" JSONB NOT NULL,
    "last_login_at" TIMESTAMPTZ,
    "created_by_id" UUID REFERENCES "admin_users" ("id") ON DELETE SET NULL
);
COMMENT ON COLUMN "admin_users"."role" IS 'OWNER: owner\nADMIN: admin\nUSER: user';
COMMENT ON TABLE "admin_users" IS 'A person who signs in to manage tenants. E-mails are unique without regard to case.';
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "sequence" BIGINT,
    "action" VARCHAR(100) NOT NULL,
    "actor_kind" VARCHAR(20),
    "actor_label" VARCHAR(320) NOT NULL,
    "admin_user_id" UUID,
    "resource_type" VARCHAR(50),
    "resource_id" VARCHAR(320),
    "organization_id" VARCHAR(255),
    "team_id" VARCHAR(255),
    "changes" JSONB NOT NULL,
    "details" JSONB NOT NULL,
    "ip_address" VARCHAR(45),
    "user_agent" VARCHAR(500),
    "request_id" VARCHAR(100)
);
COMMENT ON COLUMN "audit_events"."actor_kind" IS 'ADMIN_USER: admin_user\nADMIN_KEY: admin_key\nVIRTUAL_KEY: virtual_key\nSYSTEM: system';
COMMENT ON TABLE "audit_events" IS 'Who did what to which record, when, and from where. Never changed, never with a secret.';
CREATE TABLE "idempotent_requests" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "actor" VARCHAR(320) NOT NULL,
    "operation" VARCHAR(60) NOT NULL,
    "idempotency_key" VARCHAR(255) NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "result" JSONB NOT NULL
);
COMMENT ON TABLE "idempotent_requests" IS 'What a mutation with an idempotency key made: the same key and input find it again.';
CREATE TABLE "installations" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "installations" IS 'This database, as what it makes in LiteLLM is marked. One row, made by a migration.';
CREATE TABLE "model_groups" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "group_name" VARCHAR(255) NOT NULL UNIQUE,
    "display_name" VARCHAR(255) NOT NULL,
    "description" TEXT,
    "status" VARCHAR(20) NOT NULL
);
COMMENT ON COLUMN "model_groups"."status" IS 'ACTIVE: active\nINACTIVE: inactive';
COMMENT ON TABLE "model_groups" IS 'A named, ordered list of models: the first is the primary, the rest its fallbacks.';
CREATE TABLE "model_group_members" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "model_name" VARCHAR(255) NOT NULL,
    "priority" INT NOT NULL,
    "is_active" BOOL NOT NULL,
    "model_group_id" UUID NOT NULL REFERENCES "model_groups" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_model_group_model_g_28724d" UNIQUE ("model_group_id", "model_name")
);
COMMENT ON TABLE "model_group_members" IS 'One model of a group. Lower priorities come first; equal ones in order of their ids.';
CREATE TABLE "organizations" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "organization_id" VARCHAR(255) NOT NULL,
    "name" VARCHAR(500) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "status_reason" VARCHAR(500),
    "metadata" JSONB NOT NULL
);
COMMENT ON COLUMN "organizations"."status" IS 'ACTIVE: active\nSUSPENDED: suspended\nPAUSED: paused\nDELETED: deleted';
COMMENT ON TABLE "organizations" IS 'A tenant. `organization_id` is the caller''s name for it, unique among those not deleted.';
CREATE TABLE "sessions" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "ip_address" VARCHAR(45),
    "user_agent" VARCHAR(500),
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "revoked_at" TIMESTAMPTZ,
    "admin_user_id" UUID NOT NULL REFERENCES "admin_users" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "sessions" IS 'A sign-in. The row decides whether its access token is good; caches only repeat it.';
CREATE TABLE "teams" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "team_id" VARCHAR(255) NOT NULL,
    "name" VARCHAR(500) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "status_reason" VARCHAR(500),
    "is_default" BOOL NOT NULL,
    "metadata" JSONB NOT NULL,
    "budget_mode" VARCHAR(30) NOT NULL,
    "credits_per_dollar" DECIMAL(20,6),
    "tokens_per_credit" INT,
    "markup_percent" DECIMAL(7,2) NOT NULL,
    "refill_amount" BIGINT,
    "refill_period" VARCHAR(20),
    "last_refill_at" TIMESTAMPTZ,
    "next_refill_at" TIMESTAMPTZ,
    "organization_id" UUID NOT NULL REFERENCES "organizations" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "teams"."status" IS 'ACTIVE: active\nSUSPENDED: suspended\nPAUSED: paused\nDELETED: deleted';
COMMENT ON COLUMN "teams"."budget_mode" IS 'JOB_BASED: job_based\nCONSUMPTION_USD: consumption_usd\nCONSUMPTION_TOKENS: consumption_tokens';
COMMENT ON COLUMN "teams"."refill_period" IS 'DAILY: daily\nWEEKLY: weekly\nMONTHLY: monthly';
COMMENT ON TABLE "teams" IS 'A group within an organization that owns keys, credits and jobs.';
CREATE TABLE "credit_accounts" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "balance" BIGINT NOT NULL,
    "held" BIGINT NOT NULL,
    "overdraft_limit" BIGINT NOT NULL,
    "total_granted" BIGINT NOT NULL,
    "total_charged" BIGINT NOT NULL,
    "total_adjusted" BIGINT NOT NULL,
    "last_sequence" BIGINT NOT NULL,
    "last_hash" BYTEA NOT NULL,
    "team_id" UUID NOT NULL UNIQUE REFERENCES "teams" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "credit_accounts" IS 'A team''s prepaid credits, in micro-credits. Moves only by ledger entries, one at a time.';
CREATE TABLE "ledger_entries" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "sequence" BIGINT NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "amount" BIGINT NOT NULL,
    "held_change" BIGINT NOT NULL,
    "previous_sequence" BIGINT,
    "previous_balance" BIGINT,
    "previous_held" BIGINT,
    "balance_after" BIGINT NOT NULL,
    "held_after" BIGINT NOT NULL,
    "resolves_sequence" BIGINT,
    "resolves_held" BIGINT,
    "reverses_sequence" BIGINT,
    "reverses_amount" BIGINT,
    "idempotency_key" VARCHAR(255) NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "actor_kind" VARCHAR(20) NOT NULL,
    "actor_label" VARCHAR(320) NOT NULL,
    "actor_id" UUID,
    "reason" VARCHAR(500),
    "payment_type" VARCHAR(20),
    "payment_usd" DECIMAL(20,6),
    "job_id" UUID,
    "row_hash" BYTEA NOT NULL,
    "account_id" UUID NOT NULL REFERENCES "credit_accounts" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "ledger_entries"."kind" IS 'OPEN: open\nGRANT: grant\nTOP_UP: top_up\nCHARGE: charge\nREFUND: refund\nWAIVER: waiver\nADJUSTMENT: adjustment\nHOLD: hold\nCAPTURE: capture\nRELEASE: release\nEXPIRE: expire';
COMMENT ON COLUMN "ledger_entries"."payment_type" IS 'SUBSCRIPTION: subscription\nONE_TIME: one_time';
COMMENT ON TABLE "ledger_entries" IS 'One signed, immutable change of one account. The database refuses to change or delete it.';
CREATE TABLE "provisionings" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "generation" BIGINT NOT NULL,
    "observed_generation" BIGINT NOT NULL,
    "attempts" INT NOT NULL,
    "next_attempt_at" TIMESTAMPTZ,
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ,
    "synced_at" TIMESTAMPTZ,
    "absent_since" TIMESTAMPTZ,
    "drifted_at" TIMESTAMPTZ,
    "last_error" VARCHAR(500),
    "removed_at" TIMESTAMPTZ,
    "team_id" UUID NOT NULL UNIQUE REFERENCES "teams" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "provisionings" IS 'How far LiteLLM follows one team and its keys: the row is the outbox.';
CREATE TABLE "team_model_groups" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "model_group_id" UUID NOT NULL REFERENCES "model_groups" ("id") ON DELETE RESTRICT,
    "team_id" UUID NOT NULL REFERENCES "teams" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_team_model__team_id_42bece" UNIQUE ("team_id", "model_group_id")
);
COMMENT ON TABLE "team_model_groups" IS 'A team may use the models of a group.';
CREATE TABLE "virtual_keys" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "name" VARCHAR(255) NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "sealed_secret" BYTEA,
    "masked_key" VARCHAR(40) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "expires_at" TIMESTAMPTZ,
    "last_used_at" TIMESTAMPTZ,
    "successor_id" UUID REFERENCES "virtual_keys" ("id") ON DELETE RESTRICT,
    "team_id" UUID NOT NULL REFERENCES "teams" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "virtual_keys"."status" IS 'ACTIVE: active\nRETIRING: retiring\nEXPIRED: expired\nREVOKED: revoked';
COMMENT ON TABLE "virtual_keys" IS 'A key of a team, here and at LiteLLM. Kept as its SHA-256 and as a sealed copy.';
CREATE TABLE "aerich" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "version" VARCHAR(255) NOT NULL,
    "app" VARCHAR(100) NOT NULL,
    "content" JSONB NOT NULL
);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
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
