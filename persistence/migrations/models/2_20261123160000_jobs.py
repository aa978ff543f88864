from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "balance_alerts" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "account_id" UUID NOT NULL,
    "credits" BIGINT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "available" BIGINT NOT NULL,
    CONSTRAINT "uid_balance_ale_account_be0cad" UNIQUE ("account_id", "credits", "sequence")
);
COMMENT ON TABLE "balance_alerts" IS 'One firing of a threshold. Append-only, written by the database.';
        CREATE TABLE IF NOT EXISTS "llm_call_contents" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "request" JSONB NOT NULL,
    "response" JSONB
);
COMMENT ON TABLE "llm_call_contents" IS 'What was sent and what was answered, kept apart and for as long as the operator decides.';
        CREATE TABLE IF NOT EXISTS "model_access_groups" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "group_name" VARCHAR(255) NOT NULL UNIQUE,
    "display_name" VARCHAR(255) NOT NULL,
    "description" TEXT,
    "status" VARCHAR(20) NOT NULL
);
COMMENT ON COLUMN "model_access_groups"."status" IS 'ACTIVE: active\nINACTIVE: inactive';
COMMENT ON TABLE "model_access_groups" IS 'A set of aliases that teams are given access to. An alias in none is reachable by nobody.';
        CREATE TABLE IF NOT EXISTS "model_aliases" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "alias" VARCHAR(255) NOT NULL UNIQUE,
    "display_name" VARCHAR(255) NOT NULL,
    "description" TEXT,
    "provider" VARCHAR(50) NOT NULL,
    "actual_model" VARCHAR(255) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "input_price" DECIMAL(20,8),
    "output_price" DECIMAL(20,8),
    "cached_price" DECIMAL(20,8)
);
COMMENT ON COLUMN "model_aliases"."status" IS 'ACTIVE: active\nINACTIVE: inactive';
COMMENT ON TABLE "model_aliases" IS 'A name that a model is called by, here and at LiteLLM. Prices: dollars per million tokens.';
        CREATE TABLE IF NOT EXISTS "proxy_spends" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "request_id" VARCHAR(255) NOT NULL UNIQUE,
    "team_id" UUID,
    "call_ref" VARCHAR(64) UNIQUE,
    "spend" DECIMAL(20,10) NOT NULL,
    "logged_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "proxy_spends" IS 'A row of LiteLLM''s spend log that was dealt with; `call_ref` names the attempt at a call';
        CREATE TABLE IF NOT EXISTS "balance_thresholds" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "credits" BIGINT NOT NULL,
    "is_armed" BOOL NOT NULL,
    "last_fired_at" TIMESTAMPTZ,
    "account_id" UUID NOT NULL REFERENCES "credit_accounts" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_balance_thr_account_283d01" UNIQUE ("account_id", "credits")
);
COMMENT ON TABLE "balance_thresholds" IS 'A level of available micro-credits that fires once when it is crossed downwards, and is';
        CREATE TABLE IF NOT EXISTS "credit_grants" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "source" VARCHAR(30) NOT NULL,
    "amount" BIGINT NOT NULL,
    "remaining" BIGINT NOT NULL,
    "priority" INT NOT NULL,
    "effective_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ,
    "reason" VARCHAR(500),
    "payment_usd" DECIMAL(20,6),
    "posted_sequence" BIGINT,
    "ended_at" TIMESTAMPTZ,
    "ended_by" VARCHAR(10),
    "account_id" UUID NOT NULL REFERENCES "credit_accounts" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "credit_grants"."source" IS 'ALLOCATION: allocation\nPROMOTION: promotion\nSUBSCRIPTION_PAYMENT: subscription_payment\nONE_TIME_PAYMENT: one_time_payment\nAUTO_REFILL: auto_refill\nTRANSFER: transfer\nCORRECTION: correction';
