import { z } from 'zod';

import {
  CheckSummary,
  Draft,
  type DraftId,
  DraftStage,
  type DraftSummary,
} from '../../src-shared/contract/batches.ts';
import {
  AddresseeNumber,
  BatchId,
  IsoTimestamp,
  Sha256,
  type UserId,
} from '../../src-shared/domain/identifiers.ts';
import { Batch } from '../../src-shared/vrs-api/batches.ts';

/**
 * A draft as the journal keeps it, encrypted. SECURITY: P1 — the path stays here; P4 — no 個人番号 is ever in it: those lie in the
 * staging file alone.
 */
export const DraftRecord = z.strictObject({
  formatVersion: z.literal(1),
  stage: DraftStage,
  /** Null once the draft has ended. */
  path: z.string().nullable(),
  fileName: Draft.shape.fileName,
  fileBytes: Draft.shape.fileBytes,
  fileLines: z.int(),
  fileSha256: Sha256,
  source: Draft.shape.source,
  chosenAt: IsoTimestamp,
  kind: Draft.shape.kind,
  layoutId: Draft.shape.layoutId,
  layoutVersion: Draft.shape.layoutVersion,
  /** Over the layout as data, as it was when the header line was read. */
  layoutSha256: Sha256,
  layoutName: Draft.shape.layoutName,
  layoutColumns: Draft.shape.layoutColumns,
  encoding: Draft.shape.encoding,
  columns: Draft.shape.columns,
  mappedBy: Draft.shape.mappedBy,
  readingProblem: Draft.shape.readingProblem,
  isFindingsList: Draft.shape.isFindingsList,
  headerSha256: Sha256,
  preview: Draft.shape.preview,
  /** People in the preview and in the examples of the check, for the operation log. */
  previewPeople: z.array(AddresseeNumber),
  examplePeople: z.array(AddresseeNumber),
  check: CheckSummary.nullable(),
  /** Rows for VRS, where they are not the lines of the file; null before they were counted. */
  rowsToSend: z.int().nullable(),
  /** Kept before the batch is opened at VRS: opening it again under the same key gives the same batch. */
  openingKey: z.uuid().nullable(),
  batchId: BatchId.nullable(),
  /** What the opening said of the edits; null before it. */
  editsAnnounced: z.strictObject({ rows: z.int(), sha256: Sha256.nullable() }).nullable(),
  /** A batch that is being withdrawn at VRS so that its rows can be put right here: its end is not the draft's. */
  takenBack: BatchId.nullable(),
  /** As VRS gave it last. */
  batch: Batch.nullable(),
  /** Over all rows as it was computed here, before VRS said what it computed. */
  fingerprint: Sha256.nullable(),
  /** The difference that the applicant has looked at. */
  differenceSeen: Sha256.nullable(),
  /** The difference that was read here to its end and held against the rows that were sent. */
  differenceVerified: Sha256.nullable().default(null),
  /** VRS refused the application, as what stands is not what was compared: before anything else the difference is made anew. */
  differenceOutdated: z.boolean().default(false),
  /** The undoing of the applied batch, as VRS gave it last, and what was asked for and not answered yet. */
  reversal: Batch.nullable().default(null),
  reversing: z.strictObject({ key: z.uuid(), reason: z.string() }).nullable().default(null),
  /** When staging file and key were destroyed at the end, and whether the operation log says so; null before. */
  erasure: z.strictObject({ at: IsoTimestamp, recorded: z.boolean() }).nullable(),
});
export type DraftRecord = z.infer<typeof DraftRecord>;

/** A draft in hand: what the journal holds of it. */
export interface Entry {
  readonly draftId: DraftId;
  readonly owner: UserId;
  readonly record: DraftRecord;
  /** Wrapped; null where there is no staging file. */
  readonly stagingKey: Uint8Array | null;
}

/** A draft that goes no further: everything is erased that only the way there needed. */
export function hasEnded(record: DraftRecord): boolean {
  return record.stage === 'ended';
}

export function draftOf({ draftId, record }: Entry): Draft {
  return {
    draftId,
    stage: record.stage,
    fileName: record.fileName,
    fileBytes: record.fileBytes,
    fileSha256: record.fileSha256,
    source: record.source,
    chosenAt: record.chosenAt,
    kind: record.kind,
    layoutId: record.layoutId,
    layoutVersion: record.layoutVersion,
    layoutName: record.layoutName,
    layoutColumns: record.layoutColumns,
    encoding: record.encoding,
    columns: record.columns,
    mappedBy: record.mappedBy,
    readingProblem: record.readingProblem,
    isFindingsList: record.isFindingsList,
    preview: record.preview,
    check: record.check,
    batch: record.batch,
    reversal: record.reversal,
  };
}

export function summaryOf(entry: Entry): DraftSummary {
  const {
    columns: _columns,
    layoutColumns: _layoutColumns,
    preview: _preview,
    check,
    ...rest
  } = draftOf(entry);
  return { ...rest, rows: check?.rows ?? null };
}

/** Whose data a draft shows. */
export function peopleIn({ record }: Entry): readonly AddresseeNumber[] {
  return [...new Set([...record.previewPeople, ...record.examplePeople])];
}
