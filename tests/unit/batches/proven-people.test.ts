import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { ProvenFlags } from '../../../src-main/batches/checking/bytes/proven-flags.ts';
import { ProvenSubjects } from '../../../src-main/batches/checking/bytes/proven-subjects.ts';
import { RowReader } from '../../../src-main/batches/checking/row-reader.ts';
import { type RawRecord, RecordSplitter } from '../../../src-main/batches/reading/record-splitter.ts';
import { personKeyOf } from '../../../src-main/cache/staging/key-of-row.ts';
import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { IsoDate, MunicipalityCode } from '../../../src-shared/domain/identifiers.ts';
import { rowPlans } from '../../../src-shared/domain/layouts/row-plans.ts';
import { flagRowOf } from '../../../src-shared/domain/rows/flag-facts.ts';
import { subjectRowOf } from '../../../src-shared/domain/rows/subject-rows.ts';
import type { CheckContext } from '../../../src-shared/domain/rules/check-row.ts';
import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import type { Column, Layout } from '../../../src-shared/domain/rules/layout.ts';
import { flagsLayout, subjectsLayout } from '../../../src-shared/domain/rules/layouts.ts';
import { encodable, inCp932 } from './in-cp932.ts';

const context: CheckContext = {
  municipalityCode: MunicipalityCode.parse('131237'),
  today: IsoDate.parse('2022-10-01'),
};
const key = personKeyOf;

/** What is proven of a row, and the same of its texts. */
interface Kind {
  readonly layout: Layout;
  readonly proofs: (columns: readonly Column[], encoding: FileEncoding) => (record: RawRecord) => unknown;
  readonly fromTexts: (line: number, values: RowValues) => unknown;
  readonly good: Readonly<Record<string, fc.Arbitrary<string>>>;
}

const municipalityCode = fc.constant('131237');
const addresseeNumber = fc.constantFrom('10012345', '0010012345', 'A1', 'a1', '123456789012345');
const flag = fc.constantFrom('0', '', '1', '2');
const flagOn = fc.constantFrom('', '', '20220401', '2022/5/1', '20221231', '18800101');

const kinds: Readonly<Record<string, Kind>> = {
  接種対象者: {
    layout: subjectsLayout,
    proofs: (columns, encoding) => {
      const proofs = ProvenSubjects.of(planOf(subjectsLayout, columns), columns.length, encoding, context);
      return (record) => proofs?.prove(record);
    },
    fromTexts: (line, values) => ({
      row: subjectRowOf(line, values),
      personKey: key(values['municipalityCode'] ?? '', values['addresseeNumber'] ?? ''),
    }),
    good: {
      municipalityCode,
      addresseeNumber,
      individualNumber: fc.constantFrom('123456789018', '', '000000000094'),
      name: fc.constantFrom('青葉　一郎', '髙橋 﨑子', '清水キク', 'SMITH JOHN'),
      kana: fc.constantFrom('アオバ　イチロウ', 'ﾀｶﾊｼ ｻｷｺ', ''),
      birthDate: fc.constantFrom('19600102', '2000-02-29', '1873/1/1', '1950.4.1'),
      sex: fc.constantFrom('1', '2', '9', '0'),
      ticketNumber: fc.stringMatching(/^[0-9]{10}$/),
      flag,
      flagOn,
    },
  },
  '転出・死亡フラグ': {
    layout: flagsLayout,
    proofs: (columns, encoding) => {
      const proofs = ProvenFlags.of(planOf(flagsLayout, columns), columns.length, encoding, context);
      return (record) => proofs?.prove(record);
    },
    fromTexts: (line, values) => ({
      row: flagRowOf(line, values),
      personKey: key(values['municipalityCode'] ?? '', values['addresseeNumber'] ?? ''),
    }),
    good: { municipalityCode, addresseeNumber, flag, flagOn },
  },
};

function planOf(layout: Layout, columns: readonly Column[]) {
  const [plan] = rowPlans(layout, columns, context.municipalityCode);
  if (!plan) throw new Error('a plain layout has one plan');
  return plan;
}

