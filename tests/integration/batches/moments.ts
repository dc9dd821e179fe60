/** When something is killed: so many milliseconds after the desk has told that stage. */
export interface Moment {
  readonly stage: string;
  readonly victim: 'process' | 'thread' | 'server';
  readonly after: number;
}

/** A seeded sequence of numbers from 0 to below 1, so that a failure can be seen again. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
