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
    "sequence" BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
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
    "name" VARCHAR(255) NOT NULL,
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
    "name" VARCHAR(255) NOT NULL,
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
COMMENT ON COLUMN "ledger_entries"."kind" IS 'OPEN: open\nGRANT: grant\nTOP_UP: top_up\nCHARGE: charge\nREFUND: refund\nADJUSTMENT: adjustment\nHOLD: hold\nCAPTURE: capture\nRELEASE: release\nEXPIRE: expire';
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
    "eJztXe132ria/1d0+NLuWZrTpkk6N93dc0jCtEwTyAHSmd7LPY7ACmhiSx5LDmVn+7+vJB"
    "vwK9gmBEP1pY1lPbL5PbL0vOvvmk1NZLGjhmljcseQWzsHf9cItJH4I3mzDmrQcZa3ZAOH"
    "Q0v1hrKb4Yl+qh0OGXfhiItbD9BiSDSZiI1c7HBMiSRoAEf0pQRMJxQwPCYMYAI4BTYkcI"
    "wARwQSzo5A840NscUAdBHwCP7LQ2CK+YR6HLhoDF1TEo0gQ0fywSYdiSdjMt7iM/weBqdj"
    "xCcKtX/9WzRjYqLviM0vnUfjASPLjICKTTmAajf4zFFtd3etq19VT/n+Q2NELc8my97OTL"
    "wJWXT3PGweSRp5b4wIciFHZgho4llWwJZ5k//GooG7Hlq8qrlsMNED9CzJrtp/PXhkJLmk"
    "wMNMgDRCR8FsGEoM5Bt8+J/gbUOUhtHu9I1es28YtQTD5VvF+BM0jSiRkwULTkisfvjjLj"
    "FSrTX5gMvPje7r92f/oVChjI9ddVMhWPuhCCGHPqniwxL4kYskTAbkSQZciTsc2yidCVHK"
    "GDPMgPRo/kcZpswbllxZfjNzcOfwbQHwmviBZodYs2A6rGBAv3XT7PUbN7fycTZjf1kKv0"
    "a/Ke8cq9ZZrPW1zy8qlgN/qVgMAn5v9T8DeQn+2Wk341xd9Ov/sybfCXqcGoRODWiGZu68"
    "dY6a6LnkuueYJbkepdRcrwrX5xiF2B68/ZLrSC7mSYZfTqCbzuwFQYzPAq995KwNvxsWIm"
    "M+EZfvj9+uYO3XRtdfVI/fxvjVDm4d+/d+RBA2MXMsODPUdQGg43QHiPfx6WkOvEWvTLzV"
    "vSjeDmRsSl3TmEA2KQJ4grAU4sFS+xMB7lIrY2I3iWcrrFvinaAQjRKYz2mrPLlrnd/bze"
    "45oFPxNgPSuLpptc+BEuIH5K4nb3mBzF+YH3nWmxXLTXK1wcwQqgR+SuHIBRVgQ5IhPofp"
    "YtwYCsJtsWMuU7+scHzR6VxHNuiLVj+G8d3NRbP7+p2CXnTCXDW32v0Y4DbiUErSSbx/63"
    "Xa6WCHaeLiEh5x8H/AErrEtiAPaS1DD1scE3YkH7sLLUViFGHEfG6/vmn8EZ/2l9edi7gI"
    "JAe4iLHEgowbFh0LJbu4MJsgfgZ5tmJ7wv6Kr0mtZa5xDmdGMXtBgnAD08H+8HeNVUDaYh"
    "4eVxoFhrMkyr9SF+Ex+YJmid0+hmqaoWwvwV22Ll/RhdOFGSs5vwQK4rcjfx8RbwHad9fX"
    "NQX5EI4ep1BInmuwX5gMYxt7QP7rly6yoPpBPxPykfWAIcbEuBui1PNHqY4MujlIcp7RYx"
    "qaX5GZl7xlH9vxFmUJNoNnyyfNJ5VnYt58QuppSav48m59pVlc9jOQ7JjTLv77hAITm2A6"
    "gVxanacTPJoAF42EFlcXV4jUASQmeHCpLS9ddATa4gEuGE0gET+lDoi6lAZsAAFD4kvjSd"
    "v4lp4zEPrDvd+D3QPMxB0p9wH6AO7/HvjTdyBeZlAbogexxPp/wwcu1JDaj/uPgLpjSPD/"
    "qsmsXoAjaCvDPIHcc6EFHtGMaTu8tsNri2wlRNo8dniGBMKB9BTbwfC4RXg6x8NUMX5jkl"
    "Alg/eoMoPH8iXe/OP4+P37D8dv35/9cnry4cPpL29/EX3VGydvfVil8bc+Sd09wtSkMg9H"
    "c7kgr9FwSVFlE1ZJc+G7t3nsU6JXpoFK3UtgTF3jUfzAskbD6AgVttLWlK3Q8G2ES69/YE"
    "M0vjS/zZvFPj0gX1vd/l3j2m9/wi73oOXf6X3r9Zs354DNxNZmV8PS6HNBAIoK+Y9iZAf4"
    "1WzFi7ScPQXtHAlCbeeIuS8Qo547Qj4iBWZygrDCK1HJqXyaZyafZk/k08Q8XoCWNotzYJ"
    "06hw8A6a0sGmH9sCDgKaSHB/pW3KFSBy8IdohEg5wL5MBqUsTpFiKphs9NPu9gfG4m4jIq"
    "tAhDQiTVYMhBOUGxI20OokMKT7JXoijV4S1GJ3nWopPspegksRIpyRqOA+t2XpyjVIeH82"
    "kuy8HpCsvBadJy4EobF+OFRccw1eFB/WxGmoTzN9s1uU1n0qWLTMwboxH10v1J0Q71VS6l"
    "kepqQL9v7mwLKY+9YsBxkQOxCfxRWF0mRNh45NI3QcsRuKFPiAFKrBkYzoCFzDFygfiqXY"
    "xEf0oQgBxAoMztCbfSth6k/EpDaEnjmfIr8QkCzLOlYwla1pLsfiI4cu+7taiDCJhQwSEg"
    "ln/kPiHZHfMj0BfUnHIBFmCOhfmAYH4O5g8A/+3fNMYuJOILAm+CayFvuYLB4D+Da2j+6T"
    "HR4f6jeIDYfMWDLDoVv0K+nd9Zu6q0q0q7qvbHVRUsAcU8VSGi9Y6q5+Lv220xdyduqkmA"
    "a37Q5xQa8XKIi93XNV34wA0L2zhlkVsFfgqx5kM5PkREjWJcSJBqHmzCg0C8K8ODEKnmwS"
    "Y8mIvUZZgQptVcKMcFlStQLl4nQap5sAEP0lP9LjCB7mwF/hmJfsMZ9/0EWzE8D18NBt/f"
    "vn21AwXvIrAdL1SLr43uRavd6H5bWJoX+sV1p/3pIsXWfPGt32zkdXll697ZLq8tK+CVjE"
    "coYHoLpW77ZpyUeV8g0v1aWZKaYqjZHurWBaLdo7M1CVqHoD4V/+TMYOkHg+zjBF2buxL6"
    "OCNZK91mr99tXfZjWSsbmXtbJrIdysVk7vqG+lqKyTfZqb7K7IsX3Y3A+p87oUBZUW2P+z"
    "H1frw+AYsBRzMZUg9saKJz36wqXlQ1yfB7TByPgwcs/xTjjAXEackEW3mGtppqq6m2mu6D"
    "1VRFwBbxYC4IdLBszrg3RwJSMJI/QnSASJ/lAfosG+ezZK2J5Y4lw9SLgJ1CeoCQb6fcSh"
    "DPUFznjVO+pNq7G7VrWwqvuCV/QgL97GC3JYWOdYtwpGysW0WiVcL6c4riElOvs1UWP6LD"
    "COn067UVoa2qSp0yvxjbUqEQgwUpxzJ4Q0WF+KEvfhSHFESlsKwCMBhiqlJn0N0Fvp4nQz"
    "4SOsvWniRDVXqBFbQOAtcwq6s4FqXuyLVKZTQ/YEtgJCNjhjOlFS0eIfOvVYtLpzLaRUxv"
    "5IovSKtFWi3SatHeqEUvkfe8DxzeiRdlk3TcjRJxXwj+Wue22T5XQY4D8qnbaPfPgQoFGJ"
    "B+59a4uxVzlDqG5wyIXLg+Nc+DkMQB6TZ/vWtfnQdBizJ397e7Xv+mKYfwnag2kuN87lyL"
    "XjKCUozRuO3fdeUg0OGeq0a5bjZ6TTmMhcTCPCDNP25bsgv67mAXxbfcHeX02vOY2vxf4J"
    "JGf38bRXQZvoBUDP0YoWZBaRY4LnrC1GMlHfqp5KXYUbVsg91yo1SMaRq15sXGvCged5og"
    "1Vwoy4VgKhuq/lcxLiRI9Tax2U5dggdROs2A0gyQpSCsJ1R2n04l16vSxtwovjckSDUXyn"
    "PhCblsg28ihVxzY2NulFGnU4g1J8pyQnuotYe6ApjvwEO9rsriikijzSorVg17XQbxkCK7"
    "fNgKVkAM0ejih/GlGrJiYXJLisMrpbKVqjUOnEkHkY9TKtDrXWzxMSoMfa13d9G77LZu+6"
    "1O+xwwb7i4OyCddtOQruJzGTFizH3wu1/E5/h6LGVluUIjbEMrw8AZpYyHHPikR8EQlWHS"
    "c6wyV83L1k3jWqBZP4udkrUopJUA+k86LLh6Lyn02h0/d29aRsQOUWnxurx4rYLdCksiYa"
    "rnjBWrLgfKnzgFlxW+ogAXPm4qUTFsP+Fdm7cXnV95UvdeLE72Rv73yaWeU0sJkw3dra+K"
    "klVNxlh2zF3MTT7KrAPqmkhMg8UJO/7ofoLdA3ZFY1AozXHFVu3O6n5IKZI3OJPDWxIJll"
    "bGbRuP0IGrOnBVB67uQ+Cq55gluR6l1FyvCtfnGIXYnjhoUG1ChQ91j1I9j9VvpyUFXsCd"
    "YGLmWHBWGOs43QHaWLeDd+jNEnD30fcMx2WMrMImqueQEvrNP/qRlSqRxxbRK+fd48ltUe"
    "SFHsO9jHrt642ES+qXm+m15aHxRWyEjct+62vzHPjUAyI08qAFk9CIO7ELlqrFYyN7uPHZ"
    "vEst6EYNt4fLU2ZBnkS5KAuTxw3xkjV4oprjoaD1Mpp4MMtW6uPLmZhLKzdCH0K+BFZFrC"
    "qTAzXCEbhWVcGFjkxdzDFiYETtQIH+CNBfHrSk90DmefoatyQWKjJ2ATZT1PNtPSRFQf9X"
    "GIraHHJfAPm31t619q71uMpp76FPtIBuEaXSmkU+zSJYblPi8FYkkCxJDqZE6vG7kw8nv7"
    "w/O1kEPy5aVsU8psQ3MmMpLscEKUotBEnGrhGmi3sBBeG2cJ1vJS/sBOx0riOr0UUrrozd"
    "3Vw0u6/fxfzYScDDok6xjTpJqf1/q/1/MVlqQx/gQSoK9ZgDMDnJIk7Ay0bvsnHV3JUPsB"
    "M6U7SWonVE7q/UOMKnkxY41YlAWZ/mPna26eKIpBG0LOS+YsqfBx6okPV5HfhzAECbkrHo"
    "RhkChPKgho2ZfqrTth6knYJardBqxT6oFdopeGhcz+MUrMCB25Xj9vbVyqLKu1bbi+H707"
    "qlene922b7qnkl49iZg8QTzQG5bdz1ZJMDPSavr5rXzb5sCCS13bmukkwziid4JAgPwZP7"
    "AnkeNuJQCoFJrLOrwoZpdF3YyCb/AnVhox7JZ3BG7uH2sRMX5K1LnzATb+q/WcIQELlfX2"
    "UIcEI9cxoCPtOpuOWCa8zR9fWNUL8ti06ZqmEr54F/ygZn8sSNIHg3KCwr/6QeH9LvSa3/"
    "WUZVBzcHE0i87T2w1anP6oQQWRZgNq+hy+UZIvNH2R7jgCGkjo2WowkACIP+h63clpAPiE"
    "/5EdzToTrd2TTCD1q+7ggtBp5CJsclsnivrGuoToNugCl1H5Gr/pMEAA6I/CnqbOrpBFuy"
    "sG9wkrR8G1XusK5+/9QVIzMgJ5Hf3SPStSphoVMC7lVXg9NHRO61vUPbO7TmWwnNV9s7fk"
    "au5wqCXmwhKcLTiiI3UbqX8+u+2xaLd3ModXInL8aGjAEOxs/+wvyAnCPb4SmKRHbx5BDJ"
    "wcD+bOENBH3nRgBRiZ0lhfwZtpeKWTb2dzdJChEh+b+I8B4j03UCfqSg6hGOUyoUrf6CYq"
    "T666ny18NmQn0sI4FHCDWPq8xjKCQ2wg2GU2t8rmZznFZzusqcNl38UE6hjlJqLleZyxZk"
    "3ECuW+xA2CiV9s/l8s+5SFrTy3xQUUr9QVX5gwodXZ9XfQiRvKwDoJKaQwH/adJFGOVDkg"
    "kdgvpU/JMzZrusT7UK0K+N1Q5NuzyVmjZyuPYQYxlB1/Nb9VVuVuZ3yh1qLc8KfYOJfxao"
    "dA7KQoimdGVOlCNPufzgaCSGBUpvl47QMaXmRzCCowlivnvQRQ6CPPVE0i09QzsctcNRu5"
    "52vdPncTiqT7pE/csona6AGeZrkQqY2JHMEh0yAkMzlr0I1eFpLid5wm9PsqNvTxLBtx5D"
    "riF29bRCmNk4R6kOD+etaIhKrZYBTyW2kjit3kz2aTPxz+BlJfgepTxAru8Jl3MZB1z0JH"
    "b/ciagMKU2AVWZy9C0MTHUDliwPHecUGfor6nQvQAsCXPhBP2GHOyOHVTZs3q8QHd8hlUp"
    "PV9Z21IsRHMrXLZ5aJE+kcc2pKoTqJh2TACU5bWWiY9+YDudEj9Ovg5GqnI7U9Hjf9Jhav"
    "XtzQZUMfeBLW6jBH0/xD2InX8lbU5Um5S0SenQ5MED1gJ0DPuhcT1PDHumxzDbupLtMdQ5"
    "5DpHfyf46hx9naOvLbzrLLyYLV47gfa6gokhwhesmLho2d+SibouQhXqIoRZMvRMoYwaUk"
    "sru2PEhnjBbUMeCCkVS7PozvFb58K4aKhtYTHGgFx22r27G3VaqXHXE/ckbzxbUclTPaM9"
    "+p0vzXYv2kl5lFmZHeV9rhOSVxyQnFjgAvOGIZRxw6QC6RTL3MrzTNMH0MeahjmSPNbUnw"
    "IKNB/AJOqZKYCptKVyASsG8nNnA9rQffQcCdQo1Ru+cl4niTee0+WWr7c72ETmc/pD/Tj3"
    "lHbRA7YsA9rpZ3CuSitOkB7QbH7hlOIASjFtMc0wUazfqxODVFhbqF01WtffhJ4GsTUbkN"
    "+bzS/ycorQo7y+6bT7n2WDTQmfWLNq6HEq+GM+68uFjkSotX+5OvbCpJlYpZWX5naSWnO7"
    "ytxeW9I12yG3vqSrjiiIOd5orAT8hjEF8Yry+wnx2rCClIlW+PDv9DMu9CltOc+0e8Iu96"
    "BlyCiDzfD66o8kJvkhYVUocCVuzzCCg+2zgZ0nlq2H91KN2FgOuJdb6+rJ6MTqZ26KWbwe"
    "54FAViI+KrSQZURKRZe61TFTRmipLXCMCbSBDWfAY0gFK/mDh083jGtF+alSDzWc53KGD+"
    "TRxxlWQZKqAx3D9PNEs+Q/zlAfULaVSlrVKS6wt3Cu0P3SSwYU1vkOrBB7PWfZgEXweMZq"
    "8AzIHqQWF8d3zRF6eVTpbQbph7TDFAE0qjtmC59xbTWP3Cn6+tKinIF1IKRDpCLel5Xoj8"
    "AX5HAAmSq90PvceHN8eub3YYKOIWghE4yoM0uTUJ99fB14r4VWLbTug9Cqg4O3Gxy8qlbG"
    "iij3VZUySmK908pMUaTPTnIAfXaSibO8FQvnVRuQwZBYi1JDJrKrkiRISxYmqabpLTX+YU"
    "t1SWzIZKL2I0o5ZT57rkepDnBdOckT9HCSHfSQDBD6aTMOumK/7Lban86B+Fax5MGANP+4"
    "bXVlZKlfD8KUvb52vsiWoHRAXOLdTaRKhQpd7M9SVSVxKlfMgoookokvZaORQrSa01XmNP"
    "NUgUNatNRFnE6fmaAtvdrSWy1L5PoCsakrwTMAWygEpZrf/1p04yvgBgFTjhD4kD/YS8b+"
    "7AnwWz1JtoFcPJrUUkzhwZ36KjM4XPZZZwDPhuGZzcyZWRWpW0tKKkUwLaprhXmWtKBsE/"
    "KTNIcXS6cOkRyg6r8Vk6L8qAogHHQ/QHTf5cpTf7ciT/1dMk9dPJGn5rhlp0yHSF4+Y3o3"
    "Auguzox//s3sx/8DeYZW8A=="
)
