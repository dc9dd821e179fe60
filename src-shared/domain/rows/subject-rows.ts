import type { RowValues } from '../rules/check-values.ts';
import { type CrossFinding, crossFinding } from './row-finding.ts';
import { digestOf } from './row-keys.ts';
import type { TicketKnowledge } from './ticket-holder.ts';

const KEY = '市町村コード・宛名番号';

interface Seen {
  readonly line: number;
  /** Digest of every cell: the cells themselves, 個人番号 among them, are not kept. */
  readonly content: number;
}

/**
 * Remembers the 接種対象者 rows of a file: a person once, a ticket for one person only. It keeps every row's keys and a digest of
 * its content, some 200 bytes a row; rows without a 取込不可 only.
 */
export class SubjectRows {
  readonly #people = new Map<string, Seen>();
  readonly #tickets = new Map<string, { readonly line: number; readonly person: string }>();

  /** What the row is beside those before it. Of two in conflict both are named: nobody can say which is right. */
  add(line: number, values: RowValues): CrossFinding[] {
    const person = `${values['municipalityCode'] ?? ''}/${values['addresseeNumber'] ?? ''}`;
    const content = digestOf(...Object.values(values));
    const seen = this.#people.get(person);
    if (seen?.content === content) return [crossFinding(line, null, 'row-duplicate', { line: seen.line })];
    if (seen) {
      return [
        crossFinding(seen.line, null, 'row-key-conflict', { line, key: KEY }),
        crossFinding(line, null, 'row-key-conflict', { line: seen.line, key: KEY }),
      ];
    }
    this.#people.set(person, { line, content });
    return this.#checkTicket(line, person, values);
  }

  #checkTicket(line: number, person: string, values: RowValues): CrossFinding[] {
    const ticket = `${values['municipalityCode'] ?? ''}/${values['ticketNumber'] ?? ''}`;
    const held = this.#tickets.get(ticket);
    if (!held) {
      this.#tickets.set(ticket, { line, person });
      return [];
    }
    const differing = `宛名番号（${held.line}行目の人のもの）`;
    return [crossFinding(line, 'ticketNumber', 'ticket-person-mismatch', { differing })];
  }
}

/**
 * A 接種対象者 row beside what stands: its ticket may be somebody else's. A name that differs is no finding, as people marry; a birth date
 * does not change by itself.
 */
export function checkSubjectTicket(line: number, values: RowValues, known: TicketKnowledge): CrossFinding[] {
  if (typeof known === 'string') return [];
  const differing = [
    values['addresseeNumber'] === known.addresseeNumber ? '' : '宛名番号',
    values['birthDate'] === known.birthDate ? '' : '生年月日',
  ].filter((name) => name !== '');
  return differing.length === 0
    ? []
    : [crossFinding(line, 'ticketNumber', 'ticket-person-mismatch', { differing: differing.join('・') })];
}
