import { describe, expect, it } from 'vitest';

import { AddresseeNumber, IsoDate } from '../../../../src-shared/domain/identifiers.ts';
import { asRowFinding, type CrossFinding } from '../../../../src-shared/domain/rows/row-finding.ts';
import { SubjectFacts } from '../../../../src-shared/domain/rows/subject-facts.ts';
import {
  checkPerson,
  checkSubjectTicket,
  checkTicketOfPeople,
  subjectRowOf,
} from '../../../../src-shared/domain/rows/subject-rows.ts';
import type { TicketHolder, TicketKnowledge } from '../../../../src-shared/domain/rows/ticket-holder.ts';
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

/** The findings of rows, which stand on the lines from 2 on, of one person or of people with one ticket. */
function told(
  check: typeof checkTicketOfPeople,
  rows: readonly Readonly<Record<string, string>>[],
): CrossFinding[] {
  const facts = new SubjectFacts();
  for (const [index, row] of rows.entries()) facts.add(subjectRowOf(index + 2, row));
  const found: CrossFinding[] = [];
  check(
    facts,
    rows.map((_, place) => place),
    (each) => found.push(each),
  );
  return found;
}

describe('the rows of one person in 接種対象者', () => {
  it('are in order where there is one', () => {
    expect(told(checkPerson, [values()])).toEqual([]);
  });

  it('are skipped where they say the very same again', () => {
    expect(told(checkPerson, [values(), values()])).toMatchObject([
      { line: 3, code: 'row-duplicate', about: { line: 2 } },
    ]);
  });

  it('are refused, all of them, where they say different things', () => {
    const different = [values(), values({ name: '見本　華子' }), values({ name: '見本　花' })];
    const found = told(checkPerson, different);
    expect(found.map(({ line, code }) => [line, code])).toEqual([
      [2, 'row-key-conflict'],
      [3, 'row-key-conflict'],
      [4, 'row-key-conflict'],
    ]);
  });

  it('are those of one municipality', () => {
    const facts = new SubjectFacts();
    for (const municipalityCode of ['131237', '131032', '131237'])
      facts.add(subjectRowOf(2, values({ municipalityCode })));
    expect([facts.isSamePerson(0, 1), facts.isSamePerson(0, 2)]).toEqual([false, true]);
  });
});

describe('a ticket in 接種対象者', () => {
  it('can not be two people’s', () => {
    const [found, ...others] = told(checkTicketOfPeople, [values(), values({ addresseeNumber: '10012346' })]);
    expect(others).toEqual([]);
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
    expect(beside(values({ name: '別姓　花子' }), holder)).toBeUndefined();
  });

  it('is told where the ticket is somebody else’s', () => {
    const found = beside(values({ addresseeNumber: '10012346', birthDate: '1951-04-01' }), holder);
    expect(found).toMatchObject({
      line: 2,
      code: 'ticket-person-mismatch',
      about: { differing: '宛名番号・生年月日' },
    });
  });

  it('has nothing to be compared with where the ticket is new', () => {
    expect(beside(values(), 'not-issued')).toBeUndefined();
    expect(beside(values(), 'unknown')).toBeUndefined();
  });
});

function beside(row: Readonly<Record<string, string>>, known: TicketKnowledge): CrossFinding | undefined {
  const facts = new SubjectFacts();
  facts.add(subjectRowOf(2, row));
  return checkSubjectTicket(facts, 0, known);
}
