import { z } from 'zod';

import {
  AuthorityApplicationId,
  BatchId,
  IsoDate,
  IsoTimestamp,
  MunicipalityCode,
  PersonId,
  UserId,
} from '../domain/identifiers.ts';
import { Role } from '../domain/roles.ts';
import { defineCalls } from './call.ts';

export const Password = z.string().min(1).max(128);
/** Six digits of RFC 6238, a new one every 30 seconds. No code is taken twice. */
export const OneTimePassword = z.string().regex(/^[0-9]{6}$/);

export const SignInRequest = z
  .strictObject({ userId: z.string().min(1).max(64), password: Password, oneTimePassword: OneTimePassword })
  .meta({ id: 'SignInRequest' });

export const Bearer = z
  .strictObject({ token: z.string().min(32).max(256), expiresAt: IsoTimestamp })
  .meta({ id: 'Bearer' });
export type Bearer = z.infer<typeof Bearer>;

export const SignedInUser = z
  .strictObject({
    userId: UserId,
    personId: PersonId,
    name: z.string().min(1).max(50),
    department: z.string().max(50),
    role: Role,
    municipalityCode: MunicipalityCode,
    municipalityName: z.string().max(50),
  })
  .meta({ id: 'SignedInUser' });
export type SignedInUser = z.infer<typeof SignedInUser>;

export const SignInAnswer = z
  .strictObject({
    ...Bearer.shape,
    user: SignedInUser,
    /** The sign-in before this one, by this user, on any workstation. */
    previousAccess: IsoTimestamp.nullable(),
    passwordExpiresOn: IsoDate,
    /** True: the token changes the password and does nothing else. */
    passwordExpired: z.boolean(),
    /** True: the password is the first one, which somebody else has seen. It has to be changed as an expired one has. */
    passwordIsInitial: z.boolean(),
  })
  .meta({ id: 'SignInAnswer' });
export type SignInAnswer = z.infer<typeof SignInAnswer>;

/** What a fresh proof of identity is for. It is good for that one action, once, for two minutes. */
export const ReauthenticationPurpose = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('batch.approve'), batchId: BatchId }),
  z.strictObject({ action: z.literal('authority.approve'), applicationId: AuthorityApplicationId }),
  /** The terminal itself does what follows: that the proof was given is all it asks. */
  z.strictObject({ action: z.literal('log.export') }),
  z.strictObject({ action: z.literal('review.sign') }),
]);

export type ReauthenticationPurpose = z.infer<typeof ReauthenticationPurpose>;

export const ReauthenticationRequest = z
  .strictObject({ password: Password, oneTimePassword: OneTimePassword, purpose: ReauthenticationPurpose })
  .meta({ id: 'ReauthenticationRequest' });

export const ReauthenticationAnswer = z
  .strictObject({ proof: z.string().min(32).max(256), expiresAt: IsoTimestamp })
  .meta({ id: 'ReauthenticationAnswer' });

export const PasswordChange = z
  .strictObject({ currentPassword: Password, newPassword: Password })
  .meta({ id: 'PasswordChange' });

/** A new password: at least 12 characters of three kinds, not one of the last five, not the user ID. */
export const passwordRule = { minimumLength: 12, kinds: 3, history: 5 } as const;

export const sessionCalls = defineCalls({
  'status.read': {
    summary: '稼働状況。証明書だけで呼べる',
    method: 'GET',
    route: '/v1/status',
    access: 'none',
    status: 200,
    answer: z.strictObject({ time: IsoTimestamp, version: z.string().max(40) }).meta({ id: 'Status' }),
    problems: [],
  },
  'session.open': {
    summary: 'サインイン。前のセッションがあれば終わらせる',
    method: 'POST',
    route: '/v1/session',
    access: 'none',
    body: SignInRequest,
    status: 201,
    answer: SignInAnswer,
    problems: [
      'credentials-wrong',
      'account-locked',
      'account-stopped',
      'account-expired',
      'account-not-begun',
    ],
  },
  'session.close': {
    summary: 'サインアウト',
    method: 'DELETE',
    route: '/v1/session',
    access: 'password-change',
    status: 204,
    problems: [],
  },
  'session.renew': {
    summary: '作業が続いている間のトークンの更新',
    method: 'POST',
    route: '/v1/session/renewal',
    access: ['clerk', 'contractor', 'supervisor', 'administrator', 'it'],
    status: 200,
    answer: Bearer,
    problems: [],
  },
  'session.reauthenticate': {
    summary: '名指しした一つの操作のための再認証',
    method: 'POST',
    route: '/v1/session/reauthentication',
    access: ['supervisor', 'administrator'],
    body: ReauthenticationRequest,
    status: 201,
    answer: ReauthenticationAnswer,
    problems: ['reauthentication-failed', 'account-locked'],
  },
  'password.change': {
    summary: 'パスワードの変更',
    method: 'PUT',
    route: '/v1/password',
    access: 'password-change',
    body: PasswordChange,
    status: 204,
    problems: ['credentials-wrong', 'password-too-weak', 'password-used-before', 'account-locked'],
  },
});
