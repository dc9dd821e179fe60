import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkedCell } from '../../../../src-shared/domain/rules/check-row.ts';
import { recordsLayout, subjectsLayout } from '../../../../src-shared/domain/rules/layouts.ts';
import { RememberedCells } from '../../../../src-shared/domain/rules/remembered-cells.ts';

const columns = [...recordsLayout.columns, ...subjectsLayout.columns];
const column = fc.constantFrom(...columns);
const typed = (type: string) => columns.find((each) => each.type === type);
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
  fc.string({ maxLength: 80, unit: 'binary' }),
);

describe('a cell that is remembered', () => {
  it('has what it has when it is looked at for the first time, however often and beside whatever it comes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(column, text), { maxLength: 60 }), (cells) => {
        const remembered = new RememberedCells();
        for (const [of, each] of [...cells, ...cells])
          expect(remembered.check(of, each)).toEqual(checkedCell(of, each));
      }),
    );
  });

  it('is read once, but a number that is a person’s own is never kept', () => {
    const remembered = new RememberedCells();
    const day = typed('date');
    const ticket = typed('ticket-number');
    const number = typed('individual-number');
    if (!day || !ticket || !number) throw new Error('a layout lost a column');
    expect(remembered.check(day, '20210231')).toBe(remembered.check(day, '20210231'));
    expect(remembered.check(ticket, '0010000093')).not.toBe(remembered.check(ticket, '0010000093'));
    expect(remembered.check(number, '123456789018')).not.toBe(remembered.check(number, '123456789018'));
  });
});
