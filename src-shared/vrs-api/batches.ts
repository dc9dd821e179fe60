import { z } from 'zod';

import { BatchId, IsoTimestamp, PersonId, Sha256, UserId } from '../domain/identifiers.ts';

/** 接種対象者 · 接種記録 · 転出・死亡フラグ · the undoing of an applied batch. */
export const BatchKind = z.enum(['subjects', 'records', 'flags', 'reversal']);
export type BatchKind = z.infer<typeof BatchKind>;

/**
 * The columns of a row, in the order in which chunks carry them. The first is the line of the file that the row came from. Lines grow from
 * row to row; rows of 接種記録 may share one (a line of 予防接種台帳向け出力 has several doses). What a row is known by is its place in the batch.
 * `batch-rows.ts` says how each cell looks. VRS itself makes the rows of a reversal, which name either a record or a person.
 */
export const batchColumns = {
  subjects: [
    'line',
    'municipalityCode',
    'addresseeNumber',
    'individualNumber',
    'name',
    'kana',
    'birthDate',
    'sex',
    'ticketNumber',
    'flag',
    'flagOn',
  ],
  records: [
    'line',
    'municipalityCode',
    'ticketNumber',
    'doseNumber',
    'ticketKind',
    'vaccinatedOn',
    'vaccinatedInMunicipality',
    'venue',
    'doctor',
    'maker',
    'lotNumber',
  ],
  flags: ['line', 'municipalityCode', 'addresseeNumber', 'flag', 'flagOn'],
  reversal: ['line', 'recordId', 'addresseeNumber'],
} as const satisfies Readonly<Record<BatchKind, readonly string[]>>;

export const MAX_ROWS = 5_000_000;
export const MAX_ROWS_PER_CHUNK = 10_000;
/** Bytes of one chunk, encoded and decoded alike. */
export const MAX_CHUNK_BYTES = 16 * 1024 * 1024;
/**
 * What `Content-Encoding` of a chunk may say. `Content-Digest: sha-256=:…:` is over the bytes as they are sent, encoding applied
 * (RFC 9530 §2), so that a damaged chunk is noticed before it is unpacked.
 */
export const chunkEncodings = ['identity', 'gzip', 'zstd'] as const;

/** Where the file came from: made in the office, or brought on a medium that has an entry in 媒体管理簿. */
export const FileSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('office') }),
  z.strictObject({ kind: z.literal('medium'), custodyNumber: z.string().regex(/^[0-9A-Za-z-]{1,20}$/) }),
]);
export type FileSource = z.infer<typeof FileSource>;

export const BatchOpening = z
  .strictObject({
    kind: BatchKind.exclude(['reversal']),
    layoutId: z.string().max(40),
    /** Which state of the layout the file was read by: its version, and SHA-256 over it as data, whatever a profile changed in it. */
    layoutVersion: z.int().min(1),
    layoutDigest: Sha256,
    rulesVersion: z.string().max(40),
    fileName: z.string().max(255),
    fileSha256: Sha256,
    fileEncoding: z.enum(['utf-8', 'utf-8-bom', 'cp932', 'utf-16le', 'utf-16be']),
    source: FileSource,
    /** Rows that will be sent, in this many chunks. */
    rowCount: z.int().min(1).max(MAX_ROWS),
    chunkCount: z.int().min(1).max(100_000),
    /** Rows of the file that the applicant leaves out because they can't be stored. */
    leftOutCount: z.int().min(0).max(MAX_ROWS),
    /** Rows that were edited after the file was read, and SHA-256 over their edits, see `fingerprint.ts`; null where there are none. */
    editedRowCount: z.int().min(0).max(MAX_ROWS),
    editsSha256: Sha256.nullable(),
    /** Rows with a 要修正 that the applicant let stand; the submission says why. */
    acknowledgedCount: z.int().min(0).max(MAX_ROWS),
    /** `batch`: all rows or none. `row`: rows whose target changed wait for another look, the rest applies. */
    atomicity: z.enum(['batch', 'row']),
  })
  .meta({ id: 'BatchOpening' });
export type BatchOpening = z.infer<typeof BatchOpening>;

/**
 * receiving → ready → submitted → applying → applied.
 * `re-review`: rows whose target changed since the approver looked wait for another approval.
 * Ends: applied, returned, withdrawn, expired.
 */
export const BatchState = z.enum([
  'receiving',
  'ready',
  'submitted',
  'applying',
  're-review',
  'applied',
  'returned',
  'withdrawn',
  'expired',
]);
export type BatchState = z.infer<typeof BatchState>;

/** What one row does to what stands in VRS. */
export const RowOutcome = z.enum(['new', 'changed', 'unchanged', 'conflicting', 'locked', 'stale']);
export type RowOutcome = z.infer<typeof RowOutcome>;