COMMENT ON COLUMN "credit_grants"."ended_by" IS 'EXPIRY: expiry\nVOID: void';
COMMENT ON TABLE "credit_grants" IS 'Credits given at one time under one set of terms, in micro-credits.';
        CREATE TABLE IF NOT EXISTS "grant_consumptions" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "account_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "amount" BIGINT NOT NULL,
    "grant_id" UUID NOT NULL REFERENCES "credit_grants" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "grant_consumptions" IS 'The part of a ledger entry that a grant paid for. Append-only, written by the database.';
        CREATE TABLE IF NOT EXISTS "jobs" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,
    "cached_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "is_estimated" BOOL NOT NULL,
    "input_cost" DECIMAL(20,8) NOT NULL,
    "output_cost" DECIMAL(20,8) NOT NULL,
    "client_cost" DECIMAL(20,8) NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "virtual_key_id" UUID,
    "job_type" VARCHAR(100) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "is_single_call" BOOL NOT NULL,
    "end_user_id" VARCHAR(255),
    "external_task_id" VARCHAR(255),
    "metadata" JSONB NOT NULL,
    "error_message" VARCHAR(1000),
    "requested_models" JSONB NOT NULL,
    "max_credits" BIGINT,
    "max_calls" INT,
    "lease_until" TIMESTAMPTZ NOT NULL,
    "started_at" TIMESTAMPTZ,
    "completed_at" TIMESTAMPTZ,
    "hold_id" UUID,
    "held" BIGINT NOT NULL,
    "charge_status" VARCHAR(20) NOT NULL,
    "charge_id" UUID,
    "charged" BIGINT NOT NULL,
    "unbilled" BIGINT NOT NULL,
    "calls_count" INT NOT NULL,
    "calls_succeeded" INT NOT NULL,
    "calls_failed" INT NOT NULL,
    "expected_cost" DECIMAL(20,8) NOT NULL,
    "expected_tokens" BIGINT NOT NULL,
    "latency_ms" BIGINT NOT NULL,
    "organization_id" UUID NOT NULL REFERENCES "organizations" ("id") ON DELETE RESTRICT,
    "team_id" UUID NOT NULL REFERENCES "teams" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "jobs"."status" IS 'PENDING: pending\nIN_PROGRESS: in_progress\nCOMPLETED: completed\nFAILED: failed\nCANCELLED: cancelled';
COMMENT ON COLUMN "jobs"."charge_status" IS 'NOT_DUE: not_due\nCHARGED: charged\nWAIVED: waived\nUNDERPAID: underpaid';
COMMENT ON TABLE "jobs" IS 'A unit of work of a team: model calls that are charged once, when it is completed.';
        CREATE TABLE IF NOT EXISTS "llm_calls" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,
    "cached_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "is_estimated" BOOL NOT NULL,
    "input_cost" DECIMAL(20,8) NOT NULL,
    "output_cost" DECIMAL(20,8) NOT NULL,
    "client_cost" DECIMAL(20,8) NOT NULL,
    "team_id" UUID NOT NULL,
    "virtual_key_id" UUID,
    "status" VARCHAR(20) NOT NULL,
    "is_direct" BOOL NOT NULL,
    "idempotency_key" VARCHAR(255),
    "request_hash" BYTEA,
    "run" INT NOT NULL,
    "lease_until" TIMESTAMPTZ,
    "purpose" VARCHAR(255),
    "requested_model" VARCHAR(255) NOT NULL,
    "resolved_model" VARCHAR(255),
    "used_model" VARCHAR(255),
    "provider" VARCHAR(50),
    "attempts" JSONB NOT NULL,
    "expected_cost" DECIMAL(20,8) NOT NULL,
    "expected_tokens" BIGINT NOT NULL,
    "input_price" DECIMAL(20,8),
    "output_price" DECIMAL(20,8),
    "cached_price" DECIMAL(20,8),
    "latency_ms" INT,
    "finish_reason" VARCHAR(50),
    "error" VARCHAR(1000),
    "litellm_call_id" VARCHAR(64),
    "finished_at" TIMESTAMPTZ,
    "job_id" UUID NOT NULL REFERENCES "jobs" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "llm_calls"."status" IS 'RUNNING: running\nSUCCEEDED: succeeded\nFAILED: failed';
