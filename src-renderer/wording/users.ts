import type { RosterLine } from '../../src-shared/contract/users.ts';
import { roleNames } from '../../src-shared/domain/roles.ts';
import type { AuthorityState } from '../../src-shared/vrs-api/authorities.ts';
import type { UserEntry } from '../../src-shared/vrs-api/users.ts';
import type { BadgeTone } from '../components/badge.tsx';
import { slashed } from './dates.ts';

export type Standing = RosterLine['standing'];
export type Mark = RosterLine['marks'][number];

export const standingNames: Readonly<Record<Standing, string>> = {
  active: '利用中',
  locked: 'ロック中',
  'not-begun': '期間前',
  expired: '期限切れ',
  stopped: '停止',
};

export const standingTones: Readonly<Record<Standing, BadgeTone>> = {
  active: 'green',
  locked: 'orange',
  'not-begun': 'blue',
  expired: 'gray',
  stopped: 'solidGray',
};

export const markNames: Readonly<Record<Mark, string>> = {
  idle: '60日間サインインなし',
  'ends-soon': '期限まで30日以内',
  'review-due': '年次点検が必要',
};

export const applicationStateNames: Readonly<Record<AuthorityState, string>> = {
  waiting: '承認待ち',
  approved: '承認済み',
  returned: '差し戻し',
  withdrawn: '取り下げ',
};

export const applicationStateTones: Readonly<Record<AuthorityState, BadgeTone>> = {
  waiting: 'orange',
  approved: 'green',
  returned: 'red',
  withdrawn: 'gray',
};

export function periodOf({ validFrom, validUntil }: Pick<UserEntry, 'validFrom' | 'validUntil'>): string {
  return `${slashed(validFrom)} ～ ${slashed(validUntil)}`;
}

/** The fields of an entry in the order of the sheet, in words. */
export function entryInWords(entry: UserEntry): readonly (readonly [name: string, value: string])[] {
  return [
    ['利用者ID', entry.userId],
    ['職員番号', entry.personId],
    ['氏名', entry.name],
    ['所属', entry.department],
    ['役割', roleNames[entry.role]],
    ['利用期間', periodOf(entry)],
  ];
}
