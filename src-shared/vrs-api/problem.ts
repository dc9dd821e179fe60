import { z } from 'zod';

/**
 * Why VRS did not do what was asked: RFC 9457 `application/problem+json` with a stable code.
 * The codes never change their meaning; the client maps each to a sentence for the person.
 */
export const VrsProblemCode = z.enum([
  // What every call may answer.
  'request-invalid',
  'client-certificate-missing',
  'session-missing',
  'session-expired',
  'session-replaced',
  'session-stopped',
  'session-period-over',
  'role-not-allowed',
  'not-found',
  'too-many-requests',
  'unavailable',
  'internal-error',
  // Session.
  'credentials-wrong',
  'account-locked',
  'account-stopped',
  'account-expired',
  'account-not-begun',
  'password-expired',
  'password-too-weak',
  'password-used-before',
  'reauthentication-failed',
  'reauthentication-needed',
  // Writing.
  'idempotency-key-missing',
  'idempotency-key-reused',
  'version-changed',
  'version-missing',
  // Batches.
  'batch-state',
  'batch-incomplete',
  'chunk-digest',
  'chunk-malformed',
  'chunk-changed',
  'difference-changed',
  'fingerprint-mismatch',
  'own-batch',
  'batch-expired',
  'reversal-too-late',
  // Users.
  'user-exists',
  'authority-too-long',
  'authority-waiting',
  'authority-state',
  'authority-stale',
  'own-authority',
  'own-role',
  'last-administrator',
]);
export type VrsProblemCode = z.infer<typeof VrsProblemCode>;

/** What any call may answer, whatever it does. */
export const everyCallProblems = [
  'request-invalid',
  'client-certificate-missing',
  'session-missing',
  'session-expired',
  'session-replaced',
  'session-stopped',
  'session-period-over',
  'role-not-allowed',
  'password-expired',
  'too-many-requests',
  'unavailable',
  'internal-error',
] as const satisfies readonly VrsProblemCode[];

/** What every call that is marked idempotent may answer besides. */
export const idempotentCallProblems = [
  'idempotency-key-missing',
  'idempotency-key-reused',
] as const satisfies readonly VrsProblemCode[];

/**
 * The HTTP status of each code. `request-invalid` has three more where HTTP has a word of its own: 405, 413 and 415.
 * 401 means that a new sign-in is needed; what a signed-in person may not do is 403, so that nobody is sent to sign in for it.
 */
export const problemStatuses: Readonly<Record<VrsProblemCode, number>> = {
  'request-invalid': 400,
  'client-certificate-missing': 403,
  'session-missing': 401,
  'session-expired': 401,
  'session-replaced': 401,
  'session-stopped': 401,
  'session-period-over': 401,
  'role-not-allowed': 403,
  'not-found': 404,
  'too-many-requests': 429,
  unavailable: 503,
  'internal-error': 500,
  'credentials-wrong': 403,
  'account-locked': 403,
  'account-stopped': 403,
  'account-expired': 403,
  'account-not-begun': 403,
  'password-expired': 403,
  'password-too-weak': 422,
  'password-used-before': 422,
  'reauthentication-failed': 403,
  'reauthentication-needed': 403,
  'idempotency-key-missing': 400,
  'idempotency-key-reused': 422,
  'version-changed': 412,
  'version-missing': 428,
  'batch-state': 409,
  'batch-incomplete': 409,
  'chunk-digest': 422,
  'chunk-malformed': 422,
  'chunk-changed': 409,
  'difference-changed': 409,
  'fingerprint-mismatch': 409,
  'own-batch': 403,
  'batch-expired': 409,
  'reversal-too-late': 409,
  'user-exists': 409,
  'authority-too-long': 422,
  'authority-waiting': 409,
  'authority-state': 409,
  'authority-stale': 409,
  'own-authority': 403,
  'own-role': 403,
  'last-administrator': 409,
};

export const VrsProblem = z
  .strictObject({
    type: z.string().describe('urn:vrs:problem:<code>'),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: VrsProblemCode,
    detail: z.string().optional(),
    /** For `account-locked`: until when; for `session-replaced` and `session-stopped`: when that happened. */
    at: z.iso.datetime().optional(),
    /** For `version-changed`, `batch-state` and `authority-state`: what stands now. */
    current: z.string().optional(),
    /** For `chunk-malformed`: which line of the chunk, counted from 1. */
    line: z.int().min(1).optional(),
  })
  .meta({ id: 'Problem' });
export type VrsProblem = z.infer<typeof VrsProblem>;
