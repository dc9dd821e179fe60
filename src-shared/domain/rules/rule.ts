import { shorten } from '../text/characters.ts';
import type { Severity } from './severity.ts';

/**
 * A check as data. Its code, the key in the table, never changes its meaning. The sentence says what was found, with the value, and
 * what is right, with an example where one helps. What it needs to say so is its only argument.
 */
export interface Rule<About> {
  readonly severity: Severity;
  /** A few words for tables of counts. */
  readonly title: string;
  /** Where the rule comes from: a law, a published handbook, or what went wrong in real life. */
  readonly source: string;
  readonly sentence: (about: About) => string;
}

/** `never` as the argument takes a rule of any argument; each keeps its own type in the table. */
export const defineRules = <const Table extends Readonly<Record<string, Rule<never>>>>(table: Table): Table =>
  table;

/** A value in a sentence: long ones are cut, so that a sentence stays one. */
export const quoted = (value: string): string => `「${shorten(value, 40)}」`;
