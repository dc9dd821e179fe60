import type { Outcome } from '../../src-shared/contract/problem.ts';
import { failed, ok } from '../../src-shared/contract/problem.ts';
import type { RememberedScreen, SessionView } from '../../src-shared/contract/session.ts';
import { type Clock, dayInJapan, timestampOf } from '../../src-shared/domain/clock.ts';
import { daysBetween } from '../../src-shared/domain/dates/calendar.ts';
import type { SignedInUser, SignInAnswer } from '../../src-shared/vrs-api/session.ts';
import type { Events } from '../gateway/events.ts';
import type { SessionGuard } from '../gateway/gateway.ts';
import type { TokenRefusal, VrsClient } from '../vrs/vrs-client.ts';

interface Credentials {
  readonly password: string;
  readonly oneTimePassword: string;
}

/** Somebody who signed in. The token lives here and nowhere else; it never reaches the window. SECURITY: P1. */
interface Current {
  readonly answer: SignInAnswer;
  token: string;
  expiresAt: number;
  lockedSince: Date | undefined;
  remembered: RememberedScreen | null;
}

/** Empty: the person signed out. */
export type EndedBecause = '' | 'replaced' | 'expired' | 'stopped' | 'period-over';

const endings: Readonly<Record<TokenRefusal, EndedBecause>> = {
  'session-ended': 'expired',
  'session-replaced': 'replaced',
  'session-stopped': 'stopped',
  'session-period-over': 'period-over',
};

export interface SessionParts {
  readonly vrs: VrsClient;
  readonly clock: Clock;
  readonly events: Events;
  /** After a sign-in with full rights: open the cache, fill it. */
  readonly onSignedIn: (user: SignedInUser) => void;
  /** After the end of a session, whatever ended it: close the cache, stop the jobs, write it down. */
  readonly onEnded: (user: SignedInUser, because: EndedBecause) => Promise<void>;
  /** True while long work of this session runs: its token is renewed even behind the lock. */
  readonly busy: () => boolean;
  /** Minutes for which the local copy still answers after the token ran out with VRS out of reach. */
  readonly offlineMinutes: number;
}

/** Renewed when this much of its life is left, in milliseconds. */
const RENEW_BEFORE = 4 * 60_000;
const RENEW_CHECK = 30_000;

