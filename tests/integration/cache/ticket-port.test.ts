import { describe, expect, test } from 'vitest';

import { type AskDirectly, askOnPort } from '../../../src-main/batches/checking/asked-holders.ts';
import { AddresseeNumber, MunicipalityCode } from '../../../src-shared/domain/identifiers.ts';
import { Place, valueOf } from './a-cache.ts';
import { municipality, person } from './a-person.ts';

async function asking(place: Place): Promise<AskDirectly & { readonly close: () => Promise<void> }> {
  const cache = await place.open();
  valueOf(await cache.people.upsert([person()]));
  const port = cache.openTicketPort?.();
  if (!port) throw new Error('a cache in a worker has a line to it');
  return { ...askOnPort(port, MunicipalityCode.parse(municipality)), close: () => cache.close() };
}

const people = (...numbers: readonly string[]): AddresseeNumber[] =>
  numbers.map((number) => AddresseeNumber.parse(number));

describe('the line from a file worker to the local copy', () => {
  test('answers who holds a ticket and when somebody was born, whatever was asked in between', async () => {
    await using place = new Place();
    const { numbers, births } = await asking(place);
    const [holders, born, again] = await Promise.all([
      numbers(Float64Array.of(2_000_000_001, 2_000_000_002)),
      births(people('1000000001', '1000000002')),
      numbers(Float64Array.of(2_000_000_002)),
    ]);
    expect(holders).toMatchObject({
      ok: true,
      value: [{ addresseeNumber: '1000000001', birthDate: '1965-04-03' }, 'not-issued'],
    });
    expect(born).toEqual({ ok: true, value: ['1965-04-03', null] });
    expect(again).toEqual({ ok: true, value: ['not-issued'] });
  });

  test('says that the copy is gone, and does not wait for it', async () => {
    await using place = new Place();
    const { births, numbers, close } = await asking(place);
    await close();
    const gone = { ok: false, problem: { code: 'cache-unavailable' } };
    expect(await births(people('1000000001'))).toMatchObject(gone);
    expect(await numbers(Float64Array.of(1))).toMatchObject(gone);
  });
});
