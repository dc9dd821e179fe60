import type { MessagePort } from 'node:worker_threads';

import type { AddresseeNumber, MunicipalityCode } from '../../../src-shared/domain/identifiers.ts';
import type { KnownBirth } from '../../../src-shared/domain/rows/flag-rows.ts';
import type { TicketKnowledge, TicketPerson } from '../../../src-shared/domain/rows/ticket-holder.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { personInHolder, readHolder } from '../../cache/person-record.ts';
import type {
  BirthsAnswer,
  BirthsAsked,
  HoldersAnswer,
  HoldersAsked,
  HoldersFound,
} from '../../cache/ticket-port.ts';

/** Asks what is known of tickets of the own municipality, given by their numbers; answers stand in the order of the questions. */
type AskNumbers = (numbers: Float64Array<ArrayBuffer>) => Promise<Outcome<readonly TicketKnowledge[]>>;

/** The same of nothing but who holds them. */
type AskPersons = (numbers: Float64Array<ArrayBuffer>) => Promise<Outcome<readonly TicketPerson[]>>;

/** Asks when people of the own municipality were born, by their 宛名番号; null where nobody has it. */
type AskBirths = (people: readonly AddresseeNumber[]) => Promise<Outcome<readonly KnownBirth[]>>;

const FIRST_ROOM = 262_144;

/** What stands, asked without the main thread in between. */
export interface AskDirectly {
  readonly numbers: AskNumbers;
  readonly persons: AskPersons;
  readonly births: AskBirths;
}

/** Where there is no copy, nothing is known of anything. */
export const askNobody: AskDirectly = {
  numbers: ({ length }) => Promise.resolve(ok(Array.from<'unknown'>({ length }).fill('unknown'))),
  persons: ({ length }) => Promise.resolve(ok(Array.from<'unknown'>({ length }).fill('unknown'))),
  births: (people) => Promise.resolve(ok(people.map(() => 'unknown' as const))),
};

/** Asks the worker that has the local copy open, without the main thread in between. */
export function askOnPort(port: MessagePort, municipalityCode: MunicipalityCode): AskDirectly {
  const line = new PortLine(port);
  const rooms: Uint8Array<ArrayBuffer>[] = [];
  const ask = async <Known>(
    numbers: Float64Array<ArrayBuffer>,
    only: 'person' | undefined,
    read: (text: string) => Known,
  ): Promise<Outcome<readonly (Known | 'not-issued')[]>> => {
    if (numbers.length === 0) return ok([]);
    const room = rooms.pop() ?? new Uint8Array(FIRST_ROOM);
    const answer = await line.ask((question): [HoldersAsked, ArrayBuffer[]] => [
      { question, municipalityCode, numbers, only, room },
      [numbers.buffer, room.buffer],
    ]);
    if (!answer || !('texts' in answer)) return refused(answer);
    const known = knowledgeIn(answer, read);
    rooms.push(answer.texts);
    return ok(known);
  };
  return {
    numbers: (numbers) => ask(numbers, undefined, readHolder),
    persons: (numbers) => ask(numbers, 'person', personInHolder),
    births: async (addresseeNumbers) => {
      if (addresseeNumbers.length === 0) return ok([]);
      const answer = await line.ask((question): [BirthsAsked, ArrayBuffer[]] => [
        { question, addresseeNumbers },
        [],
      ]);
      return answer && 'births' in answer ? ok(answer.births) : refused(answer);
    },
  };
}

type Answer = HoldersAnswer | BirthsAnswer;

/** Questions and answers over a port, each by its number. */
class PortLine {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, (answer: Answer | undefined) => void>();
  #asked = 0;
  #isClosed = false;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (answer: Answer) => this.#waiting.get(answer.question)?.(answer));
    port.on('close', () => {
      this.#isClosed = true;
      for (const resolve of this.#waiting.values()) resolve(undefined);
    });
  }

  /** Undefined where the other end is gone. */
  async ask(request: (question: number) => [object, ArrayBuffer[]]): Promise<Answer | undefined> {
    if (this.#isClosed) return undefined;
    this.#asked += 1;
    const question = this.#asked;
    const { promise, resolve } = Promise.withResolvers<Answer | undefined>();
    this.#waiting.set(question, resolve);
    this.#port.postMessage(...request(question));
    const answer = await promise;
    this.#waiting.delete(question);
    return answer;
  }
}

function refused(answer: Answer | undefined): Outcome<never> {
  const failure = answer && 'failure' in answer ? answer.failure : undefined;
  const isDamaged = failure === 'corrupted' || failure === 'wrong-key';
  return failed(isDamaged ? 'cache-damaged' : 'cache-unavailable');
}

function knowledgeIn<Known>(
  { texts, ends }: HoldersFound,
  read: (text: string) => Known,
): readonly (Known | 'not-issued')[] {
  const bytes = Buffer.from(texts.buffer, texts.byteOffset, texts.byteLength);
  const known: (Known | 'not-issued')[] = [];
  let start = 0;
  for (const end of ends) {
    known.push(end === start ? 'not-issued' : read(bytes.toString('utf8', start, end)));
    start = end;
  }
  return known;
}
