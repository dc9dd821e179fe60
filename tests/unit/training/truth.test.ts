import { describe, expect, it } from 'vitest';

import { plantableErrors } from '../../../src-training/batch-files/make-batch-file.ts';
import { type BatchFileWanted, readMix } from '../../../src-training/batch-files/wanted.ts';
import type { Standing } from '../../../tools/check-file/standing.ts';
import { heldAgainstTruth, standingOf } from './held-against-truth.ts';

/** As many as so many people give. */
const ROWS = { records: 30_000, subjects: 25_000, flags: 20_000, ledger: 10_000 } as const;
const PEOPLE = 27_000;

type Proof = Pick<BatchFileWanted, 'kind' | 'encoding'> & { readonly seed: string; readonly mess: number };

const proofs: readonly Proof[] = [
  { kind: 'records', encoding: 'cp932', seed: '11', mess: 0.02 },
  { kind: 'records', encoding: 'utf-8', seed: '12', mess: 0.2 },
  { kind: 'subjects', encoding: 'utf-8-bom', seed: '11', mess: 0.02 },
  { kind: 'flags', encoding: 'cp932', seed: '12', mess: 0 },
  { kind: 'ledger', encoding: 'utf-8', seed: '11', mess: 0.02 },
  { kind: 'records', encoding: 'utf-16le', seed: '11', mess: 0.02 },
  { kind: 'subjects', encoding: 'utf-16be', seed: '12', mess: 0.02 },
];

/** Recall is of every planted error; precision of what was found, errors and all. */
const precisionOf = (planted: number, elsewhere: number): number => planted / (planted + elsewhere);

const standings = new Map<string, Standing>();

/** Made once for a seed: it takes longer than the check. */
function standing(seed: string): Standing {
  const known = standings.get(seed) ?? standingOf(seed, PEOPLE);
  standings.set(seed, known);
  return known;
}

describe('Every planted error is found, and nothing else is called wrong', () => {
  it.each(proofs)(
    'in tens of thousands of rows of $kind in $encoding, seed $seed, mess $mess',
    async ({ kind, encoding, seed, mess }) => {
      const rows = ROWS[kind];
      const errors = readMix('all:0.05', rows, plantableErrors(kind)) ?? {};
      const wanted = { kind, encoding, seed, mess, rows, errors, people: PEOPLE };
      const { missed, elsewhere, counts } = await heldAgainstTruth(wanted, standing(seed));
      expect(missed).toEqual([]);
      expect(elsewhere.reject).toEqual([]);
      expect(elsewhere['must-correct']).toEqual([]);
      const planted = [...counts.values()].reduce((sum, count) => sum + count.planted, 0);
      expect(precisionOf(planted, elsewhere['should-check'].length)).toBeGreaterThanOrEqual(0.95);
      expect([...counts.keys()].toSorted()).toEqual(expect.arrayContaining(plantableErrors(kind).toSorted()));
    },
    120_000,
  );

  it.each(['records', 'ledger', 'subjects', 'flags'] as const)(
    'in %s by the file alone, where nothing is known of what stands',
    async (kind) => {
      const rows = 8000;
      const errors = readMix('all:0.05', rows, plantableErrors(kind)) ?? {};
      const wanted = { kind, encoding: 'cp932', seed: '13', rows, errors, mess: 0.02 } as const;
      const { missed, elsewhere } = await heldAgainstTruth(wanted, undefined);
      const { reject, 'must-correct': mustCorrect, 'should-check': shouldCheck } = elsewhere;
      expect({ missed, reject, mustCorrect, shouldCheck }).toEqual({
        missed: [],
        reject: [],
        mustCorrect: [],
        shouldCheck: [],
      });
    },
    120_000,
  );
});
