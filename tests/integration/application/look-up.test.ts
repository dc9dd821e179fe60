import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import type { TrainingVrs } from '../../../src-training/start.ts';
import { trainingVrs, Workstation } from './workstation.ts';

const reason = { code: 'telephone', note: '' } as const;
const Ticket = z.object({ addresseeNumber: z.string(), ticketNumber: z.string() });

let vrs: TrainingVrs;
let workstation: Workstation;

beforeAll(async () => {
  vrs = await trainingVrs();
  workstation = await Workstation.start(vrs);
  await workstation.signIn('clerk01');
  await workstation.copyReady();
});

afterAll(async () => {
  await workstation.close();
  await vrs.close();
});

/** Every ticket that the municipality ever issued, with its holder. */
function tickets(): z.infer<typeof Ticket>[] {
  const rows = vrs.storage.database
    .prepare(
      `SELECT p.addressee_number AS addresseeNumber, t.ticket_number AS ticketNumber
         FROM ticket t JOIN person p USING (person_id) WHERE t.municipality_code = ?
        ORDER BY t.stopped_on IS NULL, t.ticket_number`,
    )
    .all(vrs.municipality.code);
  return z.array(Ticket).min(100).parse(rows);
}

const search = (text: string, fresh = false) =>
  workstation.get('people.search', { reason, text, birthDate: '', fresh });

describe('look-up from the local copy', () => {
  it('finds the holder of a ticket, also of a stopped one', async () => {
    // Not all of them: the gateway takes only so many calls at once.
    for (const { addresseeNumber, ticketNumber } of tickets().slice(0, 100)) {
      const found = await search(ticketNumber);
      expect(found.source.from).toBe('local-copy');
      expect(found.hits.map((hit) => hit.addresseeNumber)).toContain(addresseeNumber);
    }
  });

  it('gives the same person as VRS does', async () => {
    for (const { addresseeNumber } of tickets().slice(0, 20)) {
      const number = { reason, addresseeNumber };
      const [local, remote] = [
        await workstation.get('people.open', { ...number, fresh: false }),
        await workstation.get('people.open', { ...number, fresh: true }),
      ];
      expect(local.source.from).toBe('local-copy');
      expect(remote.source.from).toBe('vrs');
      expect(local.person).toEqual(remote.person);
      expect(local.warnings).toEqual(remote.warnings);
    }
  });

  it('says of each search how it was understood', async () => {
    const [first] = tickets();
    expect((await search(first?.ticketNumber ?? '')).searchedBy).toBe('ticket-number');
    expect((await search(first?.addresseeNumber ?? '')).searchedBy).toBe('addressee-number');
    expect((await search('さとう')).searchedBy).toBe('kana');
    expect((await search('佐藤')).searchedBy).toBe('name');
    expect((await search('S30')).searchedBy).toBe('birth-date');
  });

  it('never finds anybody of another municipality, even by a ticket number that both have issued', async () => {
    const rows = vrs.storage.database
      .prepare(
        `SELECT t.ticket_number AS ticketNumber, p.name, p.birth_date AS birthDate
           FROM ticket t JOIN person p USING (person_id) WHERE t.municipality_code <> ? LIMIT 10`,
      )
      .all(vrs.municipality.code);
    const foreign = z.object({ ticketNumber: z.string(), name: z.string(), birthDate: z.string() });
    for (const { ticketNumber, name, birthDate } of z.array(foreign).min(1).parse(rows)) {
      for (const fresh of [false, true]) {
        const { hits } = await search(ticketNumber, fresh);
        expect(hits.filter((hit) => hit.name === name && hit.birthDate === birthDate)).toEqual([]);
      }
    }
  });
});

describe('a reason', () => {
  it('must be given in words where it is none of the list', async () => {
    const outcome = await workstation.call('people.search', {
      reason: { code: 'other', note: '  ' },
      text: '佐藤',
      birthDate: '',
      fresh: false,
    });
    expect(outcome).toMatchObject({ problem: { code: 'reason-note-missing' } });
  });
});
