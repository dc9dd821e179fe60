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
  'role-not-allowed',
  'not-found',
  'too-many-requests',
  'unavailable',
  'internal-error',
  // Session.
  'credentials-wrong',
  'account-locked',
  'account-stopped',
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
]);
export type VrsProblemCode = z.infer<typeof VrsProblemCode>;

/** What any call may answer, whatever it does. */
export const everyCallProblems = [
  'request-invalid',
  'client-certificate-missing',
  'session-missing',
  'session-expired',
  'session-replaced',
  'role-not-allowed',
  'too-many-requests',
  'unavailable',
  'internal-error',
] as const satisfies readonly VrsProblemCode[];

export const VrsProblem = z
  .strictObject({
    type: z.string().describe('urn:vrs:problem:<code>'),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: VrsProblemCode,
    detail: z.string().optional(),
    /** For `account-locked`: until when; for `session-replaced`: when the other sign-in happened. */
    at: z.iso.datetime().optional(),
    /** For `version-changed` and `batch-state`: what stands now. */
    current: z.string().optional(),
  })
  .meta({ id: 'Problem' });
export type VrsProblem = z.infer<typeof VrsProblem>;
