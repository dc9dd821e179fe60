import { z } from 'zod';

import { IsoDate, IsoTimestamp, PersonId, UserId } from '../domain/identifiers.ts';
import { Role } from '../domain/roles.ts';
import { defineCalls } from './call.ts';

/** An authority ends by itself: no entry runs longer than a year (港区 PIA, リスク対策). */
export const MAX_AUTHORITY_DAYS = 366;

export const UserEntry = z
  .strictObject({
    userId: UserId,
    /** The person behind the account: maker and checker must differ by person, not by account. */
    personId: PersonId,
    name: z.string().min(1).max(50),
    department: z.string().max(50),
    role: Role,
    validFrom: IsoDate,
    validUntil: IsoDate,
  })
  .meta({ id: 'UserEntry' });
export type UserEntry = z.infer<typeof UserEntry>;

export const User = z
  .strictObject({
    ...UserEntry.shape,
    stoppedAt: IsoTimestamp.nullable(),
    lockedUntil: IsoTimestamp.nullable(),
    previousAccess: IsoTimestamp.nullable(),
    passwordExpiresOn: IsoDate,
    version: z.int().min(1),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

const administrator = ['administrator'] as const;
const userPath = z.strictObject({ userId: UserId });

export const userCalls = defineCalls({
  'users.list': {
    summary: '利用者の名簿',
    method: 'GET',
    route: '/v1/users',
    access: ['supervisor', 'administrator'],
    status: 200,
    answer: z.strictObject({ users: z.array(User).max(5000) }).meta({ id: 'UserList' }),
    problems: [],
  },
  'users.create': {
    summary: '利用者の登録。最初のパスワードと認証アプリの秘密は一度だけ返す',
    method: 'POST',
    route: '/v1/users',
    access: administrator,
    body: UserEntry,
    status: 201,
    answer: z
      .strictObject({
        user: User,
        initialPassword: z.string().max(128),
        oneTimePasswordSecret: z.string().max(64),
      })
      .meta({ id: 'UserCreated' }),
    idempotent: true,
    problems: ['user-exists', 'authority-too-long'],
  },
  'users.change': {
    summary: '利用者の部署・役割・期間の変更（If-Match が要る）',
    method: 'PUT',
    route: '/v1/users/{userId}',
    access: administrator,
    path: userPath,
    body: UserEntry.omit({ userId: true }),
    status: 200,
    answer: User,
    idempotent: true,
    ifMatch: true,
    problems: ['not-found', 'version-missing', 'version-changed', 'authority-too-long'],
  },
  'users.stop': {
    summary: '利用の即時停止。開いているセッションも終わる',
    method: 'POST',
    route: '/v1/users/{userId}/suspension',
    access: administrator,
    path: userPath,
    body: z.strictObject({ reason: z.string().min(1).max(200) }).meta({ id: 'Suspension' }),
    status: 200,
    answer: User,
    idempotent: true,
    problems: ['not-found'],
  },
});
