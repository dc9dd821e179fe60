import type {
  ReviewFinding,
  ReviewLevel,
  ReviewOutcome,
  ReviewRuleCode,
  ReviewSignature,
} from '../../src-shared/contract/log-review.ts';
import { ReviewOutcome as OutcomeSchema, reviewOutcomes } from '../../src-shared/contract/log-review.ts';
import { addDays } from '../../src-shared/domain/dates/calendar.ts';
import { IsoDate } from '../../src-shared/domain/identifiers.ts';
import type { BadgeTone } from '../components/badge.tsx';
import { slashed } from './dates.ts';
import { count } from './numbers.ts';

export const ruleNames: Readonly<Record<ReviewRuleCode, string>> = {
  'own-record': '本人の記録',
  colleague: '同僚',
  'marked-person': '要注意の印',
  'many-in-short-time': '短時間に多数',
  'same-surname': '同じ姓',
  'outside-hours': '時間外',
  'not-comparable': '氏名を比べられない',
  'no-action-after': '照会のみ',
};

export const levels: Readonly<Record<ReviewLevel, { readonly name: string; readonly tone: BadgeTone }>> = {
  high: { name: '重い', tone: 'red' },
  middle: { name: '中くらい', tone: 'orange' },
  low: { name: '参考', tone: 'gray' },
};

export const outcomeOptions = OutcomeSchema.options.map((value) => ({ value, name: reviewOutcomes[value] }));

export const outcomeTones: Readonly<Record<ReviewOutcome, BadgeTone>> = {
  'no-problem': 'green',
  'asked-them': 'blue',
  reported: 'red',
  investigating: 'orange',
};

export const standings: Readonly<Record<ReviewSignature['stands'], string>> = {
  'as-signed': '署名したときのまま',
  changed: '署名した後に、記録が変わっています',
  added: '署名した後に、この週の時刻の記録が加わっています',
};

/** 2026/11/16（月）〜 11/22（日）. */
export function weekName(monday: string): string {
  const sunday = slashed(addDays(IsoDate.parse(monday), 6)).slice(5);
  return `${slashed(monday)}（月）〜 ${sunday}（日）`;
}

/** 1234567 田中 太郎, and of those who can't be read or compared why not. */
export function personName({ addresseeNumber, name }: ReviewFinding['people'][number]): string {
  if (addresseeNumber === null) return '封印（この端末では読めません）';
  return `${addresseeNumber} ${name ?? '（端末内の写しにいません）'}`;
}

export function staffName({ name, userId }: ReviewFinding['staff']): string {
  return name === '' ? userId : `${name}（${userId}）`;
}

/** 「ほか3人」 where not all are shown. */
export function others(all: number, shown: number, unit: string): string {
  return all > shown ? `ほか${count(all - shown)}${unit}` : '';
}
