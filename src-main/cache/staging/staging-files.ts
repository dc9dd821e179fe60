import type { EncryptedDatabase, PreparedStatement } from '../encrypted-database.ts';
import type { BlockContent, RowBlocks } from './block.ts';
import { type StagedFinding, StagedFindings } from './staged-findings.ts';
import { numbersSchema, openStagingDatabase, rowsSchema, type StagingPlaces } from './staging-database.ts';

type InsertBlock = PreparedStatement<[number, Uint8Array, Uint8Array], unknown>;

/** The two files of a staging store while they are written. Without a journal there is nothing to go back to: they are thrown away where it fails. */
export class StagingFiles {
  readonly rows: EncryptedDatabase;
  readonly numbers: EncryptedDatabase;
  readonly #addRows: InsertBlock;
  readonly #addNumbers: InsertBlock;
  readonly #findings: StagedFindings;

  private constructor(rows: EncryptedDatabase, numbers: EncryptedDatabase) {
    this.rows = rows;
    this.numbers = numbers;
    const insert = 'INSERT INTO block VALUES (?, ?, ?)';
    this.#addRows = rows.prepare(insert);
    this.#addNumbers = numbers.prepare(insert);
    this.#findings = new StagedFindings(rows);
    rows.execute('BEGIN');
    numbers.execute('BEGIN');
  }

  /** Two empty files; what was there must be gone. */
  static create(places: StagingPlaces): StagingFiles {
    return opened(places, (rows, numbers) => {
      rows.execute(rowsSchema);
      numbers.execute(numbersSchema);
      return new StagingFiles(rows, numbers);
    });
  }

  /** To go on where another thread has let go of them (`release`). */
  static goOn(places: StagingPlaces): StagingFiles {
    return opened(places, (rows, numbers) => new StagingFiles(rows, numbers));
  }

  write({ first, rows, numbers }: RowBlocks): void {
    this.#addRows.run(first, endsOf(rows), bodyOf(rows));
    if (numbers.bytes > 0) this.#addNumbers.run(first, endsOf(numbers), bodyOf(numbers));
  }

  /** `row`: `NO_ROW` for the header line. */
  addFinding(row: number, finding: StagedFinding): void {
    this.#findings.add(row, finding);
  }

  /** Writes what is there so far and lets go of it. */
  release(): void {
    for (const database of [this.numbers, this.rows]) database.execute('COMMIT');
    this.close();
  }

  close(): void {
    this.numbers.close();
    this.rows.close();
  }
}

function opened(
  { rows, individualNumbers }: StagingPlaces,
  made: (rows: EncryptedDatabase, numbers: EncryptedDatabase) => StagingFiles,
): StagingFiles {
  const databases: EncryptedDatabase[] = [];
  try {
    for (const place of [rows, individualNumbers]) databases.push(openStagingDatabase(place, 'off'));
    const [one, other] = databases;
    if (!one || !other) throw new Error('two files make a staging store');
    return made(one, other);
  } catch (thrown) {
    for (const database of databases) database.close();
    throw thrown;
  }
}

const bodyOf = ({ body, bytes }: BlockContent): Uint8Array => body.subarray(0, bytes);
const endsOf = ({ ends, records }: BlockContent): Uint8Array => new Uint8Array(ends.buffer, 0, records * 4);
