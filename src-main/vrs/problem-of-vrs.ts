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
    case 'chunk-digest':
      return failed('transfer-damaged');
    // What only a bug of ours or of VRS brings about keeps its name, so that it can be asked about.
    case 'authority-too-long':
    case 'batch-incomplete':
    case 'batch-state':
    case 'chunk-changed':
    case 'chunk-malformed':
    case 'idempotency-key-missing':
    case 'idempotency-key-reused':
    case 'internal-error':
    case 'request-invalid':
    case 'user-exists':
    case 'version-changed':
    case 'version-missing':
      return failed('vrs-refused', { code: answer.code });
    default:
      return answer.code satisfies never;
  }
}
