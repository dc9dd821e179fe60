import { problemStatuses, type VrsProblem, type VrsProblemCode } from '../../src-shared/vrs-api/problem.ts';

type Extra = Partial<Pick<VrsProblem, 'at' | 'current' | 'line'>> & {
  /** Where HTTP has a status of its own for a kind of `request-invalid`. */
  readonly status?: 405 | 413 | 415;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What VRS does not do, in the words of RFC 9457. Thrown by handlers; whatever else they throw is a bug. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: VrsProblemCode;
  readonly extra: Extra;

  constructor(code: VrsProblemCode, extra: Extra = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }

  get status(): number {
    return this.extra.status ?? problemStatuses[this.code];
  }

  get headers(): Readonly<Record<string, string>> {
    return { ...(this.status === 401 ? { 'www-authenticate': 'Bearer' } : {}), ...this.extra.headers };
  }

  /** Says nothing about the person or the request: details of those belong in no answer that somebody may log. */
  get problem(): VrsProblem {
    const { at, current, line } = this.extra;
    return {
      type: `urn:vrs:problem:${this.code}`,
      title: titles[this.code],
      status: this.status,
      code: this.code,
      ...(at === undefined ? {} : { at }),
      ...(current === undefined ? {} : { current }),
      ...(line === undefined ? {} : { line }),
    };
  }
}

/** `Retry-After` in seconds goes with 429 and 503. */
export function busy(code: 'too-many-requests' | 'unavailable', retryAfterSeconds: number): Refusal {
  return new Refusal(code, { headers: { 'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds))) } });
}

const titles: Readonly<Record<VrsProblemCode, string>> = {
  'request-invalid': '要求の形が正しくありません',
  'client-certificate-missing': '端末の証明書がありません',
  'session-missing': 'サインインしていません',
  'session-expired': 'セッションが終わっています',
  'session-replaced': '別のサインインでセッションが終わりました',
  'session-stopped': '利用停止によりセッションが終わりました',
  'session-period-over': '利用期間が終わりました',
  'role-not-allowed': 'この役割では行えません',
  'not-found': '見つかりません',
  'too-many-requests': '要求が多すぎます',
  unavailable: '今は応じられません',
  'internal-error': 'VRSの不具合です',
  'credentials-wrong': '利用者ID・パスワード・ワンタイムパスワードのいずれかが違います',
  'account-locked': '続けて間違えたため使えません',
  'account-stopped': '利用停止になっています',
  'account-expired': '利用期間が終わっています',
  'account-not-begun': '利用期間がまだ始まっていません',
  'password-expired': 'パスワードの有効期限が切れています',
  'password-too-weak': 'パスワードが規則に合いません',
  'password-used-before': '最近使ったパスワードです',
  'reauthentication-failed': '本人確認ができません',
  'reauthentication-needed': '再認証が要ります',
  'idempotency-key-missing': 'Idempotency-Key がありません',
  'idempotency-key-reused': '同じ Idempotency-Key が別の要求に使われています',
  'version-changed': '読み取った後に変わっています',
  'version-missing': 'If-Match がありません',
  'batch-state': '申請の今の段階では行えません',
  'batch-incomplete': 'まだ届いていない行があります',
  'chunk-digest': '届いた内容が Content-Digest と合いません',
  'chunk-malformed': '読めない行があります',
  'chunk-changed': '同じ番号で別の内容が届いています',
  'difference-changed': '差分が変わっています',
  'fingerprint-mismatch': '申請の指紋が合いません',
  'own-batch': '自分の申請です',
  'batch-expired': '申請の期限が切れています',
  'reversal-too-late': '取り消せる期間を過ぎています',
  'user-exists': '同じ利用者IDがあります',
  'authority-too-long': '利用期間が長すぎます',
  'authority-waiting': 'この利用者IDの申請が承認を待っています',
  'authority-state': '今の段階では行えません',
  'authority-stale': '申請の後に登録が変わったか、申請の期間が過ぎています',
  'own-authority': '自分が申請したもの、または自分の権限です',
  'own-role': '自分の役割は自分では申請できません',
  'last-administrator': 'ほかに使えるシステム管理者がいません',
};
