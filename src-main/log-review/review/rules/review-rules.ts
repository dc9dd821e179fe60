import { aboutDay, aboutPerson, type ReviewRule } from './rule.ts';
import { colleague, notComparable, ownRecord, sameSurname } from './names.ts';
import { manyInShortTime, outsideHours } from './times.ts';

/** 要注意の印: somebody whom a supervisor has marked. Raised even where a case explains it. */
const markedPerson: ReviewRule = {
  code: 'marked-person',
  level: 'high',
  title: '要注意の印',
  sentence: '要注意の印のある人の記録を見ています。',
  find: (day, { marked }) =>
    day.visits.filter(({ person }) => person !== null && marked.has(person)).map(aboutPerson),
};

/** 照会のみ: looked up, and nothing in the product says what for. Most of it is work by telephone or at the counter. One finding of the day. */
const noActionAfter: ReviewRule = {
  code: 'no-action-after',
  level: 'low',
  title: '照会のみ',
  sentence:
    'この日の事務の記録（一括登録など）では説明できない照会です。電話や窓口の対応が多く、処理事由と件数がふだんと違わないかを見てください。',
  find: (day) =>
    aboutDay(
      day,
      day.visits.filter(({ explanation }) => explanation === null),
    ),
};

/** Every rule of the weekly review, the gravest first. */
export const reviewRules: readonly ReviewRule[] = [
  ownRecord,
  colleague,
  markedPerson,
  manyInShortTime,
  sameSurname,
  outsideHours,
  notComparable,
  noActionAfter,
];
