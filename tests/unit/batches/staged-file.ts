import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { checkFile } from '../../../src-main/batches/checking/check-file.ts';
import { LayoutShelf } from '../../../src-main/batches/layout-shelf.ts';
import { readHead } from '../../../src-main/batches/reading/head.ts';
import { surveyFile } from '../../../src-main/batches/reading/survey.ts';
import { checkAsItStands } from '../../../src-main/batches/rows/check-as-it-stands.ts';
import { DraftRows } from '../../../src-main/batches/rows/draft-rows.ts';
import type { Holder, TicketKey } from '../../../src-main/cache/repositories.ts';
import type { StagingPlaces } from '../../../src-main/cache/staging/staging-database.ts';
import { StagingWriter } from '../../../src-main/cache/staging/staging-writer.ts';
import type { Finding, RuleCount } from '../../../src-shared/contract/batches.ts';
import { ok } from '../../../src-shared/contract/problem.ts';
import { IsoDate, MunicipalityCode } from '../../../src-shared/domain/identifiers.ts';
import { stagingPlaces, valueOf } from './checked-file.ts';

/** What stands, for a check in this thread. */
export function whatStands(holder: (ticket: TicketKey) => Holder | null) {
  return {
    ask: async (tickets: readonly TicketKey[]) => ok(tickets.map(holder)),
    askResidents: async (people: readonly string[]) => ok(people.map(() => null)),
  };
}

/** A file that was checked and staged in a folder of its own, which goes with it. */
export interface StagedFile {
  readonly folder: string;
  readonly file: string;
  /** The keys come anew each time. */
  readonly places: () => StagingPlaces;
  /** With the 個人番号, as somebody who edits has it. */
  open(): DraftRows;
  remove(): void;
}

export async function stagedFile(
  bytes: string | Uint8Array,
  holder: (ticket: TicketKey) => Holder | null = () => null,
): Promise<StagedFile> {
  const folder = mkdtempSync(path.join(tmpdir(), 'staged-file-'));
  const file = path.join(folder, 'chosen.csv');
  writeFileSync(file, bytes);
  const { sha256, encoding, lines } = valueOf(surveyFile(file));
  const municipalityCode = MunicipalityCode.parse('131237');
  const shelf = new LayoutShelf();
  const { layouts } = shelf;
  const head = valueOf(
    readHead({ path: file, encoding, kind: null, layouts, mapping: null, municipalityCode }),
  );
  const profile = shelf.find(head.layoutId)?.profile;
  if (!profile) throw new Error('no layout');
  const places = stagingPlaces(folder);
  const writer = StagingWriter.create(places());
  const request = {
    path: file,
    sha256,
    encoding,
    profile,
    columns: head.columns.map(({ id }) => id),
    municipalityCode,
    today: IsoDate.parse('2021-10-01'),
    rulesVersion: 'rules-1/test-1',
    lines,
    seenBefore: null,
  };
  const unwatched = { stopped: () => false, onProgress: () => undefined };
  valueOf(await checkFile(request, { writer, ...whatStands(holder), ...unwatched }));
  writer.close();
  return {
    folder,
    file,
    places,
    open: () => {
      const { rows, individualNumbers } = places();
      const opened = DraftRows.open(rows, individualNumbers);
      if (!opened) throw new Error('nothing was staged');
      return opened;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const inOrder = (findings: readonly Finding[]): string[] =>
  findings
    .map(({ line, column, code, severity, sentence, proposal }) =>
      [line, column, code, severity, sentence, proposal].join(' | '),
    )
    .toSorted();

/** All that a check says of a file: every row's state and findings, what is counted, and which rows each rule has. */
export function saidOf(rows: DraftRows) {
  const { store } = rows;
  const { summary } = checkAsItStands(rows);
  return {
    counts: { ...summary, rules: summary.rules.map(withoutExample) },
    states: Array.from({ length: store.rowCount }, (_, row) => store.stateOf(row)),
    findings: inOrder(store.findings(null, 0, 100_000).findings),
    rows: Object.fromEntries(summary.rules.map(({ code }) => [code, [...store.rowsWith(code).rows()]])),
  };
}

function withoutExample({ code, severity, count, proposals }: RuleCount) {
  return { code, severity, count, proposals };
}
