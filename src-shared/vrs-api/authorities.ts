import { z } from 'zod';

import { AuthorityApplicationId } from '../domain/identifiers.ts';
import { defineCalls } from './call.ts';
import { AuthorityActor, UserEntry } from './users.ts';

/**
 * What an application asks for. `reissue` gives a new password and a new secret to somebody who lost them, and takes a stopped
 * user ID into use again.
 */
export const AuthorityKind = z.enum(['new', 'extend', 'change', 'reissue']);
export type AuthorityKind = z.infer<typeof AuthorityKind>;

export const AuthorityState = z.enum(['waiting', 'approved', 'returned', 'withdrawn']);
export type AuthorityState = z.infer<typeof AuthorityState>;

/** 利用者の申請: nothing of it is in force until an administrator who is another person approves it. It never changes. */
export const AuthorityApplication = z
  .strictObject({
    applicationId: AuthorityApplicationId,
    kind: AuthorityKind,
    state: AuthorityState,
    /** The entry as it shall stand. */
    entry: UserEntry,
    /** The entry as it stood at the application; null for a new user. */
    before: UserEntry.nullable(),
    reason: z.string().max(200),
    maker: AuthorityActor,
    /** Who approved or returned it; the maker where it was withdrawn. */
    checker: AuthorityActor.nullable(),
    returnReason: z.string().max(500),
  })
  .meta({ id: 'AuthorityApplication' });
export type AuthorityApplication = z.infer<typeof AuthorityApplication>;

/** Told once, to whoever approved, and kept nowhere: what the user signs in with for the first time. */
export const FirstCredentials = z
  .strictObject({ initialPassword: z.string().max(128), oneTimePasswordSecret: z.string().max(64) })
  .meta({ id: 'FirstCredentials' });
export type FirstCredentials = z.infer<typeof FirstCredentials>;

const makers = ['supervisor', 'administrator'] as const;
const administrator = ['administrator'] as const;
const applicationPath = z.strictObject({ applicationId: AuthorityApplicationId });

export const authorityCalls = defineCalls({
  'authorities.list': {
    summary: '利用者の申請（新しい順）',
    method: 'GET',
    route: '/v1/authority-applications',
    access: makers,
    query: z.strictObject({ state: AuthorityState.optional() }),
    status: 200,
    answer: z
      .strictObject({ applications: z.array(AuthorityApplication).max(500) })
      .meta({ id: 'AuthorityApplicationList' }),
    problems: [],
  },
  'authorities.read': {
    summary: '利用者の申請一件',
    method: 'GET',
    route: '/v1/authority-applications/{applicationId}',
    access: makers,
    path: applicationPath,
    status: 200,
    answer: AuthorityApplication,
    problems: ['not-found'],
  },
  'authorities.apply': {
    summary: '新しい利用者、期間の延長、氏名・所属・役割の変更、再発行の申請',
    method: 'POST',
    route: '/v1/authority-applications',
    access: makers,
    body: z
      .strictObject({ kind: AuthorityKind, entry: UserEntry, reason: z.string().min(1).max(200) })
      .meta({ id: 'AuthorityRequest' }),
    status: 201,
    answer: AuthorityApplication,
    idempotent: true,
    problems: ['not-found', 'user-exists', 'authority-too-long', 'authority-waiting', 'own-role'],
  },
  'authorities.approve': {
    summary:
      '承認。申請者でも対象者でもないシステム管理者だけができる。最初のパスワードと認証アプリの鍵は、ここで一度だけ返す',
    method: 'POST',
    route: '/v1/authority-applications/{applicationId}/approval',
    access: administrator,
    path: applicationPath,
    body: z.strictObject({ proof: z.string().min(32).max(256) }).meta({ id: 'AuthorityApproval' }),
    status: 200,
    answer: z
      .strictObject({ application: AuthorityApplication, credentials: FirstCredentials.nullable() })
      .meta({ id: 'AuthorityApproved' }),
    idempotent: true,
    problems: ['not-found', 'authority-state', 'authority-stale', 'own-authority', 'reauthentication-needed'],
  },
  'authorities.return': {
    summary: '理由を添えた差し戻し',
    method: 'POST',
    route: '/v1/authority-applications/{applicationId}/return',
    access: administrator,
    path: applicationPath,
    body: z.strictObject({ reason: z.string().min(1).max(500) }).meta({ id: 'AuthorityReturn' }),
    status: 200,
    answer: AuthorityApplication,
    idempotent: true,
    problems: ['not-found', 'authority-state', 'own-authority'],
  },
  'authorities.withdraw': {
    summary: '取り下げ。申請した人だけができる',
    method: 'POST',
    route: '/v1/authority-applications/{applicationId}/withdrawal',
    access: makers,
    path: applicationPath,
    status: 200,
    answer: AuthorityApplication,
    idempotent: true,
    problems: ['not-found', 'authority-state'],
  },
});
