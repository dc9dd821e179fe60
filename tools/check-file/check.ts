import { randomBytes } from 'node:crypto';
import path from 'node:path';

import type { ShelvedLayout } from '../../src-main/batches/layout-shelf.ts';
import { FileWorker } from '../../src-main/batches/file-worker.ts';
import type { Head } from '../../src-main/batches/reading/head.ts';
import type { Survey } from '../../src-main/batches/reading/survey.ts';
import type { StagingPlaces } from '../../src-main/cache/staging/staging-database.ts';
import { StagingStore } from '../../src-main/cache/staging/staging-store.ts';
import type { CheckSummary } from '../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { type IsoDate, MunicipalityCode } from '../../src-shared/domain/identifiers.ts';
import { rulesVersion } from '../../src-shared/domain/rules/table.ts';
import type { CheckFileOptions } from './options.ts';
import type { LineRange, ReportedFinding } from './report.ts';
import type { Standing } from './standing.ts';

const WORKER = new URL('../../src-main/batches/file-check-worker.ts', import.meta.url);
const MUNICIPALITY_COLUMN = '市町村コード';
/** Of a file that says nothing of its municipality (台帳向け出力): the example of every document. */
const EXAMPLE_MUNICIPALITY = MunicipalityCode.parse('131237');
const RANGES_A_RULE = 8;

export interface CheckTask {
  readonly options: Pick<
    CheckFileOptions,
    'file' | 'kind' | 'encoding' | 'limit' | 'showValues' | 'municipality'
  >;
  /** As which the file may be read. */
  readonly layouts: readonly ShelvedLayout[];
  readonly today: IsoDate;
  /** What stands in VRS; undefined: the file by itself. */
  readonly standing: Standing | undefined;
  /** An empty folder for what is staged. Whoever made it removes it. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

export interface CheckedFile {
  readonly survey: Survey;
  readonly head: Head;
  readonly municipalityCode: MunicipalityCode;
  readonly summary: CheckSummary;
  readonly findings: readonly ReportedFinding[];
  readonly ranges: ReadonlyMap<string, readonly LineRange[]>;
}

/** Checks a file as the app does: by the same worker, staged under keys that nobody keeps. Problems: those of the app's own check. */
export async function check<More = undefined>(
  task: CheckTask,
  /** What else is to be read from the staged file before it is closed. */
  more?: (store: StagingStore) => More,
): Promise<Outcome<CheckedFile & { readonly more: More | undefined }>> {
  const { options, standing, signal, onProgress } = task;
  const worker = new FileWorker({
    worker: WORKER,
    signal,
    onProgress,
    ...(standing ? { holders: standing.holders, residents: standing.residents } : {}),
  });
  const places = placesIn(task.folder);
  try {
    const known = await read(worker, task);
    if (!known.ok) return known;
    const { survey: file, head, municipalityCode } = known.value;
    const shelved = task.layouts.find(({ layout }) => layout.id === head.layoutId);
    if (!shelved) return failed('layout-changed');
    const checked = await worker.call('check', {
      path: path.resolve(options.file),
      sha256: file.sha256,
      encoding: head.encoding,
      profile: shelved.profile,
      columns: head.columns.map(({ id }) => id),
      municipalityCode,
      today: task.today,
      rulesVersion,
      lines: file.lines,
      seenBefore: null,
      staging: places(),
    });
    if (!checked.ok) return checked;
    const store = StagingStore.open(places().rows);
    if (!store) return failed('draft-missing');
    try {
      const { summary } = checked.value;
      const found = { findings: findingsIn(store, options), ranges: rangesIn(store, summary) };
      return ok({ survey: file, head, municipalityCode, summary, ...found, more: more?.(store) });
    } finally {
      store.close();
    }
  } finally {
    await worker.close();
  }
}

type Read = { readonly survey: Survey; readonly head: Head; readonly municipalityCode: MunicipalityCode };

/** Who does not say which municipality is the own one gets the file's. */
async function read(worker: FileWorker, { options, standing, layouts }: CheckTask): Promise<Outcome<Read>> {
  const file = path.resolve(options.file);
  const surveyed = await worker.call('survey', { path: file, encoding: options.encoding ?? undefined });
  if (!surveyed.ok) return surveyed;
  const { encoding } = surveyed.value;
  const wanted = {
    path: file,
    encoding,
    kind: options.kind,
    mapping: null,
    layouts: layouts.map(({ layout }) => layout),
  };
  const own = options.municipality ?? standing?.municipalityCode;
  let municipalityCode = own ?? EXAMPLE_MUNICIPALITY;
  let head = await worker.call('readHead', { ...wanted, municipalityCode });
  const code = head.ok ? undefined : MunicipalityCode.safeParse(head.problem.about['code']).data;
  if (!own && code && !head.ok && head.problem.code === 'file-other-municipality') {
    municipalityCode = code;
    head = await worker.call('readHead', { ...wanted, municipalityCode });
  }
  if (!head.ok) return head;
  if (head.value.readingProblem) return { ok: false, problem: head.value.readingProblem };
  if (!own) municipalityCode = municipalityIn(head.value) ?? municipalityCode;
  return ok({ survey: surveyed.value, head: head.value, municipalityCode });
}

/** The code in the first row that has one. */
function municipalityIn({ columns, preview }: Head): MunicipalityCode | undefined {
  const place = columns.findIndex(({ column }) => column === MUNICIPALITY_COLUMN);
  const codes = preview.map((row) => MunicipalityCode.safeParse(row[place]?.normalize('NFKC').trim()));
  return codes.find(({ success }) => success)?.data;
}

/** SECURITY: H57 — keys of this run alone; each opening wipes its own copy. */
function placesIn(folder: string): () => StagingPlaces {
  const [rows, numbers] = [randomBytes(32), randomBytes(32)];
  return () => ({
    rows: { file: path.join(folder, 'rows.db'), key: Uint8Array.from(rows) },
    individualNumbers: { file: path.join(folder, 'individual-numbers.db'), key: Uint8Array.from(numbers) },
  });
}

function findingsIn(
  store: StagingStore,
  { limit, showValues }: CheckTask['options'],
): readonly ReportedFinding[] {
  if (limit === 0) return [];
  return store
    .findings(null, 0, limit)
    .findings.map(({ line: row, column, code, severity, value, sentence }) =>
      showValues ? { row, column, code, severity, value, sentence } : { row, column, code, severity },
    );
}

function rangesIn(store: StagingStore, { rules }: CheckSummary): ReadonlyMap<string, readonly LineRange[]> {
  return new Map(
    rules.map(({ code }) => [
      code,
      store
        .rowsWith(code)
        .ranges(RANGES_A_RULE)
        .map(({ from, until }) => ({ from: store.lineOf(from), until: store.lineOf(until) })),
    ]),
  );
}