const strange = fc.oneof(
  fc.constantFrom(' ', '　', 'あ ', '　青葉', '-', '１', '20210230', '2021/6-1', '令和3年6月1日', '18721231'),
  fc.constantFrom('99991231', '20990101', '131238', '011002', '000000', '000000000000', '123456789012'),
  fc.constantFrom(
    '123456789018 ',
    '１２３４５６７８９０１８',
    '12345678901',
    '1234567890123',
    '3',
    '8',
    '９',
  ),
  fc.constantFrom('"引用"', 'あ\u0007い', '青葉\r\n一郎', '①㈱', '～', '\u00ad', '゛', 'a'.repeat(51)),
  fc.constantFrom(
    'あ'.repeat(50),
    'あ'.repeat(51),
    'ｱ'.repeat(50),
    '𠮷'.repeat(25),
    '123456789012345678',
    'ｱ1',
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({
    unit: fc.constantFrom('髙', '﨑', '𠮷', 'ｱ', 'Ａ', '\ue000', '\ufffd', '葛\udb40\udd00', '﹅'),
    maxLength: 6,
  }),
);

/** Rows that are nearly always right, some without a column that a file may do without. */
function rowsOf({
  layout,
  good,
}: Kind): fc.Arbitrary<{ columns: readonly Column[]; rows: readonly string[] }> {
  const ids = layout.columns.map(({ id }) => id);
  const row = fc.tuple(
    fc.record(good),
    fc.array(fc.tuple(fc.constantFrom(...ids), strange), { maxLength: 2 }),
    fc.boolean(),
  );
  const dispensable = layout.columns.filter(({ required }) => !required);
  const missing = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray([...dispensable]));
  return fc.tuple(missing, fc.array(row, { minLength: 1, maxLength: 12 })).map(([left, rows]) => {
    const columns = layout.columns.filter((column) => left.every(({ id }) => id !== column.id));
    return {
      columns,
      rows: rows.map(([cells, wrong, quoted]) => {
        const all: Readonly<Record<string, string>> = { ...cells, ...Object.fromEntries(wrong) };
        return columns.map(({ id }) => written(all[id] ?? '', quoted)).join(',');
      }),
    };
  });
}

function written(cell: string, quoted: boolean): string {
  return quoted || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Holds every proven row to the string rules; the file comes in pieces of a size. */
function expectTheSame(
  kind: Kind,
  columns: readonly Column[],
  encoding: FileEncoding,
  bytes: Uint8Array,
  pieceSize: number,
): { proven: number; clean: number } {
  const reader = new RowReader({ layout: kind.layout, columns, encoding, context });
  const prove = kind.proofs(columns, encoding);
  let [proven, clean] = [0, 0];
  const splitter = new RecordSplitter((record) => {
    const found = prove(record);
    const checked = reader.read(record);
    if (checked?.findings.length === 0) clean += 1;
    if (found === undefined) return;
    proven += 1;
    expect(checked?.findings).toEqual([]);
    expect(found).toEqual(kind.fromTexts(record.line, checked?.rows[0]?.values ?? {}));
  });
  for (let at = 0; at < bytes.length; at += pieceSize) splitter.push(bytes.subarray(at, at + pieceSize));
  splitter.end();
  return { proven, clean };
}

describe.each(Object.entries(kinds))('a row of %s that is proven clean from its bytes', (_, kind) => {
  const given = rowsOf(kind);
  const pieces = fc.integer({ min: 1, max: 699 });

  test.each(['utf-8', 'cp932'] as const)(
    'is clean by the string rules, with the same numbers (%s)',
    (encoding) => {
      let [proven, clean] = [0, 0];
      fc.assert(
        fc.property(given, pieces, ({ columns, rows }, pieceSize) => {
          const text = rows.join('\r\n');
          const bytes = encoding === 'cp932' ? inCp932(encodable(text)) : Buffer.from(text);
          const counted = expectTheSame(kind, columns, encoding, bytes, pieceSize);
          proven += counted.proven;
          clean += counted.clean;
        }),
        { numRuns: 300 },
      );
      // Otherwise the comparison would hold of nothing; and what is clean is nearly always proven.
      expect(proven).toBeGreaterThan(clean / 2);
    },
  );

  test('any byte in any cell changes nothing about that', () => {
    const place = fc.tuple(fc.nat(4_000), fc.nat(255));
    let proven = 0;
    fc.assert(
      fc.property(
        given,
        fc.array(place, { maxLength: 3 }),
        fc.constantFrom<FileEncoding[]>('utf-8', 'cp932'),
        pieces,
        ({ columns, rows }, places, encoding, pieceSize) => {
          const text = rows.join('\n');
          const bytes = encoding === 'cp932' ? inCp932(encodable(text)) : Buffer.from(text);
          for (const [at, byte] of places) if (bytes.length > 0) bytes[at % bytes.length] = byte;
          proven += expectTheSame(kind, columns, encoding, bytes, pieceSize).proven;
        },
      ),
      { numRuns: 500 },
    );
    expect(proven).toBeGreaterThan(0);
  });
});