const count = z.int().min(0);
export const DifferenceCounts = z
  .strictObject({
    new: count,
    changed: count,
    unchanged: count,
    conflicting: count,
    locked: count,
    stale: count,
  })
  .meta({ id: 'DifferenceCounts' });
export type DifferenceCounts = z.infer<typeof DifferenceCounts>;

/** `personId` is the person behind the account: two accounts of one person are one actor. */
export const BatchActor = z.strictObject({
  userId: UserId,
  personId: PersonId,
  name: z.string().max(50),
  at: IsoTimestamp,
});
export type BatchActor = z.infer<typeof BatchActor>;

/** A batch that has to do with another one. */
export const BatchReference = z.strictObject({ batchId: BatchId, state: BatchState });

export const Batch = z
  .strictObject({
    ...BatchOpening.shape,
    kind: BatchKind,
    batchId: BatchId,
    state: BatchState,
    maker: BatchActor,
    checker: BatchActor.nullable(),
    /** Who sent rows or edits last. */
    lastEditor: BatchActor.nullable(),
    comment: z.string().max(500),
    acknowledgementReason: z.string().max(200),
    returnReason: z.string().max(500),
    submittedAt: IsoTimestamp.nullable(),
    /** A submission that nobody looked at ends by itself at this moment. */
    expiresAt: IsoTimestamp,
    /** Chunks that have arrived, so that a broken upload goes on where it stopped. */
    receivedChunks: z.array(z.int().min(0)).max(100_000),
    /** Over all rows, see `fingerprint.ts`; null until all have arrived. */
    fingerprint: Sha256.nullable(),
    differenceFingerprint: Sha256.nullable(),
    counts: DifferenceCounts.nullable(),
    /** Rows in force so far: grows while the state is `applying`. */
    appliedCount: count,
    /** What a usual batch of this kind of this municipality has: the median row count of the last ten applied ones. */
    usualRowCount: count.nullable(),
    /** Of a reversal: the applied batch that it undoes. */
    reverses: BatchId.nullable(),
    /** The reversal of this batch: the one that is under way or applied, else the last that came to nothing. */
    reversal: BatchReference.nullable(),
    /** When its rows were in force; null before. A reversal can be asked for until 30 days later. */
    appliedAt: IsoTimestamp.nullable(),
    version: z.int().min(1),
  })
  .meta({ id: 'Batch' });
export type Batch = z.infer<typeof Batch>;

/** One field of one row: what stands and what would stand. `null` where there is nothing. */
export const FieldChange = z.strictObject({
  field: z.string().max(40),
  before: z.string().max(200).nullable(),
  after: z.string().max(200).nullable(),
});
export type FieldChange = z.infer<typeof FieldChange>;

/**
 * An edited cell: the column's name in the header line of the file, what the file says, and what is sent instead. A 個人番号 is never
 * edited.
 */
export const CellEdit = z.strictObject({
  column: z.string().min(1).max(100),
  before: z.string().max(400),
  after: z.string().max(400),
});
export type CellEdit = z.infer<typeof CellEdit>;

/** What travels is `[line,"column","before","after"]`, ordered by line, and only of rows that are sent. */
export const BatchEdit = z
  .strictObject({ line: z.int().min(1), ...CellEdit.shape })
  .meta({ id: 'BatchEdit' });
export type BatchEdit = z.infer<typeof BatchEdit>;

export const MAX_EDITS_PER_CHUNK = 10_000;

export const DifferenceRow = z
  .strictObject({
    line: z.int().min(1),
    outcome: RowOutcome,
    /** What the row would do; differs from the outcome only where that is `stale`. */
    effect: RowOutcome.exclude(['stale']),
    /** What it would change, by an identifier of VRS's own, and its version; null and 0 where there is nothing yet. */
    target: z.string().max(36).nullable(),
    targetVersion: z.int().min(0),
    /** Whose record it is as VRS knows it: empty where the ticket or person is unknown. */
    addresseeNumber: z.string().max(15),
    personName: z.string().max(50),
    ticketNumber: z.string().max(10),
    doseNumber: z.int().min(1).max(7).nullable(),
    changes: z.array(FieldChange).max(20),
    /** What the applicant edited in this row: the file's value and what is sent instead. */
    edits: z.array(CellEdit).max(200),
  })
  .meta({ id: 'DifferenceRow' });
export type DifferenceRow = z.infer<typeof DifferenceRow>;

/** What became of one row of an applied batch. */
export const ResultRow = z
  .strictObject({
    line: z.int().min(1),
    /** A line of a ledger holds several doses; with it, line and dose name the row. */
    doseNumber: z.int().min(1).max(7).nullable(),
    result: z.enum(['applied', 'unchanged', 'skipped-locked', 'skipped-conflicting', 'waiting']),
  })
  .meta({ id: 'ResultRow' });
export type ResultRow = z.infer<typeof ResultRow>;
