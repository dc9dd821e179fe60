import { z } from 'zod';

import type { CertificateFlaw } from '../certificates/authority.ts';
import type { MovableClock } from './movable-clock.ts';
import { type Faults, PlannedFault } from '../faults/faults.ts';
import { unusedCode } from '../session/one-time-passwords.ts';
import type { UserStore } from '../users/user-store.ts';
import { type Application, incomingOf } from './application.ts';
import { busy, Refusal } from './refusal.ts';

/** What signs somebody in now. */
export interface TrainingCredentials {
  readonly userId: string;
  readonly password: string;
  readonly oneTimePassword: string;
}

export interface TrainingParts {
  readonly users: UserStore;
  readonly clock: MovableClock;
  readonly faults: Faults;
  readonly municipalityCode: string;
  readonly useCertificate: (flaw: CertificateFlaw | undefined) => Promise<void>;
  /** Only then do the routes for faults exist. */
  readonly withFaults: boolean;
}

/**
 * Password and a one-time password that no sign-in has used, for a made-up account. A code of the present step, else of the next;
 * where both are used up, 429 says when there will be one.
 */
export function credentialsOf({ users, clock }: TrainingParts, userId: string): TrainingCredentials {
  const user = users.find(userId);
  if (!user || user.training_password === null) throw new Refusal('not-found');
  const found = unusedCode(user.totp_secret, user.totp_last_step, clock.now());
  if ('waitMilliseconds' in found) throw busy('too-many-requests', found.waitMilliseconds / 1000);
  return { userId, password: user.training_password, oneTimePassword: found.code };
}

/** As many accounts as the sign-in screen lists. */
const LISTED = 20;

/** Routes that only a training VRS has, outside of /v1: they hand out what a real one never would. */
export function addTrainingRoutes(application: Application, parts: TrainingParts): void {
  const route: Route = (method, url, answer) => {
    application.route({
      method,
      url,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const incoming = incomingOf(request);
        if (!incoming.workstation) throw new Refusal('client-certificate-missing');
        const body = answer({ params: request.params, body: incoming.body });
        return reply.header('cache-control', 'no-store').send(body);
      },
    });
  };
  route('GET', '/training/accounts', () => ({
    accounts: parts.users
      .list(parts.municipalityCode)
      .filter(({ purpose }) => purpose !== null)
      .slice(0, LISTED)
      .map(({ user_id, name, role, purpose }) => ({ userId: user_id, name, role, purpose })),
  }));
  route('POST', '/training/accounts/:userId/credentials', ({ params }) =>
    credentialsOf(parts, z.object({ userId: z.string() }).parse(params).userId),
  );
  if (parts.withFaults) addFaultRoutes(application, parts, route);
}

type Route = (method: 'GET' | 'POST' | 'DELETE', url: string, answer: (asked: Asked) => unknown) => void;

/** For tests in another process: what `TrainingVrs` offers to those in the same. */
function addFaultRoutes(application: Application, parts: TrainingParts, route: Route): void {
  const { faults, clock } = parts;
  // The certificate changes once the answer is out: every connection ends with it.
  let next: { readonly flaw: CertificateFlaw | undefined } | undefined;
  application.addHook('onResponse', async () => {
    const change = next;
    next = undefined;
    if (change) await parts.useCertificate(change.flaw);
  });
  route('GET', '/training/faults', () => ({ faults: faults.list() }));
  route('POST', '/training/faults', ({ body }) => {
    const plan = readPlan(body);
    if ('certificate' in plan) next = { flaw: plan.certificate };
    else if ('clock' in plan) clock.advance(plan.clock);
    else faults.add(plan.fault, plan);
    return { faults: faults.list() };
  });
  route('DELETE', '/training/faults', () => {
    faults.clear();
    clock.reset();
    next = { flaw: undefined };
    return { faults: [] };
  });
}

interface Asked {
  readonly params: unknown;
  readonly body: Buffer;
}

/** A fault of calls, a flaw of the server's certificate, or milliseconds by which its clock goes wrong. */
const Plan = z.union([
  PlannedFault,
  z.strictObject({ certificate: z.enum(['expired', 'wrong-host', 'unknown-authority']) }),
  z.strictObject({ clock: z.int() }),
]);

function readPlan(body: Buffer): z.output<typeof Plan> {
  try {
    return Plan.parse(JSON.parse(body.toString()));
  } catch {
    throw new Refusal('request-invalid');
  }
}
