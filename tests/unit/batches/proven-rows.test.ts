import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { ProvenRecords } from '../../../src-main/batches/checking/bytes/proven-records.ts';
import { UnitDigest } from '../../../src-main/batches/checking/bytes/unit-digest.ts';
import { reduceLargeTicket } from '../../../src-main/batches/checking/large-tickets.ts';
import { RowReader } from '../../../src-main/batches/checking/row-reader.ts';
import { ProvenWire } from '../../../src-main/batches/sending/proven-wire.ts';
import { wireRow } from '../../../src-main/batches/sending/wire-row.ts';
import { type RawRecord, RecordSplitter } from '../../../src-main/batches/reading/record-splitter.ts';
import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { IsoDate, MunicipalityCode } from '../../../src-shared/domain/identifiers.ts';
import { rowPlans } from '../../../src-shared/domain/layouts/row-plans.ts';
import { checkRowsTogether } from '../../../src-shared/domain/rows/check-rows-together.ts';
import { RecordFacts } from '../../../src-shared/domain/rows/record-facts.ts';
import { NO_DAY, type RecordRow, recordRowOf } from '../../../src-shared/domain/rows/record-rows.ts';
import type { CrossFinding } from '../../../src-shared/domain/rows/row-finding.ts';
import { digestOf } from '../../../src-shared/domain/rows/row-keys.ts';
import type { CheckContext } from '../../../src-shared/domain/rules/check-row.ts';
import { recordsLayout } from '../../../src-shared/domain/rules/layouts.ts';
import { encodable, inCp932 } from './in-cp932.ts';

const context: CheckContext = {
  municipalityCode: MunicipalityCode.parse('131237'),
  today: IsoDate.parse('2022-10-01'),
};
const ids = recordsLayout.columns.map(({ id }) => id);
const columns = [...recordsLayout.columns];

/** Cells that are nearly always right, each of its column. */
const goodCells: Readonly<Record<string, fc.Arbitrary<string>>> = {
  municipalityCode: fc.constant('131237'),
  ticketNumber: fc.stringMatching(/^[0-9]{10}$/),
  doseNumber: fc.constantFrom('1', '2', '3', '7'),
  ticketKind: fc.constantFrom('1', '2', ''),
  vaccinatedOn: fc.constantFrom('20210601', '2021-06-30', '2022/1/5', '2021.12.1', '20220930'),
  vaccinatedInMunicipality: fc.constantFrom('131237', '131032', ''),
  venue: fc.constantFrom('青葉市民体育館', '髙橋クリニック', 'ﾎｹﾝｾﾝﾀｰ', 'A-1 会場', ''),
  doctor: fc.constantFrom('大塚　健', '佐藤花子', '', 'Dr. Smith'),
  maker: fc.constantFrom('ファイザー', '武田/モデルナ', 'コミナティ'),
  lotNumber: fc.constantFrom('FJ7489', '3004733', 'FK0108'),
  addresseeNumber: fc.constantFrom('10012345', 'A1', ''),
  birthDate: fc.constantFrom('19600102', '', '2000-02-29'),
};

