import { randomBytes } from 'node:crypto';

import { type Clock, dayInJapan, timestampOf } from '../../src-shared/domain/clock.ts';
import { addDays } from '../../src-shared/domain/dates/calendar.ts';
import type { Role } from '../../src-shared/domain/roles.ts';
import { AuthorityActor } from '../../src-shared/vrs-api/users.ts';
import { newSecret } from '../session/one-time-passwords.ts';
import { hashPassword } from '../session/passwords.ts';
import { ownMunicipality } from '../residents/municipalities.ts';
import type { UserStore } from './user-store.ts';

/** Days before the first start of the training VRS; negative is after it. */
interface RosterEntry {
  readonly userId: string;
  readonly name: string;
  readonly department: string;
  readonly role: Role;
  readonly registered: number;
  readonly from: number;
  readonly until: number;
  readonly lastSignIn: number | null;
  readonly reviewed: number | null;
  readonly stopped?: { readonly ago: number; readonly reason: string };
}

const SECTION = '健康福祉部 感染症予防課 接種推進係';
const COUNTER = '健康福祉部 中央保健センター 窓口係';
const CONTRACTOR = '接種会場運営受託事業者';

/** Colleagues without a password that anybody knows: a roster has people who are gone, who are away, and who need a decision. */
const entries: readonly RosterEntry[] = [
  {
    userId: 'clerk11',
    name: '古参　一恵',
    department: SECTION,
    role: 'clerk',
    registered: 700,
    from: 350,
    until: -15,
    lastSignIn: 1,
    reviewed: 380,
  },
  {
    userId: 'clerk12',
    name: '休職　二葉',
    department: COUNTER,
    role: 'clerk',
    registered: 200,
    from: 200,
    until: -165,
    lastSignIn: 75,
    reviewed: null,
  },
  {
    userId: 'clerk13',
    name: '退職　三奈',
    department: COUNTER,
    role: 'clerk',
    registered: 300,
    from: 300,
    until: -65,
    lastSignIn: 52,
    reviewed: null,
    stopped: { ago: 50, reason: '退職のため' },
  },
  {
    userId: 'contractor02',
    name: '受託　四季',
    department: CONTRACTOR,
    role: 'contractor',
    registered: 190,
    from: 190,
    until: 10,
    lastSignIn: 12,
    reviewed: null,
  },
  {
    userId: 'contractor03',
    name: '受託　五郎',
    department: CONTRACTOR,
    role: 'contractor',
    registered: 2,
    from: -10,
    until: -190,
    lastSignIn: null,
    reviewed: null,
  },
];

/** Adds them as of this moment. Call it inside a write. */
export function addMadeUpRoster(users: UserStore, hash: string, clock: Clock): void {
  const now = clock.now();
  const day = (ago: number) => addDays(dayInJapan(now), -ago);
  const moment = (ago: number) => timestampOf(new Date(now.getTime() - ago * 86_400_000));
  const actor = (ago: number) =>
    JSON.stringify(
      AuthorityActor.parse({
        userId: 'admin01',
        personId: 'staff-admin01',
        name: '課長　六実',
        at: moment(ago),
      }),
    );
  for (const entry of entries) {
    const { userId, name, department, role, stopped } = entry;
    users.add({
      user_id: userId,
      staff_id: `staff-${userId}`,
      municipality_code: ownMunicipality.code,
      name,
      department,
      role,
      valid_from: day(entry.from),
      valid_until: day(entry.until),
      password_hash: hash,
      password_initial: 0,
      totp_secret: newSecret(),
      training_password: null,
      purpose: null,
    });
    users.set(userId, {
      registered_at: moment(entry.registered),
      previous_access: entry.lastSignIn === null ? null : moment(entry.lastSignIn),
      last_review: entry.reviewed === null ? null : actor(entry.reviewed),
      ...(stopped
        ? { stopped_at: moment(stopped.ago), stop_reason: stopped.reason, stopped_by: actor(stopped.ago) }
        : {}),
    });
  }
}

/** The hash of a password that was thrown away. */
export function hashOfNobodysPassword(cost: number): Promise<string> {
  return hashPassword(randomBytes(32).toString('base64'), cost);
}
