import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  clampTop,
  furthestTop,
  isScaled,
  rowsInView,
  scaleOf,
  scrollAt,
  TALLEST,
  topAt,
  topShowing,
} from '../../../src-renderer/screens/batches/rows/scroll-scale.ts';

const scales = fc
  .tuple(fc.integer({ min: 1, max: 5_000_000 }), fc.integer({ min: 100, max: 2_000 }))
  .map(([rows, view]) => scaleOf(rows, 44, view));

describe('the scrollbar over millions of rows', () => {
  it('moves the rows one to one as long as they fit', () => {
    const scale = scaleOf(100_000, 44, 400);
    expect(isScaled(scale)).toBe(false);
    expect(topAt(scale, 12_345)).toBe(12_345);
    expect(scrollAt(scale, 12_345)).toBe(12_345);
  });

  it('never makes an element taller than a browser can draw', () => {
    expect(scaleOf(5_000_000, 44, 400).track).toBe(TALLEST);
  });

  it('reaches the first and the last row', () => {
    fc.assert(
      fc.property(scales, (scale) => {
        expect(rowsInView(scale, topAt(scale, 0)).first).toBe(0);
        const end = topAt(scale, Math.max(0, scale.track - scale.view));
        expect(rowsInView(scale, end).last).toBe(scale.rows - 1);
      }),
    );
  });

  it('comes back to the place of the rows that it was put at', () => {
    fc.assert(
      fc.property(scales, fc.double({ min: 0, max: 1, noNaN: true }), (scale, share) => {
        const top = share * furthestTop(scale);
        expect(topAt(scale, scrollAt(scale, top))).toBeCloseTo(top, 3);
      }),
    );
  });

  it('shows a row as a whole by the smallest way', () => {
    fc.assert(
      fc.property(scales, fc.nat(), fc.nat(), (scale, at, wanted) => {
        const row = wanted % scale.rows;
        const top = clampTop(scale, at % (scale.content + 1));
        const shown = topShowing(scale, top, row);
        expect(shown).toBeLessThanOrEqual(row * 44);
        expect(shown + scale.view).toBeGreaterThanOrEqual(row * 44 + 44);
        const wasSeen = top <= row * 44 && top + scale.view >= row * 44 + 44;
        expect(!wasSeen || shown === top).toBe(true);
      }),
    );
  });

  it('knows that there is no row where there is none', () => {
    expect(rowsInView(scaleOf(0, 44, 400), 0)).toEqual({ first: 0, last: -1 });
  });
});
