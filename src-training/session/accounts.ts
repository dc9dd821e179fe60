import { Secret } from 'otpauth';

import { type Clock, dayInJapan } from '../../src-shared/domain/clock.ts';
import { addDays } from '../../src-shared/domain/dates/calendar.ts';
import type { Role } from '../../src-shared/domain/roles.ts';
import { ownMunicipality } from '../residents/municipalities.ts';
import { Random } from '../residents/random.ts';
import type { NewUser } from '../users/user-store.ts';
import { hashPassword } from './passwords.ts';

/** A made-up account with a password that the training routes hand out. */
export interface AccountWanted {
  readonly userId: string;
  readonly name: string;
  readonly department: string;
  readonly role: Role;
  /** What newcomers learn with it; null keeps it out of their list. */
  readonly purpose: string | null;
  /** The person behind the account; one of their own unless said otherwise. */
  readonly personId?: string;
  readonly municipalityCode?: string;
}

const SECTION = '健康福祉部 感染症予防課 接種推進係';

export const madeUpAccounts: readonly AccountWanted[] = [
  {
    userId: 'clerk01',
    name: '研修　花子',
    department: SECTION,
    role: 'clerk',
    purpose: '照会と一括登録の申請を練習する',
  },
  {
    userId: 'clerk02',
    name: '研修　次郎',
    department: SECTION,
    role: 'clerk',
    purpose: '同時に作業するもう一人の利用担当者',
  },
  {
    userId: 'contractor01',
    name: '受託　三郎',
    department: '接種会場運営受託事業者',
    role: 'contractor',
    purpose: '照会だけができる受託者の画面を確かめる',
  },
  {
    userId: 'chief01',
    name: '係長　四郎',
    department: SECTION,
    role: 'supervisor',
    purpose: '申請を承認し、操作ログを点検する',
  },
  {
    userId: 'chief02',
    name: '主査　五月',
    department: SECTION,
    role: 'supervisor',
    purpose: '自分の申請を承認してもらうもう一人の運用責任者',
  },
  {
    userId: 'admin01',
    name: '課長　六実',
    department: '健康福祉部 感染症予防課',
    role: 'administrator',
    purpose: '利用者の登録と停止を練習する',
  },
  {
    userId: 'it01',
    name: '情報　七海',
    department: '総務部 情報システム課',
    role: 'it',
    purpose: '住民の情報が見えない端末管理者の画面を確かめる',
  },
];

const words = [
  'Kaede',
  'Sakura',
  'Momiji',
  'Tsubaki',
  'Yuzu',
  'Ajisai',
  'Sumire',
  'Botan',
  'Matsuba',
  'Wakaba',
];

/**
 * The account, ready to be added. The same seed gives the same password and the same secret, so that a card with them on the desk
 * stays right.
 */
export async function prepareAccount(
  wanted: AccountWanted,
  options: { readonly seed: string; readonly clock: Clock; readonly hashCost: number },
): Promise<NewUser> {
  const random = new Random(options.seed, 'account', wanted.userId);
  const password = `${random.pick(words)}-${random.pick(words)}-${random.digits(4)}`;
  const secret = Uint8Array.from({ length: 20 }, () => random.whole(0, 255));
  const password_hash = await hashPassword(password, options.hashCost);
  const today = dayInJapan(options.clock.now());
  return {
    user_id: wanted.userId,
    staff_id: wanted.personId ?? `staff-${wanted.userId}`,
    municipality_code: wanted.municipalityCode ?? ownMunicipality.code,
    name: wanted.name,
    department: wanted.department,
    role: wanted.role,
    valid_from: today,
    valid_until: addDays(today, 364),
    password_hash,
    password_initial: 0,
    totp_secret: new Secret({ buffer: secret.buffer }).base32,
    training_password: password,
    purpose: wanted.purpose,
  };
}
