import { type IsoDate, PersonId, UserId } from '../../../src-shared/domain/identifiers.ts';
import { daysBetween } from '../../../src-shared/domain/dates/calendar.ts';
import { parseJapaneseDate } from '../../../src-shared/domain/dates/parse.ts';
import { Role } from '../../../src-shared/domain/roles.ts';
import { AuthorityKind } from '../../../src-shared/vrs-api/authorities.ts';
import { MAX_AUTHORITY_DAYS, type User, type UserEntry } from '../../../src-shared/vrs-api/users.ts';
import { slashed } from '../../wording/dates.ts';

/** An application as it is typed. */
export interface Draft {
  readonly kind: AuthorityKind;
  readonly userId: string;
  readonly personId: string;
  readonly name: string;
  readonly department: string;
  readonly role: Role;
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

export const emptyDraft: Draft = {
  kind: 'new',
  userId: '',
  personId: '',
  name: '',
  department: '',
  role: 'clerk',
  from: '',
  until: '',
  reason: '',
};

/** What somebody wrote before the screen was locked. */
export function draftFrom(form: Readonly<Record<string, string>> | undefined): Draft {
  if (!form) return emptyDraft;
  const text = (name: keyof Draft): string => form[name] ?? '';
  return {
    kind: AuthorityKind.safeParse(form['kind']).data ?? 'new',
    userId: text('userId'),
    personId: text('personId'),
    name: text('name'),
    department: text('department'),
    role: Role.safeParse(form['role']).data ?? 'clerk',
    from: text('from'),
    until: text('until'),
    reason: text('reason'),
  };
}

/** Whether there is something to go on with: a new one, or one about somebody. */
export function isDraft(draft: Draft): boolean {
  return draft.kind === 'new' || draft.userId !== '';
}

/** An application about somebody in the roster, filled with what stands there. A new period begins today. */
export function draftAbout(user: User, kind: AuthorityKind, today: IsoDate): Draft {
  const movesOn = kind === 'extend' || kind === 'reissue';
  const from = movesOn && user.validFrom < today ? today : user.validFrom;
  return {
    ...emptyDraft,
    kind,
    userId: user.userId,
    personId: user.personId,
    name: user.name,
    department: user.department,
    role: user.role,
    from: slashed(from),
    until: kind === 'extend' || (movesOn && user.validUntil < today) ? '' : slashed(user.validUntil),
  };
}

export type DraftErrors = Readonly<Partial<Record<keyof Draft, string>>>;

const NOT_A_DAY = '日付として読めません。例：2027/3/31、R9.3.31';

/** The entry that was typed, or what is wrong with it, field by field. */
export function entryOf(
  draft: Draft,
  before: User | undefined,
  today: IsoDate,
): { readonly entry: UserEntry } | { readonly errors: DraftErrors } {
  const userId = UserId.safeParse(draft.userId.normalize('NFKC').trim().toLowerCase()).data;
  const personId = PersonId.safeParse(draft.personId.normalize('NFKC').trim()).data;
  const name = draft.name.trim();
  const department = draft.department.trim();
  const from = parseJapaneseDate(draft.from);
  const until = parseJapaneseDate(draft.until);
  const errors: Partial<Record<keyof Draft, string>> = {};
  if (userId === undefined)
    errors.userId = '英小文字で始まる3〜32文字の、英小文字・数字・「.」「_」「-」で入力してください。';
  if (personId === undefined) errors.personId = '職員番号を40文字までで入力してください。';
  if (name === '') errors.name = '氏名を入力してください。';
  if (department === '') errors.department = '所属を入力してください。';
  if (from === undefined) errors.from = draft.from.trim() === '' ? '初日を入力してください。' : NOT_A_DAY;
  if (until === undefined) errors.until = draft.until.trim() === '' ? '期限を入力してください。' : NOT_A_DAY;
  else if (from !== undefined) {
    const fault = periodFault(draft.kind, from, until, before, today);
    if (fault !== undefined) errors.until = fault;
  }
  if (draft.reason.trim() === '') errors.reason = '申請の理由を入力してください。';
  if (draft.kind === 'change' && before && isSame(draft, before))
    errors.name = '氏名・所属・役割のどれも変わっていません。';
  const isWhole = userId !== undefined && personId !== undefined && from !== undefined && until !== undefined;
  if (!isWhole || Object.keys(errors).length > 0) return { errors };
  return {
    entry: { userId, personId, name, department, role: draft.role, validFrom: from, validUntil: until },
  };
}

function isSame(draft: Draft, before: User): boolean {
  return (
    draft.name.trim() === before.name &&
    draft.department.trim() === before.department &&
    draft.role === before.role
  );
}

function periodFault(
  kind: AuthorityKind,
  from: IsoDate,
  until: IsoDate,
  before: User | undefined,
  today: IsoDate,
): string | undefined {
  if (kind === 'change') return undefined;
  const days = daysBetween(from, until);
  if (days < 0) return '期限が初日より前です。';
  if (days > MAX_AUTHORITY_DAYS) return '利用期間は、初日から一年までです。';
  if (until < today) return '期限が過ぎています。今日か、それより後の日にしてください。';
  if (kind === 'extend' && before && until <= before.validUntil)
    return `今の期限（${slashed(before.validUntil)}）より後の日にしてください。`;
  return undefined;
}
