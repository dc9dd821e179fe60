import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { checkFile } from '../../../src-main/batches/checking/check-file.ts';
import { StagedRows } from '../../../src-main/batches/checking/staged-rows.ts';
import { LayoutShelf } from '../../../src-main/batches/layout-shelf.ts';
import { readHead } from '../../../src-main/batches/reading/head.ts';
import { surveyFile } from '../../../src-main/batches/reading/survey.ts';
import type { Holder, TicketKey } from '../../../src-main/cache/repositories.ts';
import type { StagedFinding } from '../../../src-main/cache/staging/staged-findings.ts';
import type { EncryptedFile, StagingPlaces } from '../../../src-main/cache/staging/staging-database.ts';
import { StagingStore } from '../../../src-main/cache/staging/staging-store.ts';
import { StagingWriter } from '../../../src-main/cache/staging/staging-writer.ts';
import type { CheckSummary, FileEncoding } from '../../../src-shared/contract/batches.ts';
import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { IsoDate, MunicipalityCode, Sha256 } from '../../../src-shared/domain/identifiers.ts';

export interface CheckedFile {
  readonly summary: CheckSummary;
  readonly findings: readonly StagedFinding[];
  /** `line code` of every finding, in the order of the file. */
  readonly found: readonly string[];
  /** The rows that go to VRS. */
  readonly rows: readonly (readonly unknown[])[];
}

export interface CheckOptions {
  readonly holder?: (ticket: TicketKey) => Holder | null;
  /** Where the file is to be read in another encoding than its own. */
  readonly encoding?: FileEncoding;
  /** Of the findings. */
  readonly limit?: number;
}

/** The check of a whole file in this thread: what the worker does, without its messages. */
export async function checkedFile(
  bytes: string | Uint8Array,
  options: CheckOptions = {},
): Promise<CheckedFile> {
  const folder = mkdtempSync(path.join(tmpdir(), 'checked-file-'));
  try {
    return await checkIn(folder, bytes, options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function checkIn(
  folder: string,
  bytes: string | Uint8Array,
  options: CheckOptions,
): Promise<CheckedFile> {
  const { holder = () => null } = options;
  const file = path.join(folder, 'checked.csv');
  writeFileSync(file, bytes);
  const survey = options.encoding ? undefined : valueOf(surveyFile(file));
  const encoding = options.encoding ?? survey?.encoding ?? 'utf-8';
  const municipalityCode = MunicipalityCode.parse('131237');
  const shelf = new LayoutShelf();
  const head = valueOf(
    readHead({
      path: file,
      encoding,
      kind: null,
      layouts: shelf.layouts,
      mapping: null,
      municipalityCode,
    }),
  );
  const profile = shelf.find(head.layoutId)?.profile;
  if (!profile || head.readingProblem) throw new Error(head.readingProblem?.code ?? 'no layout');
  const places = stagingPlaces(folder);
  const writer = StagingWriter.create(places());
  const checked = await checkFile(
    {
      path: file,
      sha256: survey?.sha256 ?? Sha256.parse(await sha256Of(bytes)),
      encoding,
      profile,
      columns: head.columns.map(({ id }) => id),
      municipalityCode,
      today: IsoDate.parse('2021-10-01'),
      rulesVersion: 'rules-1/test-1',
      lines: survey?.lines ?? 1,
      seenBefore: null,
    },
    {
      writer,
      ask: async (tickets) => ok(tickets.map(holder)),
      stopped: () => false,
      onProgress: () => undefined,
    },
  );
  writer.close();
  const { rows: rowsPlace, individualNumbers } = places();
  const store = StagingStore.open(rowsPlace, individualNumbers);
  if (!store) throw new Error('nothing was staged');
  const { findings } = store.findings(null, 0, options.limit ?? 1_000);
  const rows = [...new StagedRows(store).wireRows()].map(
    ({ text }) => JSON.parse(text) as readonly unknown[],
  );
  store.close();
  const found = findings.map(({ line, code }) => `${line} ${code}`);
  return { summary: valueOf(checked).summary, findings, found, rows };
}

/** Two files in a folder; the keys come anew each time, because whoever opens a file overwrites its key. */
export function stagingPlaces(folder: string): () => StagingPlaces {
  const keys = [randomBytes(32), randomBytes(32)];
  const place = (name: string, key = 0): EncryptedFile => ({
    file: path.join(folder, name),
    key: Uint8Array.from(keys[key] ?? []),
  });
  return () => ({ rows: place('staging.db'), individualNumbers: place('staging.numbers.db', 1) });
}

async function sha256Of(bytes: string | Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(Buffer.from(bytes)));
  return Buffer.from(digest).toString('hex');
}

export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.value;
}
