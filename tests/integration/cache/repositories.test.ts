import { describe, expect, it } from 'vitest';

import {
  AddresseeNumber,
  IsoTimestamp,
  MunicipalityCode,
  TicketNumber,
} from '../../../src-shared/domain/identifiers.ts';
import type { JournalledDraft } from '../../../src-main/cache/repositories.ts';
import { Place } from './a-cache.ts';
import { dose, municipality, person, ticket } from './a-person.ts';

const key = (ticketNumber: string, municipalityCode = municipality) => ({
  ticketNumber: TicketNumber.parse(ticketNumber),
  municipalityCode: MunicipalityCode.parse(municipalityCode),
});
const moment = (text: string) => IsoTimestamp.parse(text);

describe('what the batch checker asks about tickets', () => {
  it('is answered in the order of the questions, with null for tickets that were never issued', () => {
    using place = new Place();
    const { people, tickets } = place.repositories();
    people.upsert([
      person(),
      person({ addresseeNumber: '1000000002', tickets: [ticket({ ticketNumber: '2000000002' })], doses: [] }),
    ]);
    const holders = tickets.holders([key('2000000002'), key('2999999999'), key('2000000001')]);
    expect(holders.map((holder) => holder?.addresseeNumber ?? null)).toEqual([
      '1000000002',
      null,
      '1000000001',
    ]);
  });

  it("tells the holder's birth date, flag and every standing dose, whichever ticket it came in under", () => {
    using place = new Place();
    const { people, tickets } = place.repositories();
    people.upsert([
      person({
        flag: { kind: 'moved-out', on: '2022-03-31' } as never,
        tickets: [
          ticket({ stoppedOn: '2021-08-01', replacedBy: '2000000002' }),
          ticket({ ticketNumber: '2000000002', issuedOn: '2021-08-01' }),
        ],
        doses: [
          dose({ doseNumber: 2, ticketNumber: '2000000002', vaccinatedOn: '2021-08-03', confirmed: true }),
          dose(),
        ],
      }),
    ]);
    const doses = [
      {
        ticketNumber: '2000000001',
        doseNumber: 1,
        injection: true,
        vaccinatedOn: '2021-06-12',
        maker: 'ファイザー',
        lotNumber: 'EW0201',
        confirmed: false,
      },
      {
        ticketNumber: '2000000002',
        doseNumber: 2,
        injection: true,
        vaccinatedOn: '2021-08-03',
        maker: 'ファイザー',
        lotNumber: 'EW0201',
        confirmed: true,
      },
    ];
    const common = {
      addresseeNumber: '1000000001',
      birthDate: '1965-04-03',
      flag: { kind: 'moved-out', on: '2022-03-31' },
      doses,
    };
    expect(tickets.holders([key('2000000001'), key('2000000002')])).toEqual([
      { ...common, stoppedOn: '2021-08-01', replacedBy: '2000000002', otherTickets: ['2000000002'] },
      { ...common, stoppedOn: null, replacedBy: null, otherTickets: ['2000000001'] },
    ]);
  });

  it('keeps the tickets of two municipalities apart', () => {
    using place = new Place();
    const { people, tickets } = place.repositories();
    people.upsert([person()]);
    expect(tickets.holders([key('2000000001', '131202')])).toEqual([null]);
  });

  it('follows the newest version of the person', () => {
    using place = new Place();
    const { people, tickets } = place.repositories();
    people.upsert([person()]);
    people.upsert([person({ version: 2, doses: [], tickets: [ticket({ ticketNumber: '2000000009' })] })]);
    expect(tickets.holders([key('2000000001'), key('2000000009')])).toMatchObject([null, { doses: [] }]);
  });

  it('names who is known, for the rows of a 接種対象者 file', () => {
    using place = new Place();
    const { people, tickets } = place.repositories();
    people.upsert([person(), person({ addresseeNumber: '1000000002', tickets: [] })]);
    const numbers = ['1000000002', '999', '1000000001'].map((text) => AddresseeNumber.parse(text));
    const someone = {
      name: '練馬　花子',
      kana: 'ネリマ　ハナコ',
      birthDate: '1965-04-03',
      sex: '2',
      flag: { kind: 'none' },
    };
    expect(tickets.residents(numbers)).toEqual([
      { ...someone, ticketNumber: null },
      null,
      { ...someone, ticketNumber: '2000000001' },
    ]);
  });
});

