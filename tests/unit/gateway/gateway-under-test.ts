import type { OperationName } from '../../../src-shared/contract/operations.ts';
import { operationNames } from '../../../src-shared/contract/operations.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { MunicipalityCode, PersonId, UserId } from '../../../src-shared/domain/identifiers.ts';
import type { Role } from '../../../src-shared/domain/roles.ts';
import type { SignedInUser } from '../../../src-shared/vrs-api/session.ts';
import { Gateway, type SessionGuard } from '../../../src-main/gateway/gateway.ts';
import type { AllHandlers } from '../../../src-main/gateway/handler.ts';
import type { Incident } from '../../../src-main/gateway/incident.ts';
import { RateLimit } from '../../../src-main/gateway/rate-limit.ts';
import type { LogDraft } from '../../../src-main/operation-log/operation-log.ts';

export function userWith(role: Role): SignedInUser {
  return {
    userId: UserId.parse('tester01'),
    personId: PersonId.parse('staff-tester01'),
    name: '試験 太郎',
    department: '試験係',
    role,
    municipalityCode: MunicipalityCode.parse('131237'),
    municipalityName: '試験市',
  };
}

export interface GatewayOptions {
  readonly standing?: ReturnType<SessionGuard['standing']>;
  readonly role?: Role;
  readonly training?: boolean;
  /** Handlers that take the place of the one that refuses everything. */
  readonly handlers?: Partial<Record<OperationName, (...given: unknown[]) => Promise<unknown>>>;
  readonly logFails?: boolean;
  readonly burst?: number;
}

/** A gateway whose handlers only tell that they were reached: the doors are what is looked at. */
export function gatewayUnderTest(options: GatewayOptions = {}) {
  const reached: OperationName[] = [];
  const entries: LogDraft[] = [];
  const incidents: Incident[] = [];
  const standing = options.standing ?? 'signed-in';
  const user = standing === 'signed-out' ? undefined : userWith(options.role ?? 'clerk');
  const handlers: Record<string, unknown> = {};
  for (const name of operationNames) {
    handlers[name] = (...given: unknown[]): Promise<unknown> => {
      reached.push(name);
      return options.handlers?.[name]?.(...given) ?? Promise.resolve(failed('not-found'));
    };
  }
  const clock = { now: () => new Date('2026-11-20T01:00:00Z') };
  const gateway = new Gateway({
    // The table's types are not what is tested here.
    handlers: handlers as unknown as AllHandlers,
    session: { standing: () => standing, user: () => user },
    log: {
      append: (draft): Promise<Outcome<{ readonly sequence: number }>> => {
        if (options.logFails) return Promise.resolve(failed('log-unavailable'));
        entries.push(draft);
        return Promise.resolve(ok({ sequence: entries.length }));
      },
    },
    trainingProfile: options.training ?? false,
    limit: new RateLimit(clock, options.burst ?? 1000, 0),
    reportIncident: (incident) => incidents.push(incident),
  });
  return { gateway, reached, entries, incidents };
}
