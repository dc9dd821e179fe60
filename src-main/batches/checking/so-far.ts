import type { RuleCount } from '../../../src-shared/contract/batches.ts';
import type { Findings } from './findings.ts';

/** What a check has found until now. Rules come in the order in which they found something first, so that none moves later. */
export interface CheckSoFar {
  readonly rules: readonly RuleCount[];
  /** Whose rows the examples are. */
  readonly exampleSubjects: readonly string[];
}

/** Told at most so often, in milliseconds. */
const TELL_EVERY = 250;

/** Tells what a check has found until now: the first finding at once, the rest now and then. */
export class SoFarTeller {
  readonly #tell: (soFar: CheckSoFar) => void;
  #toldAt = -TELL_EVERY;
  #told = 0;

  constructor(tell: (soFar: CheckSoFar) => void) {
    this.#tell = tell;
  }

  look(findings: Findings): void {
    const now = performance.now();
    if (findings.total === this.#told || now - this.#toldAt < TELL_EVERY) return;
    this.#toldAt = now;
    this.#told = findings.total;
    this.#tell({ rules: findings.inOrder(), exampleSubjects: findings.exampleSubjects() });
  }
}
