import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { LayoutShelf } from '../../../src-main/batches/layout-shelf.ts';
import { holderTextOf, readHolder } from '../../../src-main/cache/person-record.ts';
import type { Resident } from '../../../src-main/cache/repositories.ts';
import type { StagingStore } from '../../../src-main/cache/staging/staging-store.ts';
import { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { ok } from '../../../src-shared/contract/problem.ts';
import { IsoDate } from '../../../src-shared/domain/identifiers.ts';
import { isRuleCode, type RuleCode, severityOf } from '../../../src-shared/domain/rules/table.ts';
import type { Severity } from '../../../src-shared/domain/rules/severity.ts';
import { type BatchFileWanted, type FileTruth, isShown } from '../../../src-training/batch-files/wanted.ts';
import { writeBatchFile } from '../../../src-training/batch-files/make-batch-file.ts';
import { ownMunicipality } from '../../../src-training/residents/municipalities.ts';
import { Population } from '../../../src-training/residents/population.ts';
import { check } from '../../../tools/check-file/check.ts';
import type { Standing } from '../../../tools/check-file/standing.ts';
import { personOf } from './as-the-api-says.ts';

/** What the terminal's copy would say of a made-up population, without a copy. */
export function standingOf(seed: string, people: number): Standing {
  const population = new Population(seed);
  const holders = new Map<string, string>();
  const residents = new Map<string, Resident>();
  for (let number = 0; number * 100 < people; number += 1) {
    for (const person of population.block(number).residents.map(personOf)) {
      const { name, kana, birthDate, sex, flag, tickets } = person;
      const ticketNumber = tickets.at(-1)?.ticketNumber ?? null;
      residents.set(person.addresseeNumber, { name, kana, birthDate, sex, flag, ticketNumber });
      for (const ticket of person.tickets) holders.set(ticket.ticketNumber, holderTextOf(person, ticket));
    }
  }
  return {
    name: '架空の住民',
    municipalityCode: ownMunicipality.code,
    holders: async (tickets) =>
      ok(
        tickets.map(({ ticketNumber }) => {
          const held = holders.get(ticketNumber);
          return held === undefined ? null : readHolder(held);
        }),
      ),
    residents: async (asked) => ok(asked.map((addresseeNumber) => residents.get(addresseeNumber) ?? null)),
    close: async () => undefined,
  };
}

export interface HeldAgainstTruth {
  readonly planted: number;
  /** `line code (column)` of what the truth says and the check does not find. */
  readonly missed: readonly string[];
  /** What the check finds where the truth says nothing, by severity. */
  readonly elsewhere: Readonly<Record<Severity, readonly string[]>>;
  /** By code: planted, found. */
  readonly counts: ReadonlyMap<string, { planted: number; found: number }>;
}

/** After the programme's last day, so that no planted day but a future one lies in the future. */
export const TODAY = IsoDate.parse('2026-04-01');

/** Makes a file, checks it as the command line does, and holds everything that was found against everything that was planted. */
export async function heldAgainstTruth(
  wanted: BatchFileWanted,
  standing: Standing | undefined,
): Promise<HeldAgainstTruth> {
  const folder = mkdtempSync(path.join(tmpdir(), 'held-against-truth-'));
  try {
    const file = path.join(folder, 'file.csv');
    const truth = write(file, wanted);
    return await foundAndTrue({ file, truth, wanted, standing, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same for a file that is there, staged in that folder. */
export async function foundAndTrue(given: {
  readonly file: string;
  readonly truth: readonly FileTruth[];
  readonly wanted: Pick<BatchFileWanted, 'kind' | 'encoding'>;
  readonly standing: Standing | undefined;
  readonly folder: string;
}): Promise<HeldAgainstTruth> {
  const { file, truth, wanted, standing, folder } = given;
  const checked = await check(
    {
      options: {
        file,
        kind: wanted.kind,
        encoding: FileEncoding.parse(wanted.encoding),
        limit: 0,
        showValues: false,
        municipality: ownMunicipality.code,
      },
      layouts: new LayoutShelf().all,
      today: TODAY,
      standing,
      folder,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    },
    foundIn,
  );
  if (!checked.ok) throw new Error(checked.problem.sentence);
  const visible = truth.filter((each) => isShown(each, standing !== undefined));
  return compared(visible, checked.value.more ?? []);
}

function write(file: string, wanted: BatchFileWanted): readonly FileTruth[] {
  const truth: FileTruth[] = [];
  const descriptor = openSync(file, 'w');
  try {
    writeBatchFile(
      wanted,
      (bytes) => writeSync(descriptor, bytes),
      (each) => truth.push(each),
    );
  } finally {
    closeSync(descriptor);
  }
  return truth;
}

interface Found {
  readonly line: number;
  readonly code: RuleCode;
}

/** Every row of every rule: the complete sets, not the findings of which only some are kept. */
function foundIn(store: StagingStore): readonly Found[] {
  const header = store.findings(null, 0, 100).findings.filter(({ line }) => line === 1);
  const codes = [...store.ruleCounts().keys()].filter(isRuleCode);
  return [
    ...header.flatMap(({ line, code }) => (isRuleCode(code) ? [{ line, code }] : [])),
    ...codes.flatMap((code) =>
      [...store.rowsWith(code).rows()].map((row) => ({ line: store.lineOf(row), code })),
    ),
  ];
}

function compared(truth: readonly FileTruth[], found: readonly Found[]): HeldAgainstTruth {
  const key = ({ line, code }: Found): string => `${line} ${code}`;
  const planted = new Set(truth.map(key));
  const seen = new Set(found.map(key));
  const counts = new Map<string, { planted: number; found: number }>();
  for (const { code } of truth) countOf(counts, code).planted += 1;
  for (const { code } of found) countOf(counts, code).found += 1;
  const elsewhere: Record<Severity, string[]> = {
    reject: [],
    'must-correct': [],
    'should-check': [],
    note: [],
  };
  for (const each of found) if (!planted.has(key(each))) elsewhere[severityOf(each.code)].push(key(each));
  return {
    planted: truth.length,
    missed: [...planted].filter((each) => !seen.has(each)),
    elsewhere,
    counts,
  };
}

function countOf(
  counts: Map<string, { planted: number; found: number }>,
  code: string,
): { planted: number; found: number } {
  const count = counts.get(code) ?? { planted: 0, found: 0 };
  counts.set(code, count);
  return count;
}
