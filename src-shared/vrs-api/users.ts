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

/** Who did something about an authority, and when. */
export const AuthorityActor = z
  .strictObject({ userId: UserId, personId: PersonId, name: z.string().max(50), at: IsoTimestamp })
  .meta({ id: 'AuthorityActor' });
export type AuthorityActor = z.infer<typeof AuthorityActor>;

export const User = z
  .strictObject({
    ...UserEntry.shape,
    registeredAt: IsoTimestamp,
    stoppedAt: IsoTimestamp.nullable(),
    /** Who stopped it and why; null where nobody did. */
    stopped: z.strictObject({ by: AuthorityActor, reason: z.string().max(200) }).nullable(),
    lockedUntil: IsoTimestamp.nullable(),
    /** The last sign-in; null where there was none. */
    previousAccess: IsoTimestamp.nullable(),
    /** 年次点検: who said last that the authority is still needed; null where nobody has yet. */
    lastReview: AuthorityActor.nullable(),
    passwordExpiresOn: IsoDate,
    version: z.int().min(1),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

const deciders = ['supervisor', 'administrator'] as const;
const userPath = z.strictObject({ userId: UserId });

/** What enters the roster or changes in it comes by an application: see authorities.ts. */
export const userCalls = defineCalls({
  'users.list': {
    summary: '利用者の名簿',
    method: 'GET',
    route: '/v1/users',
    access: deciders,
    status: 200,
    answer: z.strictObject({ users: z.array(User).max(5000) }).meta({ id: 'UserList' }),
    problems: [],
  },
  'users.stop': {
    summary:
      '利用の即時停止。開いているセッションも終わる。運用責任者が停止できるのは、利用担当者と受託者だけ',
    method: 'POST',
    route: '/v1/users/{userId}/suspension',
    access: deciders,
    path: userPath,
    body: z.strictObject({ reason: z.string().min(1).max(200) }).meta({ id: 'Suspension' }),
    status: 200,
    answer: User,
    idempotent: true,
    problems: ['not-found', 'last-administrator'],
  },
  'users.review': {
    summary: '年次点検：その利用者が権限を続けて使うことを確かめた（自分のものは確かめられない）',
    method: 'POST',
    route: '/v1/users/{userId}/review',
    access: deciders,
    path: userPath,
    status: 200,
    answer: User,
    idempotent: true,
    ifMatch: true,
    problems: ['not-found', 'version-missing', 'version-changed', 'own-authority', 'authority-state'],
  },
});
