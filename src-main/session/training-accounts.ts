import { z } from 'zod';

import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { TrainingAccount } from '../../src-shared/contract/session.ts';
import { UserId } from '../../src-shared/domain/identifiers.ts';
import { VrsProblem } from '../../src-shared/vrs-api/problem.ts';
import { OneTimePassword, Password } from '../../src-shared/vrs-api/session.ts';
import { readText } from '../vrs/body.ts';
import { transportFailure } from '../vrs/failure.ts';
import { problemOfVrs } from '../vrs/problem-of-vrs.ts';
import { retryAfterSeconds } from '../vrs/retry.ts';
import type { Transport } from '../vrs/transport.ts';

const Accounts = z.strictObject({ accounts: z.array(TrainingAccount).max(20) });
const Credentials = z.strictObject({ userId: UserId, password: Password, oneTimePassword: OneTimePassword });

/**
 * The made-up accounts of the training VRS, with which a newcomer is inside after two clicks.
 * It asks calls that only the training VRS has; in a production profile it is never built.
 */
export class TrainingAccounts {
  readonly #origin: string;
  readonly #transport: Transport;

  constructor(origin: string, transport: Transport) {
    this.#origin = origin;
    this.#transport = transport;
  }

  list(): Promise<Outcome<z.infer<typeof Accounts>>> {
    return this.#ask('GET', '/training/accounts', Accounts);
  }

  credentials(userId: UserId): Promise<Outcome<z.infer<typeof Credentials>>> {
    return this.#ask('POST', `/training/accounts/${encodeURIComponent(userId)}/credentials`, Credentials);
  }

  async #ask<Answer>(method: string, path: string, schema: z.ZodType<Answer>): Promise<Outcome<Answer>> {
    try {
      const url = new URL(path, this.#origin).href;
      const response = await this.#transport(url, {
        method,
        headers: {},
        signal: AbortSignal.timeout(10_000),
      });
      if (response.status === 429 || response.status === 503) {
        return failed('vrs-busy', { seconds: retryAfterSeconds(response.headers) ?? 30 });
      }
      const body: unknown = JSON.parse(await readText(response));
      const answer = schema.safeParse(body);
      if (answer.success) return ok(answer.data);
      const refusal = VrsProblem.safeParse(body);
      return refusal.success ? problemOfVrs(refusal.data) : failed('vrs-answer-invalid');
    } catch (thrown) {
      return transportFailure(thrown);
    }
  }
}
