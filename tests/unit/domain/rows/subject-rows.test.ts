import { describe, expect, it } from 'vitest';

import { AddresseeNumber, IsoDate } from '../../../../src-shared/domain/identifiers.ts';
import { asRowFinding } from '../../../../src-shared/domain/rows/row-finding.ts';
import { checkSubjectTicket, SubjectRows } from '../../../../src-shared/domain/rows/subject-rows.ts';
import type { TicketHolder } from '../../../../src-shared/domain/rows/ticket-holder.ts';
import { toldOf } from '../../../../src-shared/domain/rules/finding.ts';

const texts = { cellOf: () => '', nameOf: (column: string) => column };

const values = (changes: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  municipalityCode: '131237',
  addresseeNumber: '10012345',
  name: '見本　花子',
  birthDate: '1950-04-01',
  ticketNumber: '0000000001',
  ...changes,
});

describe('the rows of 接種対象者', () => {
  it('may be any number of different people', () => {
    const rows = new SubjectRows();
    expect(rows.add(2, values())).toEqual([]);
    expect(rows.add(3, values({ addresseeNumber: '10012346', ticketNumber: '0000000002' }))).toEqual([]);
  });

  it('are skipped where they say the very same again', () => {
    const rows = new SubjectRows();
    rows.add(2, values());
    expect(rows.add(3, values())).toMatchObject([{ line: 3, code: 'row-duplicate', about: { line: 2 } }]);
  });

  it('are refused, both, where they say different things of one person', () => {
    const rows = new SubjectRows();
    rows.add(2, values());
    const found = rows.add(3, values({ name: '見本　華子' }));
    expect(found.map(({ line, code }) => [line, code])).toEqual([
      [2, 'row-key-conflict'],
      [3, 'row-key-conflict'],
    ]);
  });

  it('can not give one ticket to two people', () => {
    const rows = new SubjectRows();
    rows.add(2, values());
    const [found] = rows.add(3, values({ addresseeNumber: '10012346' }));
    expect(found?.code).toBe('ticket-person-mismatch');
    expect(found && toldOf(asRowFinding(found, texts)).sentence).toContain('2行目');
  });
});

describe('a row of 接種対象者 beside the holder of its ticket', () => {
  const holder: TicketHolder = {
    addresseeNumber: AddresseeNumber.parse('10012345'),
    birthDate: IsoDate.parse('1950-04-01'),
    flag: { kind: 'none' },
    stoppedOn: null,
    replacedBy: null,
    otherTickets: [],
    doses: [],
  };

  it('is in order where it means the holder, whatever the name is now', () => {
    expect(checkSubjectTicket(2, values({ name: '別姓　花子' }), holder)).toEqual([]);
  });

  it('is told where the ticket is somebody else’s', () => {
    const found = checkSubjectTicket(
      2,
      values({ addresseeNumber: '10012346', birthDate: '1951-04-01' }),
      holder,
    );
    expect(found).toMatchObject([
      { line: 2, code: 'ticket-person-mismatch', about: { differing: '宛名番号・生年月日' } },
    ]);
  });

  it('has nothing to be compared with where the ticket is new', () => {
    expect(checkSubjectTicket(2, values(), 'not-issued')).toEqual([]);
    expect(checkSubjectTicket(2, values(), 'unknown')).toEqual([]);
  });
});
