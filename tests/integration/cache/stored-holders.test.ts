import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { EncryptedDatabase } from '../../../src-main/cache/encrypted-database.ts';
import {
  holderTextOf,
  PERSON_CHARACTERS,
  personInHolder,
  readHolder,
} from '../../../src-main/cache/person-record.ts';
import { StoredHolders } from '../../../src-main/cache/stored-holders.ts';
import { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import { person } from './a-person.ts';

const own = '131237';

describe('the holders of many tickets', () => {
  let folder: string;
  let database: EncryptedDatabase;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'holders-'));
    database = EncryptedDatabase.open({
      file: path.join(folder, 'people.db'),
      key: randomBytes(32),
      journal: 'off',
    });
    database.execute(
      'CREATE TABLE ticket (ticket_number TEXT, municipality_code TEXT, holder TEXT, PRIMARY KEY (ticket_number, municipality_code)) WITHOUT ROWID',
    );
  });
  afterAll(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  test('are found whatever lies between them, in any order, and asked for more than once', () => {
    const number = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 9_999_999_999 }));
    fc.assert(
      fc.property(
        fc.uniqueArray(number, { maxLength: 60 }),
        fc.array(number, { maxLength: 12 }),
        fc.boolean(),
        (issued, asked, isSorted) => {
          database.execute('DELETE FROM ticket');
          const add = database.prepare('INSERT INTO ticket VALUES (?, ?, ?)');
          for (const each of issued) {
            add.run(String(each).padStart(10, '0'), own, `the holder of ${each}`);
            add.run(String(each).padStart(10, '0'), '992011', 'somebody elsewhere');
          }
          const numbers = Float64Array.from(isSorted ? asked.toSorted((one, other) => one - other) : asked);
          const found = new StoredHolders(database, 'holder').textsOf(own, numbers);
          const known = new Set(issued);
          expect(found).toEqual(
            Array.from(numbers, (each) => (known.has(each) ? `the holder of ${each}` : '')),
          );
        },
      ),
    );
  });

  test.each(['1', '1000000001', 'ABCDEFGHIJ12345'])(
    'are told by the beginning of their text (%s)',
    (given) => {
      const held = { ...person(), addresseeNumber: AddresseeNumber.parse(given) };
      const [ticket] = held.tickets;
      if (!ticket) throw new Error('a made-up person has a ticket');
      const text = holderTextOf(held, ticket);
      const { addresseeNumber, birthDate } = readHolder(text);
      expect(personInHolder(text.slice(0, PERSON_CHARACTERS))).toEqual({ addresseeNumber, birthDate });
    },
  );
});
