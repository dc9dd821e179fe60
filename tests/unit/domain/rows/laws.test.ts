import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dayOfNumber } from '../../../../src-shared/domain/dates/calendar.ts';
import { TicketNumber } from '../../../../src-shared/domain/identifiers.ts';
import { byDose } from '../../../../src-shared/domain/rows/check-rows-together.ts';
import { checkPersonRows, checkTicketRows } from '../../../../src-shared/domain/rows/check-ticket-rows.ts';
import type { RecordRow } from '../../../../src-shared/domain/rows/record-rows.ts';
import type { CrossFinding } from '../../../../src-shared/domain/rows/row-finding.ts';
import type { TicketKnowledge } from '../../../../src-shared/domain/rows/ticket-holder.ts';
import { applySettings } from '../../../../src-shared/domain/rules/check-rules.ts';
import { fixedRules, RuleSettings } from '../../../../src-shared/domain/rules/rule-settings.ts';
import { ruleCodes } from '../../../../src-shared/domain/rules/table.ts';
import { context, holderOf, rowOf, type SoundPerson, soundPerson, standingOf } from './made-series.ts';

const OLD = '0000000001';
const NEW = '0000000002';
const shown = (found: readonly CrossFinding[]): string[] =>
  found.map(({ line, code, about }) => `${line} ${code} ${JSON.stringify(about)}`).toSorted();

/** Some doses stand, the rest comes with the file. */
const split = fc.array(fc.boolean(), { minLength: 7, maxLength: 7 });

