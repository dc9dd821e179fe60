/**
 * The fingerprint of a batch: SHA-256 over a header line and every row, so that what was approved is what is applied.
 * Both sides compute it by themselves; `rows` are the exact JSON-array lines of the chunks, in order.
 */
export interface FingerprintHeader {
  readonly kind: string;
  readonly layoutId: string;
  readonly rulesVersion: string;
  readonly fileSha256: string;
  readonly maker: string;
  readonly rowCount: number;
}

/** The bytes that go into the hash before the rows; each row follows with a line feed after it. */
export function fingerprintHeaderLine(header: FingerprintHeader): string {
  return `${JSON.stringify([
    'batch-fingerprint-1',
    header.kind,
    header.layoutId,
    header.rulesVersion,
    header.fileSha256,
    header.maker,
    header.rowCount,
  ])}\n`;
}