/** Who is signed in at this terminal, from sign-in to sign-out. VRS decides; this keeps the token and the lock. */
export class Session implements SessionGuard {
  readonly #parts: SessionParts;
  readonly #renewal: NodeJS.Timeout;
  #current: Current | undefined;
  #endedBecause: EndedBecause = '';
  /** What the last session leaves behind is closed before the next one opens anything. */
  #ending: Promise<void> = Promise.resolve();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#renewal = setInterval(() => void this.#renewInTime(), RENEW_CHECK);
    this.#renewal.unref();
  }

  token(): string | undefined {
    return this.#current?.token;
  }

  user(): SignedInUser | undefined {
    return this.#current?.answer.user;
  }

  standing(): SessionView['state'] {
    return this.view().state;
  }

  view(): SessionView {
    const current = this.#current;
    if (!current) return { state: 'signed-out', endedBecause: this.#endedBecause };
    const { user, previousAccess, passwordExpiresOn, passwordExpired, passwordIsInitial } = current.answer;
    if (passwordExpired) return { state: 'password-expired', user, isInitial: passwordIsInitial };
    if (current.lockedSince) return { state: 'locked', user, since: timestampOf(current.lockedSince) };
    return {
      state: 'signed-in',
      user,
      previousAccess,
      passwordExpiresOn,
      passwordDaysLeft: daysBetween(dayInJapan(this.#parts.clock.now()), passwordExpiresOn),
      remembered: current.remembered,
    };
  }

  async signIn(userId: string, credentials: Credentials): Promise<Outcome<SessionView>> {
    if (this.#current) await this.signOut();
    await this.#ending;
    const opened = await this.#parts.vrs.call('session.open', { body: { userId, ...credentials } });
    if (!opened.ok) return opened;
    this.#begin(opened.value, null);
    if (!opened.value.passwordExpired) this.#parts.onSignedIn(opened.value.user);
    return ok(this.view());
  }

  /** Ends the session here at once; VRS is told as far as it can be reached. */
  async signOut(): Promise<SessionView> {
    if (this.#current) {
      await this.#parts.vrs.call('session.close', {}, { timeout: 3_000 });
      await this.#end('');
    }
    this.#endedBecause = '';
    return this.view();
  }

  lock(remembered: RememberedScreen | null): SessionView {
    const current = this.#current;
    if (current && !current.lockedSince && !current.answer.passwordExpired) {
      current.lockedSince = this.#parts.clock.now();
      // A lock from outside (idle, the operating system) brings no form: the last one that was kept stays.
      current.remembered = remembered ?? current.remembered;
      this.#tell();
    }
    return this.view();
  }

  /** The same person proves who they are; VRS gives a new token for the old one. */
  async unlock(credentials: Credentials): Promise<Outcome<SessionView>> {
    const current = this.#current;
    if (!current?.lockedSince) return ok(this.view());
    const { userId } = current.answer.user;
    const opened = await this.#parts.vrs.call('session.open', { body: { userId, ...credentials } });
    if (!opened.ok) return opened;
    // 前回のアクセス stays the one before this working day's sign-in, not the moment before the lock.
    this.#begin({ ...opened.value, previousAccess: current.answer.previousAccess }, current.remembered);
    return ok(this.view());
  }

  /** The person at the screen proves once more who they are; VRS gives a new token for the old one. */
  async prove(credentials: Credentials): Promise<Outcome<undefined>> {
    const current = this.#current;
    if (!current) return failed('signed-out');
    const { userId } = current.answer.user;
    const opened = await this.#parts.vrs.call('session.open', { body: { userId, ...credentials } });
    if (!opened.ok) return opened;
    if (this.#current !== current) return failed('session-ended');
    this.#begin({ ...opened.value, previousAccess: current.answer.previousAccess }, current.remembered);
    return ok(undefined);
  }

  remember(screen: RememberedScreen): void {
    if (this.#current) this.#current.remembered = screen;
  }

  async changePassword(currentPassword: string, newPassword: string): Promise<Outcome<SessionView>> {
    if (!this.#current) return failed('signed-out');
    const changed = await this.#parts.vrs.call('password.change', { body: { currentPassword, newPassword } });
    if (!changed.ok) return changed;
    // The token of an expired password does nothing else: sign in afresh with the new one.
    return ok(this.#current.answer.passwordExpired ? await this.signOut() : this.view());
  }

  /** VRS refused a token. It matters only while it is still ours: an unlock swaps tokens while calls are under way. */
  tokenRefused(token: string, why: TokenRefusal): void {
    if (this.#current?.token !== token) return;
    void this.#end(endings[why]);
  }

  /** Stops the renewal and waits until a session that is ending has ended; the app is quitting. */
  async dispose(): Promise<void> {
    clearInterval(this.#renewal);
    await this.#ending;
  }

  #begin(answer: SignInAnswer, remembered: RememberedScreen | null): void {
    this.#endedBecause = '';
    const expiresAt = Date.parse(answer.expiresAt);
    this.#current = { answer, token: answer.token, expiresAt, lockedSince: undefined, remembered };
    this.#tell();
  }

  async #end(because: EndedBecause): Promise<void> {
    const user = this.user();
    this.#current = undefined;
    this.#endedBecause = because;
    this.#tell();
    if (user) this.#ending = this.#parts.onEnded(user, because);
    await this.#ending;
  }

  #tell(): void {
    this.#parts.events.emit({ type: 'session', session: this.view() });
  }

  /** Renews while the person works; a token that ran out with VRS out of reach ends the session after a while. */
  async #renewInTime(): Promise<void> {
    const current = this.#current;
    if (!current || current.answer.passwordExpired) return;
    const left = current.expiresAt - this.#parts.clock.now().getTime();
    if (left > RENEW_BEFORE || (current.lockedSince && !this.#parts.busy())) return;
    const renewed = await this.#parts.vrs.call('session.renew', {});
    if (this.#current !== current) return;
    if (renewed.ok) {
      current.token = renewed.value.token;
      current.expiresAt = Date.parse(renewed.value.expiresAt);
    } else if (left < -this.#parts.offlineMinutes * 60_000) {
      await this.#end('expired');
    }
  }
}
