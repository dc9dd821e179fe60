import type { RuleCode } from '../../src-shared/domain/rules/table.ts';
import type { Random } from '../residents/random.ts';
import type { Spoilt, Wrong } from './wanted.ts';

export interface SpoiltLine {
  readonly spoilt: Spoilt;
  readonly wrong: readonly Wrong[];
}

/** A line that is spoilt as such, in one of the cells where that is wanted. */
export function spoiltLine(
  code: Extract<RuleCode, 'row-cell-count' | 'row-quote' | 'file-undecodable-bytes'>,
  random: Random,
  cells: readonly string[],
): SpoiltLine {
  if (code === 'row-cell-count') {
    const more = random.pick([-3, -2, -1, 1, 2]);
    return { spoilt: { kind: 'cells', more }, wrong: [{ code, column: null }] };
  }
  const cell = random.pick(cells);
  if (code === 'file-undecodable-bytes') {
    return { spoilt: { kind: 'bytes', cell }, wrong: [{ code, column: cell }] };
  }
  const how = random.pick(['open', 'inside', 'behind'] as const);
  return { spoilt: { kind: 'quote', cell, how }, wrong: [{ code, column: null }] };
}
