import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { HostileServer } from '../integration/hostile-vrs/hostile-server.ts';
import { flaws, goodTls, impostor, rsaAuthority } from '../integration/hostile-vrs/impostors.ts';
import { breakingOff, neverDone, nonsense } from '../integration/hostile-vrs/misbehaviours.ts';
import { listening } from './attacks.ts';
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

    const said = {
      slow: /時間内に返事がありません/,
      invalid: /取り決めと違う形の返事/,
      away: /VRSに接続できません/,
    };
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

    const elsewhere = await listening();
    for (const scheme of ['https', 'http']) {
      hostile.misbehave((socket) => {
        const to = `${scheme}://localhost:${elsewhere.port}/v1/people/1`;
        socket.end(`HTTP/1.1 307 No\r\nlocation: ${to}\r\ncontent-length: 0\r\n\r\n`);
      }, /^\/v1\/people\/[0-9]/);
      await newest.click();
      await expect(window.getByRole('alert'), scheme).toContainText(said.invalid);
      hostile.behave();
      await newest.click();
      await expect(window.getByRole('alert'), scheme).toHaveCount(0);
    }
    expect(await elsewhere.end()).toBe(0);

    // What an attempt may take is made fifty times shorter: minutes of waiting would show no more.
    await terminal.app.evaluate(() => {
      const inFull = AbortSignal.timeout.bind(AbortSignal);
      AbortSignal.timeout = (milliseconds) => inFull(milliseconds / 50);
    });
    for (const [what, how] of Object.entries(neverDone)) {
      hostile.misbehave(how, /^\/v1\/people\/[0-9]/);
      await newest.click();
      await expect(window.getByRole('alert'), what).toContainText(said.slow, { timeout: 30_000 });
      await expect(screen.person, what).toContainText(name);
    }
  } finally {
    await terminal.quit();
    await hostile.close();
    await rm(folder, { recursive: true, force: true });
    await rm(`${folder}-violations.jsonl`, { force: true });
  }
});

test('a server that can not show that it is VRS is asked nothing, over real TLS, until it can', async ({
  vrs,
}, info) => {
  test.setTimeout(180_000);
  const authority = await rsaAuthority();
  const server = await HostileServer.start({ tls: await impostor('expired', authority), honest: vrs });
  const folder = await mkdtemp(path.join(tmpdir(), 'e2e-impostor-'));
  const seen = { ...vrs, origin: server.origin, caPem: authority.cert };
  const terminal = new Terminal(folder, seen, String(info.project.metadata['target']));
  try {
    const window = await terminal.start();
    const screen = new SignInScreen(window);
    const { password } = vrs.credentials('clerk01');
    for (const flaw of flaws) {
      server.show(await impostor(flaw, authority));
      const before = server.connections;
      await screen.fill('clerk01', password, '123456');
      await screen.submit();
      // Whatever came of it, the password is not kept.
      await expect(screen.password, flaw).toHaveValue('');
      expect(server.connections, flaw).toBeGreaterThan(before);
      await expect(screen.problem.first(), flaw).toContainText(/確かめられないため/);
      expect(server.asked, flaw).toEqual([]);
    }
    server.show(await goodTls(authority));
    const { oneTimePassword } = vrs.credentials('clerk01');
    await screen.fill('clerk01', password, oneTimePassword);
    await screen.submit();
    await window.getByRole('button', { name: 'サインアウト' }).waitFor();
    expect(server.asked.length).toBeGreaterThan(0);
  } finally {
    await terminal.quit();
    await server.close();
    await rm(folder, { recursive: true, force: true });
    await rm(`${folder}-violations.jsonl`, { force: true });
  }
});
