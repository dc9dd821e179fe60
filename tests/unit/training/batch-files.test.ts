import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { decodeCp932 } from '../../../src-main/batches/reading/cp932.ts';
import { makeBatchFile, plantableErrors } from '../../../src-training/batch-files/make-batch-file.ts';
import {
  type BatchFileKind,
  type BatchFileWanted,
  readMix,
} from '../../../src-training/batch-files/wanted.ts';
import type { Standing } from '../../../tools/check-file/standing.ts';
import { heldAgainstTruth, standingOf } from './held-against-truth.ts';

const PEOPLE = 3000;
const kinds: readonly BatchFileKind[] = ['records', 'subjects', 'flags', 'ledger'];
const encodings = ['utf-8', 'cp932', 'utf-16le'] as const;

let standing: Standing;
beforeAll(() => {
  standing = standingOf('1', PEOPLE);
});
afterAll(() => standing.close());

/** Codes of what was found where nothing was planted, and of what was planted and not found. */
async function slips(
  wanted: BatchFileWanted,
): Promise<{ readonly missed: readonly string[]; readonly elsewhere: readonly string[] }> {
  const { missed, elsewhere } = await heldAgainstTruth({ people: PEOPLE, ...wanted }, standing);
  return { missed, elsewhere: Object.values(elsewhere).flat() };
}

describe('A batch file from the made-up population', () => {
  it.each(kinds.flatMap((kind) => encodings.map((encoding) => [kind, encoding] as const)))(
    'of %s in %s has nothing wrong unless it was wished for',
    async (kind, encoding) => {
      expect(await slips({ kind, rows: 700, encoding })).toEqual({ missed: [], elsewhere: [] });
    },
  );

  it.each(kinds)('of %s in the notations of offices has nothing but notes', async (kind) => {
    const found = await slips({ kind, rows: 700, encoding: 'utf-8', mess: 0.2 });
    expect(found).toEqual({ missed: [], elsewhere: [] });
  });

  it.each(kinds)('of %s has every error where the truth says, and nothing else', async (kind) => {
    const errors = Object.fromEntries(plantableErrors(kind).map((code) => [code, 3]));
    expect(await slips({ kind, rows: 800, encoding: 'utf-8', errors })).toEqual({
      missed: [],
      elsewhere: [],
    });
  });

  it.each(kinds)('of %s has exactly the wished rows, errors and all', (kind) => {
    const errors = readMix('all:0.1', 900, plantableErrors(kind)) ?? {};
    const made = makeBatchFile({ kind, rows: 900, encoding: 'utf-8', people: PEOPLE, errors, seed: '9' });
    expect(made.rowCount).toBe(900);
    const fewer = Object.entries(errors).filter(
      ([code, count]) => made.truth.filter((each) => each.code === code).length < count,
    );
    expect(fewer).toEqual([]);
  });

  it('is the same for the same wishes, and another for another seed', () => {
    const wanted: BatchFileWanted = {
      kind: 'records',
      rows: 200,
      encoding: 'cp932',
      people: 500,
      errors: { 'date-invalid': 3 },
      mess: 0.1,
    };
    const made = makeBatchFile(wanted);
    expect(makeBatchFile(wanted)).toEqual(made);
    expect(makeBatchFile({ ...wanted, seed: '2' }).bytes.equals(made.bytes)).toBe(false);
  });

  it('says the same in every encoding', () => {
    const wanted = { kind: 'records', rows: 300, people: 1000, mess: 0.1 } as const;
    const text = 'utf-16le utf-16be utf-8-bom'.split(' ');
    // A file in CP932 leaves out the people whose names it has no characters for.
    const cp932 = makeBatchFile({ ...wanted, encoding: 'cp932' }).bytes;
    expect(decodeCp932(cp932, 0, cp932.length)).toContain('市町村コード,券番号');
    const right = makeBatchFile({ ...wanted, encoding: 'utf-8' }).bytes.toString('utf8');
    const decoded = [
      new TextDecoder('utf-16le').decode(makeBatchFile({ ...wanted, encoding: 'utf-16le' }).bytes),
      new TextDecoder('utf-16be').decode(makeBatchFile({ ...wanted, encoding: 'utf-16be' }).bytes),
      new TextDecoder('utf-8').decode(makeBatchFile({ ...wanted, encoding: 'utf-8-bom' }).bytes),
    ];
    expect(decoded.map((each) => each === right)).toEqual(text.map(() => true));
  });

  it('quotes every cell and ends its lines with LF where that is wished for', () => {
    const { bytes } = makeBatchFile({
      kind: 'flags',
      rows: 20,
      encoding: 'utf-8',
      people: 500,
      quoteAll: true,
      lineEnd: '\n',
    });
    const lines = bytes.toString('utf8').split('\n');
    expect(lines).toHaveLength(22);
    expect(lines.slice(0, -1).every((line) => /^"[^"]*"(?:,"[^"]*")*$/.test(line))).toBe(true);
  });

  it('says so when the population is too small for it', () => {
    expect(() => makeBatchFile({ kind: 'records', rows: 5000, encoding: 'utf-8', people: 100 })).toThrow(
      RangeError,
    );
  });
});

describe('The wish for errors', () => {
  const plantable = plantableErrors('flags');

  it('is none of them, all of them at a share of the rows, or a few by number', () => {
    expect(readMix('none', 1000, plantable)).toEqual({});
    const all = readMix('all:0.05', 13_000, plantable) ?? {};
    expect(Object.keys(all)).toEqual([...plantable]);
    expect(new Set(Object.values(all))).toEqual(new Set([Math.round(650 / plantable.length)]));
    expect(readMix('date-invalid=3,row-quote=1', 1000, plantable)).toEqual({
      'date-invalid': 3,
      'row-quote': 1,
    });
  });

  it.each(['', 'some', 'all:2', 'date-invalid', 'date-invalid=x', 'no-such-rule=1', 'dose-same-day=1'])(
    'is refused as «%s»',
    (text) => {
      expect(readMix(text, 1000, plantable)).toBeUndefined();
    },
  );
});
