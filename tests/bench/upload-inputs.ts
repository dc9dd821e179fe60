import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { FileWorker } from '../../src-main/batches/file-worker.ts';
import { ROWS_A_CHUNK } from '../../src-main/batches/sending/chunks.ts';
import type { StagingPlaces } from '../../src-main/cache/staging/staging-database.ts';
import { IsoDate, MunicipalityCode, Sha256 } from '../../src-shared/domain/identifiers.ts';
import { LayoutProfile } from '../../src-shared/domain/layouts/layout-profile.ts';
import { shippedProfiles } from '../../src-shared/domain/rules/layouts.ts';
import type { VrsRequest } from '../../src-shared/vrs-api/calls.ts';
import { writeBatchFile } from '../../src-training/batch-files/make-batch-file.ts';
import { ownMunicipality } from '../../src-training/residents/municipalities.ts';

export const fileWorker = new URL('../../src-main/batches/file-check-worker.ts', import.meta.url);
/** The people of the file are those of a training VRS that was filled from this seed. */
export const SEED = 'bench';

/** A checked file of 接種記録 as it lies before it is sent. */
export interface Staged {
  readonly rows: number;
  readonly rowsFile: string;
  readonly numbersFile: string;
  readonly sha256: string;
  readonly people: number;
}

/** Made once: the check is another bench's. */
export async function stagedRecords(rows: number, folder: string): Promise<Staged> {
  const at = (name: string): string => join(folder, `${name}-${rows}`);
  const made = at('staged.json');
  if (existsSync(made)) return JSON.parse(execFileSync('cat', [made], { encoding: 'utf8' })) as Staged;
  const file = at('records.csv');
  const descriptor = openSync(file, 'w');
  const { people } = writeBatchFile(
    { kind: 'records', rows, encoding: 'utf-8', seed: SEED },
    (piece) => writeSync(descriptor, piece),
    () => undefined,
  );
  closeSync(descriptor);
  const sha256 = Sha256.parse(execFileSync('sha256sum', [file], { encoding: 'utf8' }).slice(0, 64));
  const staged = { rows, rowsFile: at('rows.db'), numbersFile: at('numbers.db'), sha256, people };
  const profile = shippedProfiles
    .map((each) => LayoutProfile.parse(each))
    .find(({ kind }) => kind === 'records');
  if (!profile) throw new Error('the product ships a layout of records');
  const checker = new FileWorker({ worker: fileWorker });
  const checked = await checker.call('check', {
    path: file,
    sha256,
    encoding: 'utf-8',
    profile,
    columns: profile.columns.map(({ id }) => id),
    municipalityCode: MunicipalityCode.parse(ownMunicipality.code),
    today: IsoDate.parse('2026-11-20'),
    rulesVersion: 'bench',
    lines: rows + 1,
    seenBefore: null,
    staging: placesOf(staged),
  });
  await checker.close();
  if (!checked.ok) throw new Error(checked.problem.code);
  const { rejected, repeated } = checked.value.summary;
  if (rejected + repeated > 0) throw new Error('every row of the file is to be sent');
  writeFileSync(`${made}.new`, JSON.stringify(staged));
  renameSync(`${made}.new`, made);
  return staged;
}

const key = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

/** The keys of made-up rows; whoever opens the files overwrites them. */
export function placesOf({ rowsFile, numbersFile }: Staged): StagingPlaces {
  return { rows: { file: rowsFile, key: key(7) }, individualNumbers: { file: numbersFile, key: key(8) } };
}

export function openingOf({ rows, sha256 }: Staged): VrsRequest<'batches.open'>['body'] {
  return {
    kind: 'records',
    layoutId: 'records-1',
    layoutVersion: 1,
    layoutDigest: sha256,
    rulesVersion: 'bench',
    fileName: '接種記録.csv',
    fileSha256: sha256,
    fileEncoding: 'utf-8',
    source: { kind: 'office' },
    rowCount: rows,
    chunkCount: Math.ceil(rows / ROWS_A_CHUNK),
    leftOutCount: 0,
    acknowledgedCount: 0,
    editedRowCount: 0,
    editsSha256: null,
    atomicity: 'row',
  };
}
