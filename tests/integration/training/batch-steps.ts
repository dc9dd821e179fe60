import { hash } from 'node:crypto';

import type { Batch, BatchKind, BatchOpening } from '../../../src-shared/vrs-api/batches.ts';
import type { VrsRequest } from '../../../src-shared/vrs-api/calls.ts';
import type { Person } from '../../../src-shared/vrs-api/people.ts';
import { chunkOf, type SignedIn, type TestVrs } from './training-vrs.ts';

export type Row = readonly (string | number)[];

export const OWN = '992011';
export const NEIGHBOUR = '992020';

/** One row of 接種記録 for a ticket. */
export function recordRow(
  line: number,
  ticketNumber: string,
  changes: Partial<{
    doseNumber: string;
    vaccinatedOn: string;
    lotNumber: string;
    municipalityCode: string;
    venue: string;
    maker: string;
  }> = {},
): Row {
  const { doseNumber = '1', vaccinatedOn = '2021-07-01', lotNumber = 'FA1234' } = changes;
  const { municipalityCode = OWN, venue = '青葉市民体育館', maker = 'ファイザー' } = changes;
  const place = [vaccinatedOn, OWN, venue, '大塚　健', maker, lotNumber];
  return [line, municipalityCode, ticketNumber, doseNumber, '1', ...place];
}

export interface Subject {
  readonly addresseeNumber: string;
  readonly ticketNumber: string;
  readonly individualNumber?: string;
  readonly name?: string;
  readonly kana?: string;
  readonly birthDate?: string;
  readonly sex?: string;
  readonly flag?: string;
  readonly flagOn?: string;
  readonly municipalityCode?: string;
}

export function subjectRow(line: number, subject: Subject): Row {
  return [
    line,
    subject.municipalityCode ?? OWN,
    subject.addresseeNumber,
    subject.individualNumber ?? '',
    subject.name ?? '新規　太郎',
    subject.kana ?? 'シンキ　タロウ',
    subject.birthDate ?? '1980-01-02',
    subject.sex ?? '1',
    subject.ticketNumber,
    subject.flag ?? 'none',
    subject.flagOn ?? '',
  ];
}

/** The row of somebody as they stand. */
export function subjectRowOf(line: number, person: Person | undefined, changes: Partial<Subject> = {}): Row {
  if (!person) throw new Error('nobody');
  const { addresseeNumber, name, kana, birthDate, sex, flag } = person;
  const flagged = flag.kind === 'none' ? {} : { flag: flag.kind, flagOn: flag.on };
  const ticketNumber = ticketOf(person);
  return subjectRow(line, {
    addresseeNumber,
    name,
    kana,
    birthDate,
    sex,
    ticketNumber,
    ...flagged,
    ...changes,
  });
}

/** A row that says exactly what stands. */
export function standingRow(line: number, dose: Person['doses'][number]): Row {
  return [
    line,
    dose.municipalityCode,
    dose.ticketNumber,
    String(dose.doseNumber),
    dose.ticketKind,
    dose.vaccinatedOn,
    dose.vaccinatedInMunicipality ?? '',
    dose.venue,
    dose.doctor,
    dose.maker,
    dose.lotNumber,
  ];
}

export function openingOf(
  kind: Exclude<BatchKind, 'reversal'>,
  rows: number,
  changes: Partial<BatchOpening> = {},
): VrsRequest<'batches.open'>['body'] {
  return {
    kind,
    layoutId: `${kind}-1`,
    layoutVersion: 1,
    layoutDigest: hash('sha256', `layout of ${kind}`),
    rulesVersion: 'rules-1',
    fileName: '試験.csv',
    fileSha256: hash('sha256', `file of ${rows}`),
    fileEncoding: 'utf-8',
    source: { kind: 'office' },
    rowCount: rows,
    chunkCount: 1,
    leftOutCount: 0,
    acknowledgedCount: 0,
    editedRowCount: 0,
    editsSha256: null,
    atomicity: 'row',
    ...changes,
  };
}

/** Opened, sent and compared: what the maker has before submitting. */
export async function readyBatch(
  maker: SignedIn,
  kind: Exclude<BatchKind, 'reversal'>,
  rows: readonly Row[],
  changes: Partial<BatchOpening> & { readonly perChunk?: number } = {},
): Promise<Batch> {
  const { perChunk = 5000, ...opening } = changes;
  const chunkCount = Math.ceil(rows.length / perChunk);
  const { batchId } = await maker.call('batches.open', {
    body: openingOf(kind, rows.length, { chunkCount, ...opening }),
  });
  for (let chunk = 0; chunk < chunkCount; chunk += 1) {
    const part = rows.slice(chunk * perChunk, (chunk + 1) * perChunk);
    await maker.call('batches.sendChunk', { path: { batchId, chunk } }, chunkOf(part));
  }
  return maker.call('batches.computeDifference', { path: { batchId } });
}

export function fingerprintsOf({ fingerprint, differenceFingerprint }: Batch): {
  fingerprint: string;
  differenceFingerprint: string;
} {
  return { fingerprint: fingerprint ?? '', differenceFingerprint: differenceFingerprint ?? '' };
}

export async function submittedBatch(
  maker: SignedIn,
  kind: Exclude<BatchKind, 'reversal'>,
  rows: readonly Row[],
  changes: Partial<BatchOpening> & { readonly perChunk?: number } = {},
): Promise<Batch> {
  const batch = await readyBatch(maker, kind, rows, changes);
  const { acknowledgedCount } = batch;
  return maker.call('batches.submit', {
    path: { batchId: batch.batchId },
    body: {
      comment: '七月分',
      acknowledgementReason: acknowledgedCount > 0 ? '予診票で確かめた' : '',
      ...fingerprintsOf(batch),
    },
  });
}

export async function approve(vrs: TestVrs, checker: SignedIn, batch: Batch): Promise<Batch> {
  const proof = await vrs.proofFor(checker, batch.batchId);
  return checker.call('batches.approve', {
    path: { batchId: batch.batchId },
    body: { proof, ...fingerprintsOf(batch) },
  });
}

/** Approved and applied as far as it goes. */
export async function settled(vrs: TestVrs, checker: SignedIn, batch: Batch): Promise<Batch> {
  await approve(vrs, checker, batch);
  await vrs.vrs.applied();
  return checker.call('batches.read', { path: { batchId: batch.batchId } });
}

export async function everybody(person: SignedIn): Promise<readonly Person[]> {
  const { people } = await person.call('people.changes', { query: { limit: 2000 } });
  return people;
}

/** Somebody whose doses are plain: one good ticket, at least so many doses, none confirmed. */
export function plainPeople(people: readonly Person[], leastDoses: number): readonly Person[] {
  return people.filter(
    ({ tickets, doses, flag }) =>
      tickets.length === 1 &&
      flag.kind === 'none' &&
      doses.length >= leastDoses &&
      doses.every(({ confirmed }, index) => !confirmed && doses[index]?.doseNumber === index + 1),
  );
}

export const ticketOf = (person: Person | undefined): string => person?.tickets.at(-1)?.ticketNumber ?? '';