describe('a series in which everything was done by the rules of its time', () => {
  it('has no findings, whatever of it stands and whatever the file brings', () => {
    fc.assert(
      fc.property(soundPerson, split, ({ birthDay, doses }, inFile) => {
        const rows = doses
          .filter((_, index) => inFile[index])
          .map((dose) => rowOf(dose, dose.number + 1, OLD));
        const standing = doses.filter((_, index) => !inFile[index]).map((dose) => standingOf(dose, OLD));
        expect(shown(checkTicketRows(rows, holderOf(birthDay, standing), context))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('has none where nobody knows the person, with the birth date in the rows or without', () => {
    fc.assert(
      fc.property(soundPerson, fc.boolean(), ({ birthDay, doses }, isSaid) => {
        const said = isSaid ? { birthDate: dayOfNumber(birthDay) } : {};
        const rows = doses.map((dose) => rowOf(dose, dose.number + 1, OLD, said));
        expect(shown(checkTicketRows(rows, 'unknown', context))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('has none where the ticket was re-issued in between, however late the old rows come', () => {
    fc.assert(
      fc.property(soundPerson, split, fc.nat(6), ({ birthDay, doses }, inFile, reissuedAfter) => {
        const stoppedOn = dayOfNumber(doses[Math.min(reissuedAfter, doses.length - 1)]?.on ?? 0);
        const ticketOf = (index: number): string => (index <= reissuedAfter ? OLD : NEW);
        const standing = doses.flatMap((dose, index) =>
          inFile[index] ? [] : [standingOf(dose, ticketOf(index))],
        );
        const rowsBy = (ticket: string): RecordRow[] =>
          doses.flatMap((dose, index) =>
            inFile[index] && ticketOf(index) === ticket ? [rowOf(dose, dose.number + 1, ticket)] : [],
          );
        const old = holderOf(birthDay, standing, {
          stoppedOn,
          replacedBy: TicketNumber.parse(NEW),
          otherTickets: [TicketNumber.parse(NEW)],
        });
        const tickets = [
          { rows: rowsBy(OLD), holder: old },
          { rows: rowsBy(NEW), holder: { ...old, stoppedOn: null, replacedBy: null } },
        ];
        expect(shown(checkPersonRows(tickets, context))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is unchanged, and nothing more, where the file says all of it once more', () => {
    fc.assert(
      fc.property(soundPerson, ({ birthDay, doses }) => {
        const rows = doses.map((dose) => rowOf(dose, dose.number + 1, OLD));
        const holder = holderOf(
          birthDay,
          doses.map((dose) => standingOf(dose, OLD)),
        );
        const codes = checkTicketRows(rows, holder, context).map(({ code }) => code);
        expect(codes).toEqual(doses.map(() => 'record-unchanged'));
      }),
    );
  });

  it('is too early by one day where a dose is moved to the day before the first that was right', () => {
    fc.assert(
      fc.property(soundPerson, ({ birthDay, doses }) => {
        const [one, two] = doses;
        fc.pre(one !== undefined && two !== undefined && doses.length === 2);
        if (!one || !two) return;
        const gap = { ファイザー: 18, '武田/モデルナ': 20, アストラゼネカ: 27 }[two.maker] ?? 18;
        const rows = [rowOf(one, 2, OLD), rowOf({ ...two, on: one.on + gap }, 3, OLD)];
        const found = checkTicketRows(rows, holderOf(birthDay, []), context);
        expect(found.map(({ line, code }) => [line, code])).toEqual([[3, 'interval-too-short']]);
      }),
    );
  });
});

/** Rows that may be wrong in every way that several rows can be. */
const messy = fc
  .array(fc.record({ person: soundPerson, shift: fc.integer({ min: -200, max: 200 }), at: fc.nat(6) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((people) =>
    people.flatMap(({ person, shift, at }, index) =>
      person.doses.map((dose) => {
        const isMoved = dose.number === at + 1;
        const ticket = String(index + 1).padStart(10, '0');
        return rowOf({ ...dose, on: dose.on + (isMoved ? shift : 0) }, index * 10 + dose.number + 1, ticket);
      }),
    ),
  );

function checkAll(rows: readonly RecordRow[], known: TicketKnowledge, rules = context.rules): CrossFinding[] {
  const inFile = rows.toSorted((one, other) => one.line - other.line);
  return [...Map.groupBy(inFile, ({ ticket }) => ticket).values()].flatMap((ofOne) =>
    checkTicketRows(byDose(ofOne), known, { ...context, rules }),
  );
}

describe('the rows of a file', () => {
  it('give the same findings in whatever order the rows of different people come', () => {
    let found = 0;
    fc.assert(
      fc.property(messy, fc.func(fc.integer()), (rows, orderOf) => {
        const shuffled = rows.toSorted((a, b) => orderOf(a.line) - orderOf(b.line));
        const findings = checkAll(rows, 'unknown');
        found += findings.length;
        expect(shown(checkAll(shuffled, 'unknown'))).toEqual(shown(findings));
      }),
    );
    expect(found).toBeGreaterThan(20);
  });

  it('never lose a finding because a rule is taken more seriously', () => {
    const raisable = ruleCodes.filter((code) => !fixedRules.has(code));
    const person: fc.Arbitrary<SoundPerson> = soundPerson;
    fc.assert(
      fc.property(messy, person, fc.constantFrom(...raisable), (rows, { birthDay, doses }, raised) => {
        const rules = applySettings(RuleSettings.parse({ levels: { [raised]: 'reject' } }));
        const known = holderOf(
          birthDay,
          doses.slice(0, 2).map((dose) => standingOf(dose, OLD)),
        );
        expect(shown(checkAll(rows, known, rules))).toEqual(shown(checkAll(rows, known)));
      }),
    );
  });

  it('give what is left of the findings where a rule is off, and no others of its kind', () => {
    const rules = applySettings(RuleSettings.parse({ levels: { 'interval-too-short': 'off' } }));
    fc.assert(
      fc.property(messy, (rows) => {
        const expected = checkAll(rows, 'unknown').filter(({ code }) => code !== 'interval-too-short');
        expect(shown(checkAll(rows, 'unknown', rules))).toEqual(shown(expected));
      }),
    );
  });
});
