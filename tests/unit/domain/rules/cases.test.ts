import { describe, expect, it } from 'vitest';

import { ruleCodes } from '../../../../src-shared/domain/rules/table.ts';
import { caseFileNames, caseFiles, readCases } from '../../../../tools/documents/rule-cases.ts';

const all = caseFileNames.flatMap((file) =>
  readCases(file).map(({ number, explanation, expected, given }) => ({
    number,
    explanation,
    expected,
    given,
    run: caseFiles[file].run,
  })),
);

/** What the reader of the file finds before there are cells: it has its own tests. */
const ofTheReader = new Set([
  'file-undecodable-bytes',
  'file-seen-before',
  'column-unknown',
  'row-cell-count',
  'row-quote',
]);

describe('the numbered cases', () => {
  it.each(all)('$number $explanation: 「$expected」', ({ given, expected, run }) => {
    expect(run(given).found).toBe(expected);
  });

  it('have a number each', () => {
    expect(new Set(all.map(({ number }) => number)).size).toBe(all.length);
  });

  it('show every rule at least once', () => {
    const shown = new Set(
      all
        .flatMap(({ expected }) => expected.split(' '))
        .map((code) => code.replace(/^\d+:/, '').replace(/→.*$/, '')),
    );
    expect(ruleCodes.filter((code) => !shown.has(code) && !ofTheReader.has(code))).toEqual([]);
  });
});
