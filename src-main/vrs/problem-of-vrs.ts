import { failed, type Problem } from '../../src-shared/contract/problem.ts';
import type { VrsProblem } from '../../src-shared/vrs-api/problem.ts';

type Failure = { readonly ok: false; readonly problem: Problem };

const timeOfDay = new Intl.DateTimeFormat('ja-JP', {
  timeZone: 'Asia/Tokyo',
  hour: '2-digit',
  minute: '2-digit',
});

/** What VRS refused, in the words of this app. */
export function problemOfVrs(answer: VrsProblem): Failure {
  switch (answer.code) {
    case 'credentials-wrong':
      return failed('sign-in-refused');
    case 'account-locked':
      return failed('account-locked', {
        until: answer.at ? timeOfDay.format(new Date(answer.at)) : 'しばらくの間',
      });
    case 'account-stopped':
      return failed('account-stopped');
    case 'account-expired':
      return failed('account-expired');
    case 'account-not-begun':
      return failed('account-not-begun');
    case 'session-stopped':
      return failed('session-stopped');
    case 'session-period-over':
      return failed('session-period-over');
    case 'session-missing':
    case 'session-expired':
      return failed('session-ended');
    case 'session-replaced':
      return failed('session-replaced');
    case 'password-expired':
      return failed('password-must-change');
    case 'password-too-weak':
      return failed('password-too-weak');
    case 'password-used-before':
      return failed('password-used-before');
    case 'reauthentication-failed':
    case 'reauthentication-needed':
      return failed('reauthentication-failed');
    case 'role-not-allowed':
      return failed('role-not-allowed');
    case 'not-found':
      return failed('not-found');
    case 'client-certificate-missing':
      return failed('vrs-client-certificate');
    case 'unavailable':
    case 'too-many-requests':
      return failed('vrs-busy', { seconds: 30 });
    case 'own-batch':
      return failed('own-batch');
    case 'batch-expired':
      return failed('batch-expired');
    case 'difference-changed':
      return failed('difference-changed');
    case 'fingerprint-mismatch':
      return failed('fingerprint-mismatch');
    case 'reversal-too-late':
      return failed('reversal-too-late');
    case 'user-exists':
      return failed('user-exists');
    case 'authority-too-long':
      return failed('authority-too-long');
    case 'authority-waiting':
      return failed('authority-waiting');
    case 'authority-state':
      return failed('authority-state');
    case 'authority-stale':
      return failed('authority-stale');
    case 'own-authority':
      return failed('own-authority');
    case 'own-role':
      return failed('own-role');
    case 'last-administrator':
      return failed('last-administrator');
    case 'version-changed':
      return failed('version-changed');
    case 'chunk-digest':
      return failed('transfer-damaged');
    // What only a bug of ours or of VRS brings about keeps its name, so that it can be asked about.
    case 'batch-incomplete':
    case 'batch-state':
    case 'chunk-changed':
    case 'chunk-malformed':
    case 'idempotency-key-missing':
    case 'idempotency-key-reused':
    case 'internal-error':
    case 'request-invalid':
    case 'version-missing':
      return failed('vrs-refused', { code: answer.code });
    default:
      return answer.code satisfies never;
  }
}
