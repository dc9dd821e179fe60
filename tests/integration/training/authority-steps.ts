import { Secret, TOTP } from 'otpauth';

import { dayInJapan } from '../../../src-shared/domain/clock.ts';
import { addDays } from '../../../src-shared/domain/dates/calendar.ts';
import { AuthorityApplicationId, type IsoDate } from '../../../src-shared/domain/identifiers.ts';
import type { AuthorityApplication, AuthorityKind } from '../../../src-shared/vrs-api/authorities.ts';
import type { VrsAnswer } from '../../../src-shared/vrs-api/calls.ts';
import { type User, UserEntry } from '../../../src-shared/vrs-api/users.ts';
import type { SignedIn, TestVrs } from './training-vrs.ts';

export function dayOf(test: TestVrs, days = 0): IsoDate {
  return addDays(dayInJapan(test.vrs.clock.now()), days);
}

/** Somebody who is in no roster yet. */
export function newcomer(test: TestVrs, changes: Partial<Record<keyof UserEntry, string>> = {}): UserEntry {
  return UserEntry.parse({
    userId: 'clerk03',
    personId: 'staff-clerk03',
    name: '新任　八重',
    department: '接種推進係',
    role: 'clerk',
    validFrom: dayOf(test),
    validUntil: dayOf(test, 300),
    ...changes,
  });
}

export async function userOf(person: SignedIn, userId: string): Promise<User> {
  const { users } = await person.call('users.list', {});
  const user = users.find((each) => each.userId === userId);
  if (!user) throw new Error('not in the roster');
  return user;
}

/** The entry of a user as an application has it, with what is to be changed. */
export async function entryOf(
  person: SignedIn,
  userId: string,
  changes: Partial<Record<keyof UserEntry, string>> = {},
): Promise<UserEntry> {
  const { personId, name, department, role, validFrom, validUntil } = await userOf(person, userId);
  return UserEntry.parse({ userId, personId, name, department, role, validFrom, validUntil, ...changes });
}

export function apply(maker: SignedIn, kind: AuthorityKind, entry: UserEntry): Promise<AuthorityApplication> {
  return maker.call('authorities.apply', { body: { kind, entry, reason: '人事異動のため' } });
}

/** A proof for approving that application. */
export async function proofOf(test: TestVrs, person: SignedIn, applicationId: string): Promise<string> {
  const { password, oneTimePassword } = test.credentials(person.userId);
  const { proof } = await person.call('session.reauthenticate', {
    body: {
      password,
      oneTimePassword,
      purpose: { action: 'authority.approve', applicationId: AuthorityApplicationId.parse(applicationId) },
    },
  });
  return proof;
}

export async function approve(
  test: TestVrs,
  checker: SignedIn,
  { applicationId }: AuthorityApplication,
): Promise<VrsAnswer<'authorities.approve'>> {
  const proof = await proofOf(test, checker, applicationId);
  return checker.call('authorities.approve', { path: { applicationId }, body: { proof } });
}

/** A sign-in with what a hand-over sheet says. */
export function firstSignIn(
  test: TestVrs,
  userId: string,
  credentials: VrsAnswer<'authorities.approve'>['credentials'],
): { readonly userId: string; readonly password: string; readonly oneTimePassword: string } {
  if (!credentials) throw new Error('nothing was handed over');
  const code = new TOTP({ secret: Secret.fromBase32(credentials.oneTimePasswordSecret) });
  const oneTimePassword = code.generate({ timestamp: test.vrs.clock.now().getTime() });
  return { userId, password: credentials.initialPassword, oneTimePassword };
}

/** A second administrator, who is another person. */
export async function secondAdministrator(test: TestVrs): Promise<SignedIn> {
  await test.vrs.addAccount({
    userId: 'admin02',
    name: '部長　七緒',
    department: '健康福祉部',
    role: 'administrator',
    purpose: null,
  });
  return test.signIn('admin02');
}
