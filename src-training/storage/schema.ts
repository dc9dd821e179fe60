/**
 * The tables, one list entry per version of the file: an entry that has been released is never changed, a new one follows it.
 * Residents' data carry the municipality's code in every key, so that no query can forget whose data it asks for.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE municipality (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;

  -- One counter for everything that the change feed carries.
  CREATE TABLE change_counter (last INTEGER NOT NULL);
  INSERT INTO change_counter VALUES (0);

  CREATE TABLE person (
    person_id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again: history goes by it
    municipality_code TEXT NOT NULL,
    addressee_number TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    kana TEXT NOT NULL,
    kana_key TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    sex TEXT NOT NULL,
    flag TEXT NOT NULL,
    flag_on TEXT,
    own_version INTEGER NOT NULL,   -- of the person and the tickets
    version INTEGER NOT NULL,       -- of the person, the tickets and the doses
    updated_at TEXT NOT NULL,
    change_sequence INTEGER NOT NULL,
    changed_by TEXT NOT NULL,       -- what made the present state of the person and the tickets
    batch_id TEXT
  );

  CREATE TABLE person_past (
    person_id INTEGER NOT NULL,
    own_version INTEGER NOT NULL,
    state TEXT NOT NULL,            -- JSON: the person's fields and tickets, never the 個人番号
    updated_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    batch_id TEXT,
    PRIMARY KEY (person_id, own_version)
  ) WITHOUT ROWID;

  CREATE TABLE person_removed (
    municipality_code TEXT NOT NULL,
    change_sequence INTEGER NOT NULL,
    addressee_number TEXT NOT NULL,
    PRIMARY KEY (municipality_code, change_sequence)
  ) WITHOUT ROWID;

  -- 個人番号 stand apart from everything that is ever read for an answer.
  CREATE TABLE individual_number (
    person_id INTEGER PRIMARY KEY,
    municipality_code TEXT NOT NULL,
    number TEXT NOT NULL,
    UNIQUE (municipality_code, number)
  );
  CREATE TABLE individual_number_past (
    person_id INTEGER NOT NULL,
    own_version INTEGER NOT NULL,
    number TEXT NOT NULL,
    PRIMARY KEY (person_id, own_version)
  ) WITHOUT ROWID;

  CREATE TABLE ticket (
    municipality_code TEXT NOT NULL,
    ticket_number TEXT NOT NULL,
    person_id INTEGER NOT NULL,
    issued_on TEXT NOT NULL,
    stopped_on TEXT,
    replaced_by TEXT,
    PRIMARY KEY (municipality_code, ticket_number)
  ) WITHOUT ROWID;

  CREATE TABLE record (
    record_id TEXT PRIMARY KEY,
    municipality_code TEXT NOT NULL,
    ticket_number TEXT NOT NULL,
    dose_number INTEGER NOT NULL,
    ticket_kind TEXT NOT NULL,
    vaccinated_on TEXT NOT NULL,
    vaccinated_in TEXT,
    venue TEXT NOT NULL,
    doctor TEXT NOT NULL,
    maker TEXT NOT NULL,
    lot_number TEXT NOT NULL,
    registered_at TEXT NOT NULL,
    registered_by TEXT NOT NULL,
    confirmed INTEGER NOT NULL,
    version INTEGER NOT NULL,
    change TEXT NOT NULL,           -- what made this state
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    batch_id TEXT,
    reason TEXT NOT NULL
  );

  -- Every earlier state of a record; of one that is gone, the last state too.
  CREATE TABLE record_past AS SELECT * FROM record WHERE 0;
  CREATE UNIQUE INDEX record_past_key ON record_past (record_id, version);

  CREATE TABLE user (
    user_id TEXT PRIMARY KEY,
    ordinal INTEGER NOT NULL,
    staff_id TEXT NOT NULL,         -- the person behind the account
    municipality_code TEXT NOT NULL,
    name TEXT NOT NULL,
    department TEXT NOT NULL,
    role TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    stopped_at TEXT,
    stop_reason TEXT,
    previous_access TEXT,
    password_hash TEXT NOT NULL,
    password_changed_at TEXT NOT NULL,
    totp_secret TEXT NOT NULL,
    totp_last_step INTEGER NOT NULL,
    version INTEGER NOT NULL,
    training_password TEXT,         -- handed out by /training only; forgotten when the password is changed
    purpose TEXT
  ) WITHOUT ROWID;
  CREATE TABLE password_past (user_id TEXT NOT NULL, at TEXT NOT NULL, password_hash TEXT NOT NULL);
  CREATE INDEX password_past_user ON password_past (user_id, at);

  -- Also for user IDs that do not exist, so that a lock tells nothing about them.
  CREATE TABLE attempt (user_id TEXT PRIMARY KEY, failures INTEGER NOT NULL, last_at TEXT NOT NULL, locked_until TEXT)
    WITHOUT ROWID;

  CREATE TABLE session (
    session_id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    earlier_token_hash TEXT,        -- good for a moment longer, for calls that were under way at the renewal
    earlier_until TEXT,
    user_id TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    workstation TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    restricted INTEGER NOT NULL,
    ended TEXT,                     -- closed, replaced, stopped
    ended_at TEXT
  );
  CREATE INDEX session_earlier ON session (earlier_token_hash);
  CREATE INDEX session_staff ON session (staff_id) WHERE ended IS NULL;

  CREATE TABLE proof (
    proof_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    action TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
  ) WITHOUT ROWID;

  CREATE TABLE first_answer (
    user_id TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (user_id, idempotency_key)
  ) WITHOUT ROWID;
  CREATE INDEX first_answer_at ON first_answer (at);

  CREATE TABLE access_log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    municipality_code TEXT NOT NULL,
    at TEXT NOT NULL,
    user_id TEXT NOT NULL,
    workstation TEXT NOT NULL,
    call TEXT NOT NULL,
    status INTEGER NOT NULL,
    code TEXT NOT NULL,
    addressee_numbers TEXT NOT NULL -- JSON
  );
  CREATE INDEX access_log_municipality ON access_log (municipality_code, sequence);

  CREATE TABLE batch (
    number INTEGER PRIMARY KEY,
    batch_id TEXT NOT NULL UNIQUE,
    municipality_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    opening TEXT NOT NULL,          -- JSON: BatchOpening but its kind
    reverses TEXT,
    hidden INTEGER NOT NULL DEFAULT 0, -- its rows are still being written; forgotten at the next start
    maker_user_id TEXT NOT NULL,
    maker_staff_id TEXT NOT NULL,
    maker_name TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    checker TEXT,                   -- JSON: BatchActor
    comment TEXT NOT NULL DEFAULT '',
    acknowledgement_reason TEXT NOT NULL DEFAULT '',
    return_reason TEXT NOT NULL DEFAULT '',
    submitted_at TEXT,
    expires_at TEXT NOT NULL,
    fingerprint TEXT,
    difference_fingerprint TEXT,
    generation INTEGER NOT NULL DEFAULT 0, -- the difference that stands; rows of others are leftovers
    counts TEXT,                    -- JSON: DifferenceCounts of that difference
    settled_counts TEXT,            -- JSON: of rows that earlier rounds of approval settled
    applied_count INTEGER NOT NULL DEFAULT 0,
    apply_position INTEGER NOT NULL DEFAULT -1, -- the last row that the present round has dealt with
    verified INTEGER NOT NULL DEFAULT 0,        -- atomicity batch: every row was found as it was approved
    approved_at TEXT,
    applied_at TEXT,
    numbers_forgotten INTEGER NOT NULL DEFAULT 0, -- 個人番号 are taken out of the rows once a batch has ended
    version INTEGER NOT NULL DEFAULT 1
  );
  CREATE INDEX batch_municipality ON batch (municipality_code, number);
  CREATE INDEX batch_open ON batch (state, expires_at);

  CREATE TABLE chunk (
    batch_number INTEGER NOT NULL,
    chunk INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    sha256 TEXT NOT NULL,           -- of the lines, decoded
    lines BLOB NOT NULL,            -- the lines, zstd
    PRIMARY KEY (batch_number, chunk)
  );

  CREATE TABLE batch_row (
    batch_number INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    position INTEGER NOT NULL,      -- chunk × 10,000 + index in the chunk
    line INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    ordinal INTEGER NOT NULL,       -- among the rows of the same outcome
    effect TEXT NOT NULL,           -- the outcome without 'stale'
    repeated INTEGER NOT NULL,      -- its key stands in an earlier row of the batch already
    target TEXT,                    -- record_id or person_id
    target_version INTEGER NOT NULL,
    addressee_number TEXT NOT NULL,
    changes TEXT,                   -- JSON: FieldChange[]; null where the row itself says it
    PRIMARY KEY (batch_number, generation, position)
  ) WITHOUT ROWID;

  CREATE INDEX batch_row_outcome ON batch_row (batch_number, generation, outcome, ordinal);

  CREATE TABLE batch_result (
    batch_number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    line INTEGER NOT NULL,
    result TEXT NOT NULL,
    target TEXT,
    PRIMARY KEY (batch_number, position)
  ) WITHOUT ROWID;
  CREATE INDEX batch_result_waiting ON batch_result (batch_number, position) WHERE result = 'waiting';
  `,
  `
  ALTER TABLE batch ADD COLUMN editor TEXT;             -- JSON: BatchActor, who sent rows or edits last
  ALTER TABLE batch ADD COLUMN submitter_staff_id TEXT; -- the person behind the account at the submission
  UPDATE batch SET opening = json_set(opening, '$.layoutVersion', 1, '$.layoutDigest', lower(hex(zeroblob(32))),
    '$.editedRowCount', 0, '$.editsSha256', NULL);
  UPDATE batch SET checker = json_set(checker, '$.personId',
    coalesce((SELECT staff_id FROM user WHERE user_id = json_extract(checker, '$.userId')), 'unknown'))
    WHERE checker IS NOT NULL;

  CREATE INDEX batch_reverses ON batch (reverses) WHERE reverses IS NOT NULL;

  CREATE TABLE edit_chunk (
    batch_number INTEGER NOT NULL,
    chunk INTEGER NOT NULL,
    first_line INTEGER NOT NULL,
    last_line INTEGER NOT NULL,
    row_count INTEGER NOT NULL,     -- lines that have an edit
    sha256 TEXT NOT NULL,           -- of the edits' lines, decoded
    lines BLOB NOT NULL,            -- the edits' lines, zstd
    PRIMARY KEY (batch_number, chunk)
  );
  `,
  `
  ALTER TABLE user ADD COLUMN registered_at TEXT NOT NULL DEFAULT '';
  UPDATE user SET registered_at = password_changed_at;
  ALTER TABLE user ADD COLUMN stopped_by TEXT;          -- JSON: AuthorityActor
  ALTER TABLE user ADD COLUMN last_review TEXT;         -- JSON: AuthorityActor
  ALTER TABLE user ADD COLUMN password_initial INTEGER NOT NULL DEFAULT 0; -- somebody else has seen it: it has to be changed

  -- 年次点検: every one, not only the last.
  CREATE TABLE user_review (user_id TEXT NOT NULL, reviewed TEXT NOT NULL); -- JSON: AuthorityActor
  CREATE INDEX user_review_user ON user_review (user_id);

  CREATE TABLE authority_application (
    number INTEGER PRIMARY KEY,
    application_id TEXT NOT NULL UNIQUE,
    municipality_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    user_id TEXT NOT NULL,
    entry TEXT NOT NULL,            -- JSON: UserEntry as it shall stand
    before TEXT,                    -- JSON: UserEntry as it stood
    before_version INTEGER,         -- of the user at the application
    reason TEXT NOT NULL,
    maker TEXT NOT NULL,            -- JSON: AuthorityActor
    checker TEXT,                   -- JSON: AuthorityActor
    return_reason TEXT NOT NULL DEFAULT ''
  );
  CREATE INDEX authority_application_state ON authority_application (municipality_code, state, number);
  CREATE UNIQUE INDEX authority_application_waiting ON authority_application (user_id) WHERE state = 'waiting';

  ALTER TABLE proof RENAME COLUMN batch_id TO about;
  `,
];

/** Made after the residents have been written: one sort instead of a search per row. */
export const residentIndexes = `
  CREATE UNIQUE INDEX IF NOT EXISTS person_addressee ON person (municipality_code, addressee_number);
  CREATE UNIQUE INDEX IF NOT EXISTS person_change ON person (municipality_code, change_sequence);
  CREATE INDEX IF NOT EXISTS person_kana ON person (municipality_code, kana_key);
  CREATE INDEX IF NOT EXISTS person_name ON person (municipality_code, name_key);
  CREATE INDEX IF NOT EXISTS person_birth ON person (municipality_code, birth_date);
  CREATE INDEX IF NOT EXISTS ticket_person ON ticket (person_id);
  CREATE UNIQUE INDEX IF NOT EXISTS record_key ON record (municipality_code, ticket_number, dose_number);
`;