const strange = fc.oneof(
  fc.constantFrom(
    ' ',
    '　',
    'あ ',
    ' あ',
    '-',
    '0',
    '１',
    '20210230',
    '2021/6-1',
    '2021-6',
    '令和3年6月1日',
    'R3.6.1',
    '00000101',
    '18721231',
    '99991231',
    '131238',
    '000000',
    '12345',
    '123456789012345678',
    'モデルナ',
    'ﾌｧｲｻﾞｰ',
    'fj7489',
    '3004667',
    '未知',
    '\u3000青葉',
    '"引用"',
    'あ\u0007い',
    '①㈱',
    '～',
    'ー',
    '2021-06-01 ',
    '8',
    '20990101',
    '123456789018',
    'a'.repeat(16),
    'あ'.repeat(31),
    '\u00ad',
    '゛',
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({
    unit: fc.constantFrom('髙', '﨑', '𠮷', 'ｱ', 'Ａ', '\ue000', '\ufffd', '葛\udb40\udd00', '﹅'),
    maxLength: 6,
  }),
);

const row = fc
  .tuple(
    fc.record(goodCells),
    fc.array(fc.tuple(fc.constantFrom(...ids), strange), { maxLength: 2 }),
    fc.boolean(),
  )
  .map(([good, wrong, quoted]) => {
    const cells: Record<string, string> = { ...good, ...Object.fromEntries(wrong) };
    return ids.map((id) => written(cells[id] ?? '', quoted)).join(',');
  });

function written(cell: string, quoted: boolean): string {
  return quoted || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function recordsOf(bytes: Uint8Array, take: (record: RawRecord) => void): void {
  const splitter = new RecordSplitter(take);
  splitter.push(bytes);
  splitter.end();
}

function expectTheSame(encoding: FileEncoding, bytes: Uint8Array): { proven: number; all: number } {
  const reader = new RowReader({ layout: recordsLayout, columns, encoding, context });
  const [plan] = rowPlans(recordsLayout, columns, context.municipalityCode);
  const proofs = plan && ProvenRecords.of(plan, columns.length, encoding, context);
  const wire = plan && ProvenWire.of([plan], columns.length, encoding);
  if (!proofs) throw new Error('the layout has all columns');
  let [proven, all] = [0, 0];
  recordsOf(bytes, (record) => {
    const found = proofs.prove(record);
    const checked = reader.read(record);
    all += 1;
    if (!found) return;
    proven += 1;
    expect(checked?.findings).toEqual([]);
    const [only] = checked?.rows ?? [];
    const sent = JSON.stringify(wireRow('records', record.line, only?.values ?? {}));
    expect(wire?.textOf(record, '')).toBe(sent);
    expect({ ...found, place: 0 }).toEqual(recordRowOf(record.line, 0, only?.values ?? {}, true));
  });
  return { proven, all };
}

describe('a row that is proven clean from its bytes', () => {
  test.each(['utf-8', 'cp932'] as const)(
    'is clean by the string rules, with the same numbers (%s)',
    (encoding) => {
      let [proven, all] = [0, 0];
      fc.assert(
        fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
          const text = rows.join('\r\n');
          const bytes = encoding === 'cp932' ? inCp932(encodable(text)) : Buffer.from(text);
          const counted = expectTheSame(encoding, bytes);
          proven += counted.proven;
          all += counted.all;
        }),
        { numRuns: 300 },
      );
      // Otherwise the comparison would hold of nothing.
      expect(proven).toBeGreaterThan(all / 10);
    },
  );

  test('any byte in any cell changes nothing about that', () => {
    const place = fc.tuple(fc.nat(400), fc.nat(255));
    fc.assert(
      fc.property(
        row,
        fc.array(place, { maxLength: 3 }),
        fc.constantFrom('utf-8', 'cp932'),
        (text, places, to) => {
          const encoding = to === 'cp932' ? 'cp932' : 'utf-8';
          const bytes = encoding === 'cp932' ? inCp932(encodable(text)) : Buffer.from(text);
          for (const [at, byte] of places) if (bytes.length > 0) bytes[at % bytes.length] = byte;
          expect(expectTheSame(encoding, bytes).proven).toBeLessThanOrEqual(rowsIn(bytes));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('its digest is that of its texts', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        const digest = new UnitDigest();
        digest.begin();
        for (const text of texts) digest.text(text);
        expect(digest.value()).toBe(digestOf(...texts));
      }),
    );
  });
});

/** A byte that was changed may end a record. */
function rowsIn(bytes: Uint8Array): number {
  let rows = 0;
  recordsOf(bytes, () => (rows += 1));
  return rows;
}

const told = (found: readonly CrossFinding[]): string[] =>
  found.map((one) => `${one.line} ${one.code} ${JSON.stringify(one.about)}`).toSorted();

describe('a ticket with very many rows', () => {
  const fact = fc.record({
    dose: fc.integer({ min: 1, max: 3 }),
    day: fc.integer({ min: 18_800, max: 18_802 }),
    venue: fc.nat(2),
    otherContent: fc.integer({ min: 1, max: 4 }),
    storable: fc.boolean(),
    gap: fc.boolean(),
  });

  test('is told the same of as one with few, whatever its rows are', () => {
    fc.assert(
      fc.property(fc.array(fact, { minLength: 1, maxLength: 40 }), (given) => {
        const facts = new RecordFacts();
        const places: number[] = [];
        const rows: RecordRow[] = [];
        for (const { gap, ...each } of given) {
          // A row of another ticket between two of this one.
          for (const ticket of gap ? [2, 1] : [1]) {
            const place = facts.count;
            const made: RecordRow = {
              ...each,
              ticket,
              place,
              line: place + 2,
              injection: true,
              lot: 0,
              maker: 0,
              vaccine: 0,
              holder: 0,
              birthDay: NO_DAY,
              name: 0,
            };
            facts.add(made);
            if (ticket !== 1) continue;
            places.push(place);
            rows.push(facts.rowAt(place));
          }
        }
        const large: CrossFinding[] = [];
        const reduced = reduceLargeTicket(facts, Int32Array.from(places), (found) => large.push(found));
        const few: CrossFinding[] = [];
        const sorted = rows.toSorted((a, b) => a.dose - b.dose || a.place - b.place);
        const { left, fallen } = checkRowsTogether(sorted, few);
        expect(told(large)).toEqual(told(few));
        const rest: CrossFinding[] = [];
        const again = checkRowsTogether(reduced, rest);
        expect(rest).toEqual([]);
        expect(again.left.map(({ line }) => line)).toEqual(left.map(({ line }) => line));
        expect(again.fallen).toBe(fallen);
      }),
    );
  });
});
