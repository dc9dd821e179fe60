import { nameKey } from '../../../../src-shared/domain/text/search-keys.ts';
import type { UserDay, Visit } from '../access.ts';
import { aboutDay, aboutPerson, type Facts, type ReviewRule } from './rule.ts';

const BLANK = /[\s\u3000]+/u;

/**
 * True where two names begin with the same surname, as the search folds names (width, variants of one kanji). The blank between surname and
 * given name says where the surname ends; where one of the names has none, the other's surname has to be its beginning. Two names
 * without a blank are the same surname only where they are the same altogether.
 */
export function isSameSurname(one: string, other: string): boolean {
  const [oneSurname, otherSurname] = [surnameKey(one), surnameKey(other)];
  if (oneSurname !== '' && otherSurname !== '') return oneSurname === otherSurname;
  if (oneSurname !== '') return nameKey(other).startsWith(oneSurname);
  if (otherSurname !== '') return nameKey(one).startsWith(otherSurname);
  const whole = nameKey(one);
  return whole !== '' && whole === nameKey(other);
}

/** Empty where the name has no blank, so that nobody can tell where its surname ends. */
function surnameKey(name: string): string {
  const [surname = '', ...rest] = name.trim().split(BLANK);
  return rest.length === 0 ? '' : nameKey(surname);
}

function nameOf({ person }: Visit, { residents }: Facts): string | undefined {
  return person === null ? undefined : residents.get(person);
}

function isOwnName(day: UserDay, name: string): boolean {
  const key = nameKey(name);
  return key !== '' && key === nameKey(day.actor.name);
}

/** 自分と同じ氏名: the staff member themself, as far as a name can tell. Raised even where a case explains it. */
export const ownRecord: ReviewRule = {
  code: 'own-record',
  level: 'high',
  title: '本人の記録',
  sentence:
    '職員が、自分と同じ氏名の人の記録を見ています。自分の記録は、業務としても自分では扱わないのが原則です。',
  find: (day, facts) =>
    day.visits
      .filter((visit) => visit.isDirect || visit.explanation === null)
      .filter((visit) => {
        const name = nameOf(visit, facts);
        return name !== undefined && isOwnName(day, name);
      })
      .map(aboutPerson),
};

/** 同僚: the full name of somebody else in the roster. */
export const colleague: ReviewRule = {
  code: 'colleague',
  level: 'high',
  title: '同僚',
  sentence: '名簿にいる職員と同じ氏名の人の記録を、事務の記録なしに見ています。',
  find: (day, facts) =>
    day.visits
      .filter(({ explanation }) => explanation === null)
      .filter((visit) => {
        const name = nameOf(visit, facts);
        return name !== undefined && facts.staff.has(nameKey(name)) && !isOwnName(day, name);
      })
      .map(aboutPerson),
};

/**
 * 同じ姓: perhaps the family. Each person who was opened is a finding; those who only stood in lists are one finding of the day, because a search
 * for a common surname shows a hundred of them.
 */
export const sameSurname: ReviewRule = {
  code: 'same-surname',
  level: 'middle',
  title: '同じ姓',
  sentence:
    '職員が、自分と同じ姓の人の記録を、事務の記録なしに見ています。家族や親族でないか確かめてください。',
  find: (day, facts) => {
    const family = day.visits
      .filter(({ explanation }) => explanation === null)
      .filter((visit) => {
        const name = nameOf(visit, facts);
        return name !== undefined && isSameSurname(day.actor.name, name) && !isOwnName(day, name);
      });
    const listed = family.filter(({ isDirect }) => !isDirect);
    return [...family.filter(({ isDirect }) => isDirect).map(aboutPerson), ...aboutDay(day, listed)];
  },
};

/** 比べられない: nobody can say whether a name is that of the family or of a colleague, and that is said. */
export const notComparable: ReviewRule = {
  code: 'not-comparable',
  level: 'low',
  title: '氏名を比べられない',
  sentence:
    '端末内の写しにいない人、または宛名番号を読めない記録（封印）です。氏名の規則では調べていません。必要なら、VRSで確かめてください。',
  find: (day, facts) =>
    aboutDay(
      day,
      day.visits.filter((visit) => visit.explanation === null && nameOf(visit, facts) === undefined),
    ),
};
