import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { HostileServer } from '../integration/hostile-vrs/hostile-server.ts';
import { breakingOff, nonsense } from '../integration/hostile-vrs/misbehaviours.ts';
import { expect, test, Terminal } from './fixture.ts';
import { somebody } from './people-of-the-training-vrs.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

test('a VRS that turns hostile is told apart, waited for no longer than agreed, and forgiven when it behaves', async ({
  vrs,
}, info) => {
  test.setTimeout(180_000);
  const hostile = await HostileServer.start({ honest: vrs });
  const folder = await mkdtemp(path.join(tmpdir(), 'e2e-hostile-'));
  const seen = { ...vrs, origin: hostile.origin, caPem: hostile.caPem };
  const terminal = new Terminal(folder, seen, String(info.project.metadata['target']));
  try {
    const window = await terminal.start();
    const { password, oneTimePassword } = vrs.credentials('clerk01');
    const signIn = new SignInScreen(window);
    await signIn.fill('clerk01', password, oneTimePassword);
    await signIn.submit();
    const screen = new PeopleScreen(window);
    await screen.copyReady();
    await screen.chooseReason('電話');
    const { name, ticketNumber } = somebody(vrs);
    await screen.search(ticketNumber);
    await expect(screen.person).toContainText(name);
    const newest = screen.person.getByRole('button', { name: 'VRSで最新を確認' });

    const said = { invalid: /取り決めと違う形の返事/, away: /VRSに接続できません/ };
    // The Chromium host cannot tell it from an answer that broke off.
    const eitherWay = 'a chunk whose length is no number';
    const ways = [
      ...Object.entries(nonsense).map(
        ([what, how]) =>
          [
            what,
            how,
            what === eitherWay ? /取り決めと違う形の返事|VRSに接続できません/ : said.invalid,
          ] as const,
      ),
      ...Object.entries(breakingOff).map(([what, how]) => [what, how, said.away] as const),
    ];
    for (const [what, how, sentence] of ways) {
      hostile.misbehave(how, /^\/v1\/people\/[0-9]/);
      await newest.click();
      await expect(window.getByRole('alert'), what).toContainText(sentence, { timeout: 60_000 });
      await expect(screen.person, what).toContainText(name);
      hostile.behave();
      await newest.click();
      await expect(window.getByRole('alert'), what).toHaveCount(0);
    }
    expect(hostile.asked.map(({ headers }) => headers.cookie).filter(Boolean)).toEqual([]);
  } finally {
    await terminal.quit();
    await hostile.close();
    await rm(folder, { recursive: true, force: true });
    await rm(`${folder}-violations.jsonl`, { force: true });
  }
});
