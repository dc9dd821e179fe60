import type { BatchEdit, DifferenceRow } from './batches.ts';

/**
 * The fingerprint of a batch: SHA-256 over a header line and every row, so that what was approved is what is applied.
 * Both sides compute it by themselves; `rows` are the exact JSON-array lines of the chunks, in order.
 */
export interface FingerprintHeader {
  readonly kind: string;
  readonly layoutId: string;
  readonly layoutVersion: number;
  readonly layoutDigest: string;
  readonly rulesVersion: string;
  readonly fileSha256: string;
  readonly maker: string;
  readonly rowCount: number;
  readonly editedRowCount: number;
  /** SHA-256 over the lines of the edits, each with a line feed after it; null where nothing was edited. */
  readonly editsSha256: string | null;
}

/** The bytes that go into the hash before the rows; each row follows with a line feed after it. */
export function fingerprintHeaderLine(header: FingerprintHeader): string {
  return `${JSON.stringify([
    'batch-fingerprint-2',
    header.kind,
    header.layoutId,
    header.layoutVersion,
    header.layoutDigest,
    header.rulesVersion,
    header.fileSha256,
    header.maker,
    header.rowCount,
    header.editedRowCount,
    header.editsSha256,
  ])}\n`;
}

/**
 * The fingerprint of a difference: SHA-256 over `differenceHeader`, a `differenceLine` for every row of the difference in order, and
 * `differenceFooter`, which ties it to the rows of the batch. The name that a person has just now is not part of it: it belongs to the
 * person, and where the person is what a row changes, `targetVersion` speaks for it. Nor are the edits: the batch's own fingerprint
 * covers them.
 */
export const differenceHeader = '["difference-fingerprint-1"]\n';

export function differenceFooter(batchFingerprint: string): string {
  return `${JSON.stringify([batchFingerprint])}\n`;
}

export function differenceLine(row: Omit<DifferenceRow, 'personName' | 'edits'>): string {
  return `${JSON.stringify([
    row.line,
    row.outcome,
    row.effect,
    row.target,
    row.targetVersion,
    row.addresseeNumber,
    row.ticketNumber,
    row.doseNumber,
    row.changes.map(({ field, before, after }) => [field, before, after]),
  ])}\n`;
}

/** One edit as it travels and as it is hashed, without the line feed. */
export function editLine({ line, column, before, after }: BatchEdit): string {
  return JSON.stringify([line, column, before, after]);
}
