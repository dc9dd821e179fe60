import { describe, expect, it } from 'vitest';

import { checkTicketRows } from '../../../../src-shared/domain/rows/check-ticket-rows.ts';
import { standardRules } from '../../../../src-shared/domain/rules/check-rules.ts';
import { NO_DAY, type RecordRow } from '../../../../src-shared/domain/rows/record-rows.ts';

const rowAt = (place: number): RecordRow => ({
  line: place + 2,
  place,
  ticket: 131_230_000_000_001,
  dose: 1,
  injection: true,
  day: 18_779,
  venue: 7,
  storable: true,
  lot: 11,
  maker: 12,
  vaccine: 1,
  otherContent: place % 3,
  holder: 0,
  birthDay: NO_DAY,
  name: 0,
});

/** What the cases of tests/fixtures/rules/rows.csv leave open: size. */
describe('a million rows of one ticket', () => {
  it('take time in proportion to their number', () => {
    const rows = Array.from({ length: 100_000 }, (_, place) => rowAt(place));
    const started = performance.now();
    const findings = checkTicketRows(rows, 'unknown', { today: 20_000, rules: standardRules });
    expect(findings.filter(({ code }) => code === 'row-key-conflict')).toHaveLength(3);
    expect(findings.filter(({ code }) => code === 'row-duplicate')).toHaveLength(99_997);
    // Quadratic work would take minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
