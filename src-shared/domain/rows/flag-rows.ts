import { dayNumber, dayNumberIn } from '../dates/calendar.ts';
import type { IsoDate } from '../identifiers.ts';
import type { NameOf, RowValues } from '../rules/check-values.ts';
import { type CrossFinding, crossFinding } from './row-finding.ts';
import { digestOf } from './row-keys.ts';

const KEY = '市町村コード・宛名番号';

/** Remembers the 転出・死亡フラグ rows of a file: a person once. Rows without a 取込不可 only. */
export class FlagRows {
  readonly #people = new Map<string, { readonly line: number; readonly content: number }>();

  /** What the row is beside those before it. Of two in conflict both are named: nobody can say which is right. */
  add(line: number, values: RowValues): CrossFinding[] {
    const { municipalityCode = '', addresseeNumber = '', flag = '', flagOn = '' } = values;
    const person = `${municipalityCode}/${addresseeNumber}`;
    const content = digestOf(flag, flagOn);
    const seen = this.#people.get(person);
    if (!seen) {
      this.#people.set(person, { line, content });
      return [];
    }
    if (seen.content === content) return [crossFinding(line, null, 'row-duplicate', { line: seen.line })];
    return [
      crossFinding(seen.line, null, 'row-key-conflict', { line, key: KEY }),
      crossFinding(line, null, 'row-key-conflict', { line: seen.line, key: KEY }),
    ];
  }
}

/** Who has a 宛名番号, as the local copy knows it; null where nobody has, `unknown` where there is no copy to ask. */
export type KnownPerson = { readonly birthDate: IsoDate } | 'unknown' | null;

/** A 転出・死亡フラグ row beside what stands: somebody must have the number, and nobody dies or moves before being born. */
export function checkFlagAgainst(
  line: number,
  { addresseeNumber = '', flagOn = '' }: RowValues,
  person: KnownPerson,
  nameOf: NameOf,
): CrossFinding[] {
  if (person === 'unknown') return [];
  if (!person) return [crossFinding(line, 'addresseeNumber', 'person-unknown', { addresseeNumber })];
  const day = flagOn === '' ? undefined : dayNumberIn(flagOn);
  const birthDay = dayNumber(person.birthDate);
  if (day === undefined || day >= birthDay) return [];
  const about = { column: nameOf('flagOn'), day, birthDay };
  return [crossFinding(line, 'flagOn', 'date-before-birth', about)];
}