COMMENT ON TABLE "llm_calls" IS 'One call to a model within a job. `latency_ms` of a call that was answered; prices per';
        CREATE TABLE IF NOT EXISTS "model_access_group_aliases" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "access_group_id" UUID NOT NULL REFERENCES "model_access_groups" ("id") ON DELETE CASCADE,
    "alias_id" UUID NOT NULL REFERENCES "model_aliases" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_model_acces_access__5c7dfb" UNIQUE ("access_group_id", "alias_id")
);
        CREATE TABLE IF NOT EXISTS "team_access_groups" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "access_group_id" UUID NOT NULL REFERENCES "model_access_groups" ("id") ON DELETE RESTRICT,
    "team_id" UUID NOT NULL REFERENCES "teams" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_team_access_team_id_a446e2" UNIQUE ("team_id", "access_group_id")
);
        ALTER TABLE "ledger_entries" ADD "grant_id" UUID;
        COMMENT ON COLUMN "ledger_entries"."kind" IS 'OPEN: open\nGRANT: grant\nTOP_UP: top_up\nCHARGE: charge\nREFUND: refund\nWAIVER: waiver\nADJUSTMENT: adjustment\nEXPIRY: expiry\nVOID: void\nHOLD: hold\nCAPTURE: capture\nRELEASE: release\nEXPIRE: expire';
        ALTER TABLE "organizations" ADD "failed_call_policy" VARCHAR(30) NOT NULL DEFAULT 'free_if_all_failed';
        ALTER TABLE "provisionings" ADD "allowance_usd" DECIMAL(20,6);
        ALTER TABLE "teams" ADD "refill_rolls_over" BOOL NOT NULL DEFAULT True;
        ALTER TABLE "teams" ADD "refill_max_balance" BIGINT;
        ALTER TABLE "teams" ADD "failed_call_policy" VARCHAR(30);
        COMMENT ON COLUMN organizations."failed_call_policy" IS 'FREE_IF_ALL_FAILED: free_if_all_failed\nFREE_IF_ANY_FAILED: free_if_any_failed\nALWAYS_CHARGE: always_charge';
COMMENT ON COLUMN teams."failed_call_policy" IS 'FREE_IF_ALL_FAILED: free_if_all_failed\nFREE_IF_ANY_FAILED: free_if_any_failed\nALWAYS_CHARGE: always_charge';"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "ledger_entries" DROP COLUMN "grant_id";
        COMMENT ON COLUMN "ledger_entries"."kind" IS 'OPEN: open\nGRANT: grant\nTOP_UP: top_up\nCHARGE: charge\nREFUND: refund\nWAIVER: waiver\nADJUSTMENT: adjustment\nHOLD: hold\nCAPTURE: capture\nRELEASE: release\nEXPIRE: expire';
        ALTER TABLE "organizations" DROP COLUMN "failed_call_policy";
        ALTER TABLE "provisionings" DROP COLUMN "allowance_usd";
        ALTER TABLE "teams" DROP COLUMN "refill_rolls_over";
        ALTER TABLE "teams" DROP COLUMN "refill_max_balance";
        ALTER TABLE "teams" DROP COLUMN "failed_call_policy";
        DROP TABLE IF EXISTS "balance_thresholds";
        DROP TABLE IF EXISTS "llm_call_contents";
        DROP TABLE IF EXISTS "llm_calls";
        DROP TABLE IF EXISTS "team_access_groups";
        DROP TABLE IF EXISTS "balance_alerts";
        DROP TABLE IF EXISTS "jobs";
        DROP TABLE IF EXISTS "grant_consumptions";
        DROP TABLE IF EXISTS "credit_grants";
        DROP TABLE IF EXISTS "model_access_group_aliases";
        DROP TABLE IF EXISTS "model_aliases";
        DROP TABLE IF EXISTS "proxy_spends";
        DROP TABLE IF EXISTS "model_access_groups";"""


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
