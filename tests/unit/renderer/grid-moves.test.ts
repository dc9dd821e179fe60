import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  type GridSize,
  type PressedKey,
  placeAfter,
} from '../../../src-renderer/screens/batches/rows/grid-moves.ts';

const size: GridSize = { rows: 1_000, columns: 12, page: 8 };
const plain = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
const press = (key: string, more: Partial<PressedKey> = {}): PressedKey => ({ ...plain, key, ...more });

describe('the keys of the grid', () => {
  it.each([
    ['ArrowDown', {}, { row: 501, column: 5 }],
    ['ArrowUp', {}, { row: 499, column: 5 }],
    ['ArrowRight', {}, { row: 500, column: 6 }],
    ['ArrowLeft', {}, { row: 500, column: 4 }],
    ['PageDown', {}, { row: 508, column: 5 }],
    ['PageUp', {}, { row: 492, column: 5 }],
    ['Home', {}, { row: 500, column: 0 }],
    ['End', {}, { row: 500, column: 11 }],
    ['Home', { ctrlKey: true }, { row: 0, column: 0 }],
    ['End', { ctrlKey: true }, { row: 999, column: 11 }],
  ] as const)('%s %o leads to %o', (key, more, place) => {
    expect(placeAfter(press(key, more), { row: 500, column: 5 }, size)).toEqual(place);
  });

  it('leave the keys of the frame and of the text alone', () => {
    for (const key of [
      press('1', { altKey: true }),
      press('ArrowDown', { altKey: true }),
      press('ArrowDown', { shiftKey: true }),
      press('a'),
      press('Tab'),
      press('Enter'),
    ]) {
      expect(placeAfter(key, { row: 3, column: 3 }, size)).toBeUndefined();
    }
  });

  it('never lead out of the grid', () => {
    const keys = fc.constantFrom('ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'PageDown', 'PageUp');
    const small = { rows: 20, columns: 3, page: 7 };
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 60 }), (pressed) => {
        let place = { row: 10, column: 1 };
        for (const key of pressed) place = placeAfter(press(key), place, small) ?? place;
        expect(place.row).toBeGreaterThanOrEqual(0);
        expect(place.row).toBeLessThan(20);
        expect(place.column).toBeGreaterThanOrEqual(0);
        expect(place.column).toBeLessThan(3);
      }),
    );
  });
});