describe('how far the change feed was read', () => {
  it('is unknown at first and moves with the people of each page', () => {
    using place = new Place();
    const { people, sync } = place.repositories();
    expect(sync.position()).toBeUndefined();
    expect(sync.take([person()], { cursor: 'page-1', asOf: null })).toBe(1);
    expect(sync.position()).toEqual({ cursor: 'page-1', asOf: null });
    const asOf = moment('2026-11-21T01:00:00.000Z');
    expect(sync.take([person()], { cursor: 'page-2', asOf })).toBe(0);
    expect(sync.position()).toEqual({ cursor: 'page-2', asOf });
    expect(people.count()).toBe(1);
  });

  it('takes away who VRS took away, and keeps who was registered anew in the same page', () => {
    using place = new Place();
    const { people, sync } = place.repositories();
    const asOf = moment('2026-11-21T01:00:00.000Z');
    const known = person();
    sync.take([known], { cursor: 'page-1', asOf });
    sync.take([], { cursor: 'page-2', asOf }, [known.addresseeNumber]);
    expect(people.open(known.addresseeNumber)).toBeUndefined();
    expect(people.byAddresseeNumber(known.addresseeNumber).hits).toEqual([]);
    sync.take([known], { cursor: 'page-3', asOf }, [known.addresseeNumber]);
    expect(people.open(known.addresseeNumber)).toEqual(known);
  });

  it('stays where it was when a page can not be stored', () => {
    using place = new Place();
    const { people, sync } = place.repositories();
    sync.take([], { cursor: 'page-1', asOf: null });
    expect(people.count()).toBe(0);
    expect(() => sync.take([person(), {} as never], { cursor: 'page-2', asOf: null })).toThrow(TypeError);
    expect(sync.position()?.cursor).toBe('page-1');
    expect(people.count()).toBe(0);
  });
});

function draft(changes: Partial<JournalledDraft> = {}): JournalledDraft {
  return {
    draftId: '0192c1d4-0000-7000-8000-00000000000a',
    owner: 'clerk01',
    content: '{"stage":"chosen"}',
    stagingKey: Uint8Array.of(1, 2, 3),
    updatedAt: moment('2026-11-21T01:00:00.000Z'),
    ...changes,
  };
}

describe('the journal of drafts', () => {
  it('gives back what was saved, until it is removed', () => {
    using place = new Place();
    const { drafts } = place.repositories();
    drafts.save(draft());
    expect(drafts.find(draft().draftId)).toEqual(draft());
    drafts.save(draft({ content: '{"stage":"checked"}', stagingKey: null }));
    expect(drafts.find(draft().draftId)).toEqual(draft({ content: '{"stage":"checked"}', stagingKey: null }));
    expect(drafts.remove(draft().draftId)).toBe(true);
    expect(drafts.remove(draft().draftId)).toBe(false);
    expect(drafts.find(draft().draftId)).toBeUndefined();
  });

  it('lists the work of one person or of all, the newest first', () => {
    using place = new Place();
    const { drafts } = place.repositories();
    drafts.save(draft({ draftId: 'a', updatedAt: moment('2026-11-20T01:00:00.000Z') }));
    drafts.save(draft({ draftId: 'b', owner: 'clerk02' }));
    drafts.save(draft({ draftId: 'c' }));
    expect(drafts.list('clerk01').map(({ draftId }) => draftId)).toEqual(['c', 'a']);
    expect(drafts.list(null).map(({ draftId }) => draftId)).toEqual(['b', 'c', 'a']);
    expect(drafts.list('nobody')).toEqual([]);
  });
});
