/**
 * How a measure stands. `met`: it holds, and a test fails when it stops. `partly`, `not-yet`, `not-applicable`: `why` says what is
 * missing, or why there is nothing to hold.
 */
export type Standing = 'met' | 'partly' | 'not-yet' | 'not-applicable';

/** A row of docs/security-measures.md. */
export interface Measure {
  readonly id: `H${number}`;
  /** What is done, in Japanese. */
  readonly what: string;
  readonly standing: Standing;
  /** Empty only where it is met. */
  readonly why: string;
  /** Each as `file below tests/ › name`, the name as it stands in the file. */
  readonly tests: readonly string[];
}

export const met = (id: Measure['id'], what: string, ...tests: readonly string[]): Measure => ({
  id,
  what,
  standing: 'met',
  why: '',
  tests,
});

const otherwise =
  (standing: Standing) =>
  (id: Measure['id'], what: string, why: string, ...tests: readonly string[]): Measure => ({
    id,
    what,
    standing,
    why,
    tests,
  });

export const partly = otherwise('partly');
export const notYet = otherwise('not-yet');
export const notApplicable = otherwise('not-applicable');
