import type { Severity } from '../../../src-shared/domain/rules/severity.ts';

/** What became of a row, the worst last but for `repeated`: a row that is skipped is nothing else. */
export const rowStates = {
  good: 1,
  'should-check': 2,
  'must-correct': 3,
  reject: 4,
  repeated: 5,
} as const;

export type RowState = (typeof rowStates)[keyof typeof rowStates];

/** The worst that was found in a row; null for nothing worse than a note, and for a repeated one. */
export function severityOfState(state: number): Severity | null {
  switch (state) {
    case rowStates['should-check']:
      return 'should-check';
    case rowStates['must-correct']:
      return 'must-correct';
    case rowStates.reject:
      return 'reject';
    default:
      return null;
  }
}

/** Rows in these states don't go to VRS. */
export function isLeftOut(state: number): boolean {
  return state === rowStates.reject || state === rowStates.repeated;
}
