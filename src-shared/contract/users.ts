import { z } from 'zod';

import { AuthorityApplicationId, UserId } from '../domain/identifiers.ts';
import { AuthorityApplication, AuthorityKind, FirstCredentials } from '../vrs-api/authorities.ts';
import { OneTimePassword, Password } from '../vrs-api/session.ts';
import { User, UserEntry } from '../vrs-api/users.ts';
import { defineOperations } from './operation.ts';

const deciders = ['supervisor', 'administrator'] as const;
const administrator = ['administrator'] as const;

export const UserStanding = z.enum(['active', 'locked', 'not-begun', 'expired', 'stopped']);
export const UserMark = z.enum(['idle', 'ends-soon', 'review-due']);

/** A line of the roster: what VRS has, and what there is to say about it today. */
export const RosterLine = z.strictObject({
  user: User,
  standing: UserStanding,
  marks: z.array(UserMark).max(3),
  /** Other user IDs of the same person. */
  otherAccounts: z.array(UserId).max(100),
});
export type RosterLine = z.infer<typeof RosterLine>;

/** The words of the screens and of the log. */
export const authorityKindNames: Readonly<Record<AuthorityKind, string>> = {
  new: '新しい利用者',
  extend: '期間の延長',
  change: '氏名・所属・役割の変更',
  reissue: '再発行・再開',
};

const reason = z.string().trim().min(1).max(200);
const applicationId = AuthorityApplicationId;

export const userOperations = defineOperations({
  'users.roster': {
    summary: '利用者の名簿：状態と、見直しが要る印',
    session: 'unlocked',
    roles: deciders,
    log: { notRecordedBecause: '職員の名簿だけを返し、住民の情報を含まない' },
    reauthentication: false,
    input: z.strictObject({}),
    output: z.strictObject({ lines: z.array(RosterLine).max(5000) }),
  },
  'users.applications': {
    summary: '利用者の申請（新しい順）',
    session: 'unlocked',
    roles: deciders,
    log: { notRecordedBecause: '職員についての申請だけを返し、住民の情報を含まない' },
    reauthentication: false,
    input: z.strictObject({}),
    output: z.strictObject({ applications: z.array(AuthorityApplication).max(500) }),
  },
  'users.apply': {
    summary: '新しい利用者・期間の延長・変更・再発行を申請する。承認されるまで何も変わらない',
    session: 'unlocked',
    roles: deciders,
    log: { action: '利用者の申請', effect: 'changes' },
    reauthentication: false,
    input: z.strictObject({ kind: AuthorityKind, entry: UserEntry, reason }),
    output: AuthorityApplication,
  },
  'users.withdraw': {
    summary: '自分の申請を取り下げる',
    session: 'unlocked',
    roles: deciders,
    log: { action: '利用者の申請の取り下げ', effect: 'changes' },
    reauthentication: false,
    input: z.strictObject({ applicationId }),
    output: AuthorityApplication,
  },
  'users.approve': {
    summary:
      '利用者の申請を承認する。最初のパスワードと認証アプリの鍵は、この答えに一度だけ出る。パスワードとワンタイムパスワードがもう一度要る',
    session: 'unlocked',
    roles: administrator,
    log: { action: '利用者の申請の承認', effect: 'changes' },
    reauthentication: true,
    input: z.strictObject({ applicationId, password: Password, oneTimePassword: OneTimePassword }),
    // What is in `credentials` is written nowhere on this terminal: not in the log, not on the disk.
    output: z.strictObject({
      application: AuthorityApplication,
      credentials: FirstCredentials.nullable(),
    }),
  },
  'users.return': {
    summary: '利用者の申請を、理由を添えて差し戻す',
    session: 'unlocked',
    roles: administrator,
    log: { action: '利用者の申請の差し戻し', effect: 'changes' },
    reauthentication: false,
    input: z.strictObject({ applicationId, reason: z.string().trim().min(1).max(500) }),
    output: AuthorityApplication,
  },
  'users.stop': {
    summary: '利用をすぐに停止する。開いているセッションも終わる',
    session: 'unlocked',
    roles: deciders,
    log: { action: '利用者の利用停止', effect: 'changes' },
    reauthentication: false,
    input: z.strictObject({ userId: UserId, reason }),
    output: User,
  },
  'users.review': {
    summary: '年次点検：その利用者が権限を続けて使うことを確かめる',
    session: 'unlocked',
    roles: deciders,
    log: { action: '利用者の年次点検（継続）', effect: 'changes' },
    reauthentication: false,
    /** The version of the entry that this person saw. */
    input: z.strictObject({ userId: UserId, version: z.int().min(1) }),
    output: User,
  },
});
