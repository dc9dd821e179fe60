import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CellNumbers, NO_NUMBER } from '../../../src-main/batches/checking/bytes/cell-numbers.ts';
import { RememberedCells } from '../../../src-main/batches/checking/bytes/remembered-cells.ts';
import { cellReader } from '../../../src-main/batches/reading/cells.ts';
import { checkedCell } from '../../../src-shared/domain/rules/check-row.ts';
import { recordsLayout, subjectsLayout } from '../../../src-shared/domain/rules/layouts.ts';

const columns = [...recordsLayout.columns, ...subjectsLayout.columns];
const column = fc.constantFrom(...columns);
const typed = (type: string) => columns.find((each) => each.type === type);
const reader = cellReader('utf-8');
const cellOf = (index: number): Buffer => Buffer.from(`施設 ${String(index)}`);
const remembering = (of: (typeof columns)[number]): RememberedCells =>
  new RememberedCells(of, (bytes, start, end) => reader.textOf(bytes, start, end, false));
const isSameTwice = (of: (typeof columns)[number], cell: string): boolean => {
  const remembered = remembering(of);
  const bytes = Buffer.from(cell);
  return remembered.check(bytes, 0, bytes.length) === remembered.check(bytes, 0, bytes.length);
};
/** Few enough that they come again, and some of each kind. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '1',
    '９',
    '20210601',
    '令和3年6月1日',
    '20210231',
    'ﾌｧｲｻﾞｰ',
    'EW4811',
    'あおば会館',
    '１２',
  ),
  fc.string({ maxLength: 80, unit: 'grapheme' }),
);

describe('a cell that is remembered', () => {
  it('has what it has when it is looked at for the first time, however often and beside whatever it comes', () => {
    fc.assert(
      fc.property(column, fc.array(text, { maxLength: 60 }), (of, cells) => {
        const remembered = remembering(of);
        for (const each of [...cells, ...cells]) {
          const bytes = Buffer.from(`前${each}後`);
          expect(remembered.check(bytes, 3, bytes.length - 3)).toEqual(checkedCell(of, each));
        }
      }),
    );
  });

  it('without a character for some of its bytes is none, the first time and again', () => {
    const maker = typed('text');
    if (!maker) throw new Error('a layout lost a column');
    const remembered = remembering(maker);
    const bytes = Buffer.from([0x41, 0xff, 0x42]);
    expect([remembered.check(bytes, 0, 3), remembered.check(bytes, 0, 3)]).toEqual([undefined, undefined]);
    expect(remembered.check(bytes, 0, 1)?.value).toBe('A');
  });

  it('is read once, but a number that is a person’s own is never kept', () => {
    const day = typed('date');
    const ticket = typed('ticket-number');
    const number = typed('individual-number');
    if (!day || !ticket || !number) throw new Error('a layout lost a column');
    expect(isSameTwice(day, '20210231')).toBe(true);
    expect(isSameTwice(ticket, '0010000093')).toBe(false);
    expect(isSameTwice(number, '123456789018')).toBe(false);
  });
});

describe('cells are numbered by their bytes', () => {
  it('in the order in which they come first, and the same cell has the same number wherever it stands', () => {
    const cell = fc.uint8Array({ maxLength: 6, max: 3 });
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 2_000 }), (cells) => {
        const numbers = new CellNumbers(10_000);
        const expected = new Map<string, number>();
        for (const each of cells) {
          const key = each.join();
          if (!expected.has(key)) expected.set(key, expected.size);
          expect(numbers.of(Buffer.from([7, ...each, 7]), 1, each.length + 1)).toBe(expected.get(key));
        }
        expect(numbers.count).toBe(expected.size);
      }),
    );
  });

  it('through many growths, until there are as many as there may be', () => {
    const numbers = new CellNumbers(5_000);
    for (let index = 0; index < 5_000; index += 1)
      expect(numbers.of(cellOf(index), 0, cellOf(index).length)).toBe(index);
    expect(numbers.of(cellOf(5_000), 0, cellOf(5_000).length)).toBe(NO_NUMBER);
    expect(numbers.of(cellOf(17), 0, cellOf(17).length)).toBe(17);
    expect(numbers.of(Buffer.alloc(129), 0, 129)).toBe(NO_NUMBER);
  });
});
