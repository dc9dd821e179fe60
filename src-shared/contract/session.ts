import { z } from 'zod';

import { IsoDate, IsoTimestamp, UserId } from '../domain/identifiers.ts';
import { Role } from '../domain/roles.ts';
import { OneTimePassword, Password, SignedInUser } from '../vrs-api/session.ts';
import { defineOperations } from './operation.ts';
import { ScreenName } from './screens.ts';

/** `VRS 接続中` · `VRS 応答なし` · `VRS 混雑`; `unknown` until the first answer. */
export const Connection = z.enum(['unknown', 'connected', 'no-answer', 'busy']);
export type Connection = z.infer<typeof Connection>;

/**
 * How far the local copy is. `memory-only`: no credential store, so the key is forgotten and the copy discarded at exit
 * (training profile only; a production profile refuses).
 */
export const CacheState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('closed') }),
  z.strictObject({ state: z.literal('filling'), done: z.int(), total: z.int(), memoryOnly: z.boolean() }),
  z.strictObject({ state: z.literal('ready'), people: z.int(), asOf: IsoTimestamp, memoryOnly: z.boolean() }),
  z.strictObject({ state: z.literal('unavailable'), code: z.enum(['disk', 'version']) }),
]);
export type CacheState = z.infer<typeof CacheState>;

/** What a form held when the screen locked. It lives in the main process's memory and ends with the session. */
export const RememberedScreen = z.strictObject({
  screen: ScreenName,
  form: z.record(z.string().max(40), z.string().max(2000)),
});
export type RememberedScreen = z.infer<typeof RememberedScreen>;

export const SessionView = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('signed-out'),
    endedBecause: z.enum(['', 'replaced', 'expired', 'stopped', 'period-over']),
  }),
  z.strictObject({
    state: z.literal('password-expired'),
    user: SignedInUser,
    /** It is the first password, which an administrator handed over. */
    isInitial: z.boolean(),
  }),
  z.strictObject({ state: z.literal('locked'), user: SignedInUser, since: IsoTimestamp }),
  z.strictObject({
    state: z.literal('signed-in'),
    user: SignedInUser,
    previousAccess: IsoTimestamp.nullable(),
    passwordExpiresOn: IsoDate,
    passwordDaysLeft: z.int(),
    /** What stood on the screen before the lock; null after a fresh sign-in. */
    remembered: RememberedScreen.nullable(),
  }),
]);
export type SessionView = z.infer<typeof SessionView>;

/** Everything that the frame shows, whoever is signed in. No personal data of residents. */
export const WorkstationView = z.strictObject({
  profile: z.strictObject({
    kind: z.enum(['training', 'production']),
    municipalityName: z.string(),
    workstation: z.string(),
    idleMinutes: z.int(),
  }),
  version: z.string(),
  connection: Connection,
  cache: CacheState,
  session: SessionView,
});
export type WorkstationView = z.infer<typeof WorkstationView>;

export const TrainingAccount = z.strictObject({
  userId: UserId,
  name: z.string().max(50),
  role: Role,
  purpose: z.string().max(100),
});
export type TrainingAccount = z.infer<typeof TrainingAccount>;

const credentials = { password: Password, oneTimePassword: OneTimePassword };

export const sessionOperations = defineOperations({
  'session.view': {
    summary: '枠に表示する状態（端末・接続・写し・セッション）',
    session: 'none',
    roles: 'everyone',
    log: { notRecordedBecause: '住民の情報を含まない' },
    reauthentication: false,
    input: z.strictObject({}),
    output: WorkstationView,
  },
  'session.signIn': {
    summary: 'サインイン',
    session: 'none',
    roles: 'everyone',
    log: { action: 'サインイン', effect: 'changes' },
    reauthentication: false,
    input: z.strictObject({ userId: z.string().trim().min(1).max(64), ...credentials }),
    output: SessionView,
  },
  'session.signOut': {
    summary: 'サインアウト',
    session: 'signed-in',
    roles: 'everyone',
    log: { action: 'サインアウト', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({}),
    output: SessionView,
  },
  'session.lock': {
    summary: '画面ロック。画面のデータを消し、解除するまで何も答えない',
    session: 'signed-in',
    roles: 'everyone',
    log: { action: '画面ロック', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ remembered: RememberedScreen.nullable() }),
    output: SessionView,
  },
  'session.unlock': {
    summary: '画面ロックの解除',
    session: 'signed-in',
    roles: 'everyone',
    log: { action: '画面ロック解除', effect: 'changes' },
    reauthentication: true,
    input: z.strictObject(credentials),
    output: SessionView,
  },
  'session.rememberScreen': {
    summary: '書きかけの入力を、ロックに備えて本体のメモリーに預ける',
    session: 'unlocked',
    roles: 'everyone',
    log: { notRecordedBecause: '本人の書きかけの入力を預かるだけで、何も読み出さない' },
    reauthentication: false,
    input: RememberedScreen,
    output: z.strictObject({}),
  },
  'session.changePassword': {
    summary: 'パスワードの変更',
    session: 'signed-in',
    roles: 'everyone',
    log: { action: 'パスワードの変更', effect: 'changes' },
    reauthentication: true,
    input: z.strictObject({ currentPassword: Password, newPassword: Password }),
    output: SessionView,
  },
  'session.trainingAccounts': {
    summary: '研修用の利用者の一覧',
    session: 'none',
    roles: 'everyone',
    log: { notRecordedBecause: '研修用の架空の利用者だけを返す' },
    reauthentication: false,
    trainingOnly: true,
    input: z.strictObject({}),
    output: z.strictObject({ accounts: z.array(TrainingAccount).max(20) }),
  },
  'session.trainingCredentials': {
    summary: '研修用の利用者のパスワードと、今のワンタイムパスワード',
    session: 'none',
    roles: 'everyone',
    log: { notRecordedBecause: '研修用の架空の利用者だけを返す' },
    reauthentication: false,
    trainingOnly: true,
    input: z.strictObject({ userId: UserId }),
    output: z.strictObject({ userId: UserId, ...credentials }),
  },
});
