import { expect, it } from 'vitest';

import { incidentOf } from '../../../src-main/gateway/incident.ts';

it('an incident has the class, the code and the places, and nothing that the message says', () => {
  const thrown = Object.assign(new TypeError('青葉 花子\n    at 1234567890 (/home/花子.ts:1:1)'), {
    code: 'ERR_X',
  });
  const { error, frames } = incidentOf('people.search', thrown);
  expect(error).toBe('TypeError ERR_X');
  expect(frames[0]).toMatch(/incident\.test\.ts:\d+:\d+/);
  expect(JSON.stringify(frames)).not.toMatch(/青葉|花子|1234567890/);
});

it('a name or a code that is none of a program is left out', () => {
  const thrown = Object.assign(new Error('x'), { name: '青葉 花子', code: '1234567890 の券' });
  expect(incidentOf('people.search', thrown).error).toBe('unnamed unnamed');
});

it('what can not even be looked at is an incident all the same', () => {
  const trap = new Proxy(new Error('x'), {
    get: () => {
      throw new Error('青葉');
    },
  });
  expect(incidentOf('people.search', trap)).toMatchObject({ error: 'unreadable', frames: [] });
});
