import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { FileWorker } from '../../src-main/batches/file-worker.ts';
import type { StagingPlaces } from '../../src-main/cache/staging/staging-database.ts';
import { IsoDate, MunicipalityCode, Sha256 } from '../../src-shared/domain/identifiers.ts';
import { LayoutProfile } from '../../src-shared/domain/layouts/layout-profile.ts';
import { shippedProfiles } from '../../src-shared/domain/rules/layouts.ts';
import { writeBatchFile } from '../../src-training/batch-files/make-batch-file.ts';
import { ownMunicipality } from '../../src-training/residents/municipalities.ts';
import { buildIfNeeded } from '../../tools/prepare/build.ts';
import { PlainDatabase } from './plain-database.ts';

/** The worker as it is shipped. */
export const worker = new URL('../../out/main/file-check-worker.js', import.meta.url);
/** Every so manieth row has a day as a spreadsheet breaks it, for which there is a proposal. */
const BROKEN = 13;
export const DAY_CELL = 4;

export interface GridInput {
  readonly rows: number;
  /** The staging files of a checked draft, as the product leaves them. */
  readonly staged: string;
  /** What one would write instead: a plain table of texts, with the code of what is wrong in a row. */
  readonly plain: string;
}

/** Keys of made-up rows. */
export const placesIn = (folder: string): StagingPlaces => ({
  rows: { file: join(folder, 'rows.db'), key: new Uint8Array(32).fill(3) },
  individualNumbers: { file: join(folder, 'numbers.db'), key: new Uint8Array(32).fill(4) },
});

export async function gridInput(rows: number, folder: string): Promise<GridInput> {
  buildIfNeeded();
  const input = { rows, staged: join(folder, `staged-${rows}`), plain: join(folder, `plain-${rows}.db`) };
  const done = join(folder, `done-${rows}`);
  if (existsSync(done)) return input;
  rmSync(input.staged, { recursive: true, force: true });
  mkdirSync(input.staged);
  rmSync(input.plain, { force: true });
  const plain = plainTable(input.plain);
  const file = join(folder, `records-${rows}.csv`);
  const pieces: string[] = [];
  eachLine(rows, (line) => {
    pieces.push(line);
    plain.add(line);
  });
  const bytes = Buffer.from(pieces.join('\r\n'));
  writeFileSync(file, bytes);
  await stage(file, createHash('sha256').update(bytes).digest('hex'), input);
  plain.finish();
  rmSync(file);
  writeFileSync(done, '');
  return input;
}

function eachLine(rows: number, take: (line: string) => void): void {
  const wanted = { kind: 'records', rows, encoding: 'utf-8', seed: 'grid', people: rows } as const;
  let left = '';
  let index = 0;
  const piece = (bytes: Buffer): void => {
    const lines = (left + bytes.toString()).split('\r\n');
    left = lines.pop() ?? '';
    for (const line of lines) {
      take(index > 0 && index % BROKEN === 0 ? broken(line) : line);
      index += 1;
    }
  };
  writeBatchFile(wanted, piece, () => undefined);
}

function broken(line: string): string {
  const cells = line.split(',');
  return cells.with(DAY_CELL, `${cells[DAY_CELL] ?? ''}.0`).join(',');
}

async function stage(file: string, sha256: string, { rows, staged }: GridInput): Promise<void> {
  const profile = LayoutProfile.parse(
    shippedProfiles.find((each) => LayoutProfile.parse(each).kind === 'records'),
  );
  const checker = new FileWorker({ worker });
  const checked = await checker.call('check', {
    path: file,
    sha256: Sha256.parse(sha256),
    encoding: 'utf-8',
    profile,
    columns: profile.columns.map(({ id }) => id),
    municipalityCode: MunicipalityCode.parse(ownMunicipality.code),
    today: IsoDate.parse('2026-11-20'),
    rulesVersion: 'bench',
    lines: rows + 1,
    seenBefore: null,
    staging: placesIn(staged),
  });
  await checker.close();
  if (!checked.ok) throw new Error(checked.problem.code);
}

function plainTable(file: string): { readonly add: (line: string) => void; readonly finish: () => void } {
  const database = new PlainDatabase(file);
  let insert: ((cells: readonly string[]) => void) | undefined;
  let line = 0;
  return {
    add: (text) => {
      line += 1;
      const cells = text.split(',');
      if (!insert) {
        const columns = cells.map((_, index) => `c${index} TEXT`).join(', ');
        database.execute(`CREATE TABLE row (line INTEGER PRIMARY KEY, code TEXT, ${columns}); BEGIN`);
        const values = cells.map(() => '?').join(', ');
        const statement = database.prepare<[number, string | null, ...string[]]>(
          `INSERT INTO row VALUES (?, ?, ${values})`,
        );
        const width = cells.length;
        insert = (given) => {
          const code = given[DAY_CELL]?.endsWith('.0') === true ? 'date-invalid' : null;
          statement.run(line, code, ...given.slice(0, width));
        };
        return;
      }
      insert(cells);
    },
    finish: () => {
      database.execute('COMMIT; CREATE INDEX row_by_code ON row (code, line)');
      database.close();
    },
  };
}
