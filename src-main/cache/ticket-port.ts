import type { MessagePort } from 'node:worker_threads';

import type { IsoDate } from '../../src-shared/domain/identifiers.ts';
import { type DatabaseFailure, databaseFailureOf, type SqlDatabase } from './encrypted-database.ts';
import { PERSON_CHARACTERS } from './person-record.ts';
import { StoredHolders } from './stored-holders.ts';

/**
 * The holders of many tickets of one municipality, asked straight from one worker to another: the main thread only introduces them.
 * `numbers`: the ticket numbers as numbers, in any order.
 */
export interface HoldersAsked {
  readonly question: number;
  readonly municipalityCode: string;
  readonly numbers: Float64Array<ArrayBuffer>;
  /** `person`: nothing but who holds them, as `personInHolder` reads it. */
  readonly only?: 'person' | undefined;
  /** Room for the answer, which comes back with it: the same few buffers travel to and fro. */
  readonly room: Uint8Array<ArrayBuffer>;
}

/**
 * In the order of the question: the stored texts of the holders behind each other, and where each ends; an empty one is not issued.
 */
export interface HoldersFound {
  readonly question: number;
  readonly texts: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
}

/** When people of the own municipality were born, asked the same way. */
export interface BirthsAsked {
  readonly question: number;
  readonly addresseeNumbers: readonly string[];
}

/** In the order of the question; null where nobody has the number. */
export interface BirthsFound {
  readonly question: number;
  readonly births: readonly (IsoDate | null)[];
}

interface NotFound {
  readonly question: number;
  readonly failure: DatabaseFailure;
}

export type HoldersAnswer = HoldersFound | NotFound;
export type BirthsAnswer = BirthsFound | NotFound;

/** The cache worker's end: answers whatever comes until the port is closed. */
export function answerOnPort(port: MessagePort, database: SqlDatabase): void {
  const whole = new StoredHolders(database, 'holder');
  const persons = new StoredHolders(database, `substr(holder, 1, ${PERSON_CHARACTERS})`);
  const birth = database.prepare<[string], { readonly birth_date: IsoDate }>(
    'SELECT birth_date FROM person WHERE addressee_number = ?',
  );
  port.on('message', (asked: HoldersAsked | BirthsAsked) => {
    try {
      if ('addresseeNumbers' in asked) {
        const births = asked.addresseeNumbers.map((number) => birth.get(number)?.birth_date ?? null);
        const answer: BirthsAnswer = { question: asked.question, births };
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
        port.postMessage(answer);
        return;
      }
      const holders = asked.only === 'person' ? persons : whole;
      const found = holdersFound(asked, holders.textsOf(asked.municipalityCode, asked.numbers));
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
      port.postMessage(found, [found.texts.buffer, found.ends.buffer]);
    } catch (thrown) {
      const failure = databaseFailureOf(thrown);
      if (failure === undefined) throw thrown;
      const answer: NotFound = { question: asked.question, failure };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
      port.postMessage(answer);
    }
  });
}

function holdersFound({ question, room }: HoldersAsked, holders: readonly string[]): HoldersFound {
  let texts = room;
  const ends = new Uint32Array(holders.length);
  let end = 0;
  for (const [index, holder] of holders.entries()) {
    // A character takes three bytes at most.
    if (end + holder.length * 3 > texts.length) {
      const larger = new Uint8Array((end + holder.length * 3) * 2);
      larger.set(texts);
      texts = larger;
    }
    end += Buffer.from(texts.buffer).write(holder, end);
    ends[index] = end;
  }
  return { question, texts, ends };
}
