import { dayNumber } from '../dates/calendar.ts';
import type { IsoDate } from '../identifiers.ts';
import type { FlagFacts } from './flag-facts.ts';
import { NO_DAY } from './record-rows.ts';
import { type CrossFinding, crossFinding } from './row-finding.ts';

/** When somebody was born who has a 宛名番号, as the local copy knows it; null where nobody has it, `unknown` where there is no copy to ask. */
export type KnownBirth = IsoDate | 'unknown' | null;

/** A 転出・死亡フラグ row beside what stands: somebody must have the number, and nobody dies or moves before being born. `column`: what the layout calls 異動日. */
export function checkFlagAgainst(
  facts: FlagFacts,
  place: number,
  born: KnownBirth,
  column: string,
): CrossFinding | undefined {
  if (born === 'unknown') return undefined;
  const line = facts.lineAt(place);
  if (born === null) {
    const addresseeNumber = facts.addresseeNumberAt(place);
    return crossFinding(line, 'addresseeNumber', 'person-unknown', {
      addresseeNumber,
    });
  }
  const [day, birthDay] = [facts.dayAt(place), dayNumber(born)];
  if (day === NO_DAY || day >= birthDay) return undefined;
  return crossFinding(line, 'flagOn', 'date-before-birth', {
    column,
    day,
    birthDay,
  });
}
