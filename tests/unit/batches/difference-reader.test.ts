import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { DifferenceReader, type ReadBatch } from '../../../src-main/batches/difference/difference-reader.ts';
import type { Disagreement } from '../../../src-main/batches/difference/sent-row.ts';
import { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import type { DifferenceCounts, DifferenceRow } from '../../../src-shared/vrs-api/batches.ts';
import {
  differenceFooter,
  differenceHeader,
  differenceLine,
  editLine,
} from '../../../src-shared/vrs-api/fingerprint.ts';

type Changes = DifferenceRow['changes'];
const fingerprint = Sha256.parse('a'.repeat(64));

const sentRow = (line: number, lot = 'FA1234'): string =>
  JSON.stringify([
    line,
    '992011',
    `001000000${line}`,
    '1',
    '1',
    '2021-07-01',
    '',
    '会場',
    '',
    'ファイザー',
    lot,
  ]);

const everything: Changes = [
  { field: 'ticketKind', before: null, after: '1' },
  { field: 'vaccinatedOn', before: null, after: '2021-07-01' },
  { field: 'venue', before: null, after: '会場' },
  { field: 'maker', before: null, after: 'ファイザー' },
  { field: 'lotNumber', before: null, after: 'FA1234' },
];

function row(line: number, change: Partial<DifferenceRow> = {}): DifferenceRow {
  return {
    line,
    outcome: 'new',
    effect: 'new',
    target: null,
    targetVersion: 0,
    addresseeNumber: `10${line}`,
    personName: '試験　太郎',
    ticketNumber: `001000000${line}`,
    doseNumber: 1,
    changes: everything,
    edits: [],
    ...change,
  };
}

const changed = (line: number): DifferenceRow =>
  row(line, {
    outcome: 'changed',
    effect: 'changed',
    target: 'r1',
    targetVersion: 3,
    changes: [{ field: 'lotNumber', before: 'FA1233', after: 'FA1234' }],
  });
const unchanged = (line: number): DifferenceRow =>
  row(line, { outcome: 'unchanged', effect: 'unchanged', target: 'r2', targetVersion: 1, changes: [] });
const foreign = (line: number): DifferenceRow =>
  row(line, {
    outcome: 'conflicting',
    effect: 'conflicting',
    addresseeNumber: '',
    changes: [{ field: 'municipalityCode', before: '992020', after: '992011' }],
  });
const edited = (line: number): DifferenceRow =>
  row(line, { edits: [{ column: 'ワクチンロット番号', before: 'FAl234', after: 'FA1234' }] });

const honest = [row(2), changed(3), unchanged(4), foreign(5), edited(6)];
const sent = honest.map(({ line }) => sentRow(line));

/** What VRS says of the batch whose difference these rows are. */
function batchOf(rows: readonly DifferenceRow[]): ReadBatch {
  const counts: DifferenceCounts = { new: 0, changed: 0, unchanged: 0, conflicting: 0, locked: 0, stale: 0 };
  const hash = createHash('sha256').update(differenceHeader);
  const edits = createHash('sha256');
  let hasEdits = false;
  for (const each of rows) {
    counts[each.outcome] += 1;
    hash.update(differenceLine(each));
    for (const edit of each.edits) {
      hasEdits = true;
      edits.update(`${editLine({ line: each.line, ...edit })}\n`);
    }
  }
  return {
    kind: 'records',
    state: 'ready',
    fingerprint,
    differenceFingerprint: Sha256.parse(hash.update(differenceFooter(fingerprint)).digest('hex')),
    counts,
    editsSha256: hasEdits ? Sha256.parse(edits.digest('hex')) : null,
  };
}

interface Listed {
  readonly batch: ReadBatch;
  readonly rows: readonly DifferenceRow[];
  readonly perPage?: number;
  /** Null at the approver's terminal, where the rows that were sent are not. */
  readonly sentRows?: readonly string[] | null;
}

/** Reads what VRS lists; what is wrong with it, or the overview. */
function read({ batch, rows, perPage = 2, sentRows = sent }: Listed) {
  const texts = sentRows?.map((text) => ({ text }))[Symbol.iterator]();
  const reader = new DifferenceReader(batch, texts);
  for (let start = 0; start < rows.length; start += perPage) {
    const page = {
      differenceFingerprint: batch.differenceFingerprint,
      rows: rows.slice(start, start + perPage),
      cursor: start + perPage < rows.length ? 'more' : null,
    };
    const answer = reader.take(JSON.stringify(page));
    if (!answer.ok) throw new Error(answer.problem.code);
    const { disagreement } = reader.read();
    if (disagreement) return { disagreement };
  }
  return reader.end();
}

describe('a difference is read to its end', () => {
  test('and found right where VRS lists what was sent, whatever the pages', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), (perPage) => {
        expect(read({ batch: batchOf(honest), rows: honest, perPage }).disagreement).toBeNull();
      }),
    );
  });

  test('and summed up: outcomes, fields, kinds of change with examples, rows of others, edited rows', () => {
    const result = read({ batch: batchOf(honest), rows: honest });
    if (!('overview' in result)) throw new Error('no overview');
    const { overview } = result;
    expect(overview).toMatchObject({
      counts: { new: 2, changed: 1, unchanged: 1, conflicting: 1 },
      otherMunicipality: 1,
      edited: 1,
      otherKinds: 0,
    });
    expect(overview.kinds.map(({ outcome, fields, rows }) => [outcome, fields, rows])).toEqual([
      ['changed', ['lotNumber'], 1],
      ['conflicting', ['municipalityCode'], 1],
      ['new', [], 2],
      ['unchanged', [], 1],
    ]);
    expect(overview.kinds.map(({ examples }) => examples.map(({ line }) => line))).toEqual([
      [3],
      [5],
      [2, 6],
      [],
    ]);
  });

  const lies: readonly (readonly [string, Disagreement, readonly DifferenceRow[]])[] = [
    ['a row is missing', 'row-missing', honest.slice(0, -1)],
    ['a row is missing in the middle', 'other-row', honest.toSpliced(1, 1)],
    ['a row is there twice', 'other-row', honest.toSpliced(1, 0, row(2))],
    ['a row was never sent', 'row-not-sent', [...honest, row(7)]],
    ['rows are in another order', 'other-row', [changed(3), row(2), ...honest.slice(2)]],
    ['another ticket is named', 'other-row', honest.with(0, row(2, { ticketNumber: '0010000009' }))],
    ['another dose is named', 'other-row', honest.with(0, row(2, { doseNumber: 2 }))],
    [
      'another value would stand',
      'other-value',
      honest.with(1, { ...changed(3), changes: [{ field: 'lotNumber', before: 'FA1233', after: 'FA9999' }] }),
    ],
    [
      'a value would be taken away',
      'other-value',
      honest.with(1, { ...changed(3), changes: [{ field: 'lotNumber', before: 'FA1233', after: null }] }),
    ],
    [
      'a field would change to what it is',
      'other-value',
      honest.with(1, { ...changed(3), changes: [{ field: 'lotNumber', before: 'FA1234', after: 'FA1234' }] }),
    ],
    [
      'a field is named that no row has',
      'other-field',
      honest.with(1, { ...changed(3), changes: [{ field: 'confirmed', before: null, after: '1' }] }),
    ],
    [
      'a field of a new record is hidden',
      'field-missing',
      honest.with(0, row(2, { changes: everything.slice(1) })),
    ],
    ['a change has no field', 'field-missing', honest.with(1, { ...changed(3), changes: [] })],
    [
      'an unchanged row changes something',
      'other-field',
      honest.with(2, { ...unchanged(4), changes: changed(4).changes }),
    ],
  ];

  test.each(lies)('and refused where %s, however well its fingerprint fits', (_, disagreement, rows) => {
    expect(read({ batch: batchOf(rows), rows })).toMatchObject({ disagreement });
  });

  test('and refused at the approver’s terminal where it is not the one of the fingerprint', () => {
    const rows = honest.with(1, {
      ...changed(3),
      changes: [{ field: 'lotNumber', before: 'FA1233', after: 'FA9999' }],
    });
    expect(read({ batch: batchOf(honest), rows, sentRows: null })).toMatchObject({
      disagreement: 'other-fingerprint',
    });
    expect(read({ batch: batchOf(honest), rows: honest.slice(1), sentRows: null })).toMatchObject({
      disagreement: 'other-counts',
    });
    expect(read({ batch: batchOf(honest), rows: honest.with(4, row(6)), sentRows: null })).toMatchObject({
      disagreement: 'other-edits',
    });
    expect(read({ batch: batchOf(honest), rows: honest, sentRows: null }).disagreement).toBeNull();
  });

  test('and any single change of a listed row is noticed', () => {
    const tampered = fc.record({
      at: fc.nat({ max: honest.length - 1 }),
      change: fc.constantFrom<Partial<DifferenceRow>>(
        { outcome: 'stale' },
        { target: 'other' },
        { targetVersion: 9 },
        { addresseeNumber: '777' },
        { line: 99 },
        { changes: [{ field: 'venue', before: 'x', after: '会場' }] },
      ),
    });
    fc.assert(
      fc.property(tampered, ({ at, change }) => {
        const rows = honest.with(at, { ...(honest[at] ?? row(2)), ...change });
        expect(read({ batch: batchOf(honest), rows, sentRows: null }).disagreement).not.toBeNull();
      }),
    );
  });

  test('and what is no page, or a page of another difference, is no answer', () => {
    const reader = new DifferenceReader(batchOf(honest), undefined);
    expect(reader.take('{"unexpected":true}')).toMatchObject({ problem: { code: 'vrs-answer-invalid' } });
    expect(reader.take('…')).toMatchObject({ problem: { code: 'vrs-answer-invalid' } });
    const other = { differenceFingerprint: 'b'.repeat(64), rows: [], cursor: null };
    expect(reader.take(JSON.stringify(other))).toMatchObject({ problem: { code: 'difference-changed' } });
  });

  test('and a 個人番号 is held against its mask alone', () => {
    const cells = [2, '992011', '102', '123456789018', '試験　太郎', '', '1980-01-02', '1', '0010000002'];
    const subject = row(2, {
      doseNumber: null,
      addresseeNumber: '102',
      outcome: 'changed',
      effect: 'changed',
      changes: [{ field: 'individualNumber', before: null, after: '[個人番号]' }],
    });
    const batch: ReadBatch = { ...batchOf([subject]), kind: 'subjects' };
    const sentRows = [JSON.stringify([...cells, 'none', ''])];
    expect(read({ batch, rows: [subject], sentRows }).disagreement).toBeNull();
  });
});
