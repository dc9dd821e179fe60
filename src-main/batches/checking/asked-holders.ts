import type { MessagePort } from 'node:worker_threads';

import type { MunicipalityCode } from '../../../src-shared/domain/identifiers.ts';
import type { TicketKnowledge } from '../../../src-shared/domain/rows/ticket-holder.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { readHolder } from '../../cache/person-record.ts';
import type { HoldersAnswer, HoldersAsked, HoldersFound } from '../../cache/ticket-port.ts';

/** Asks what is known of tickets of the own municipality, given by their numbers; answers stand in the order of the questions. */
export type AskNumbers = (numbers: Float64Array<ArrayBuffer>) => Promise<Outcome<readonly TicketKnowledge[]>>;

const FIRST_ROOM = 262_144;

/** Asks the worker that has the local copy open, without the main thread in between. */
export function askOnPort(port: MessagePort, municipalityCode: MunicipalityCode): AskNumbers {
  const waiting = new Map<number, (answer: HoldersAnswer | undefined) => void>();
  let asked = 0;
  let isClosed = false;
  const rooms: Uint8Array<ArrayBuffer>[] = [];
  port.on('message', (answer: HoldersAnswer) => waiting.get(answer.question)?.(answer));
  port.on('close', () => {
    isClosed = true;
    for (const resolve of waiting.values()) resolve(undefined);
  });
  return async (numbers) => {
    if (numbers.length === 0) return ok([]);
    if (isClosed) return failed('cache-unavailable');
    asked += 1;
    const room = rooms.pop() ?? new Uint8Array(FIRST_ROOM);
    const request: HoldersAsked = { question: asked, municipalityCode, numbers, room };
    const { promise, resolve } = Promise.withResolvers<HoldersAnswer | undefined>();
    waiting.set(asked, resolve);
    port.postMessage(request, [numbers.buffer, room.buffer]);
    const answer = await promise;
    waiting.delete(request.question);
    if (answer && 'texts' in answer) {
      const known = knowledgeIn(answer);
      rooms.push(answer.texts);
      return ok(known);
    }
    const isDamaged = answer?.failure === 'corrupted' || answer?.failure === 'wrong-key';
    return failed(isDamaged ? 'cache-damaged' : 'cache-unavailable');
  };
}

function knowledgeIn({ texts, ends }: HoldersFound): readonly TicketKnowledge[] {
  const bytes = Buffer.from(texts.buffer, texts.byteOffset, texts.byteLength);
  return Array.from(ends, (end, index) => {
    const start = index === 0 ? 0 : (ends[index - 1] ?? 0);
    return end === start ? 'not-issued' : readHolder(bytes.toString('utf8', start, end));
  });
}
