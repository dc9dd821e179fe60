import { readMachinePolicy } from '../workstation/policy/machine-policy.ts';
import { applyProfile } from './apply-profile.ts';
import { importCertificate } from './certificates/import-certificate.ts';
import { requestCertificate } from './certificates/request-certificate.ts';
import { checkTerminal, isGreen, wordsOf } from './check-terminal.ts';
import type { Command, CommandLine } from './command-line.ts';
import { createProfile } from './create-profile.ts';
import { exportDiagnostics } from './export-diagnostics.ts';
import { exitCodes, ok, type Provisioned, refused, refusedBy } from './refusals.ts';
import { receiptWords, removeTerminal } from './remove-terminal.ts';
import { createSigningKey } from './signing-keys.ts';
import type { Surroundings } from './surroundings.ts';
import { usage } from './usage.ts';

/** How a command that was carried out ended, and what it has to say. */
interface Done {
  readonly words: string;
  readonly code: number;
  /** Said even where nothing is to be said of what went well. */
  readonly isAlwaysSaid?: boolean;
}

/** Carries out one command of the `workstation` program and gives its exit code. Nothing is thrown for what IT can mend. */
export async function runCommand({ command, quiet }: CommandLine, around: Surroundings): Promise<number> {
  const done = await carriedOut(command, around);
  if (!done.ok) {
    const { reason, sentence } = done.refusal;
    around.complain(`できません：${sentence}\n`);
    return exitCodes[reason];
  }
  const { words, code, isAlwaysSaid = false } = done.value;
  if (!quiet || isAlwaysSaid || code !== 0) around.say(`${words}\n`);
  return code;
}

const done = (words: string): Provisioned<Done> => ok({ words, code: exitCodes.done });

async function carriedOut(command: Command, around: Surroundings): Promise<Provisioned<Done>> {
  switch (command.name) {
    case 'help':
      return ok({ words: usage.trimEnd(), code: exitCodes.done, isAlwaysSaid: true });
    case 'create-signing-key': {
      const fingerprint = await createSigningKey(command, around.passphrases);
      if (!fingerprint.ok) return fingerprint;
      // Without the fingerprint nobody can trust the key.
      const words = `署名鍵を作りました：${command.out}\n指紋（SHA-256）：${fingerprint.value}`;
      return ok({ words, code: exitCodes.done, isAlwaysSaid: true });
    }
    case 'create-profile': {
      const created = await createProfile(command, around.passphrases, around.clock);
      if (!created.ok) return created;
      const { municipalityName, version, origin, fingerprint } = created.value;
      return done(
        `署名しました：${command.out}\n${municipalityName}、版 ${version}、接続先 ${origin}\n署名鍵の指紋（SHA-256）：${fingerprint}`,
      );
    }
    case 'apply':
      return applied(command, around);
    case 'request-certificate':
      return requested(command.out, around);
    case 'import-certificate':
      return imported(command.file, around);
    case 'self-check':
      return checked(command.json, around);
    case 'diagnostics':
      return diagnosed(command.out, around);
    case 'remove':
  }
  return removed(command, around);
}

async function applied(
  command: Extract<Command, { name: 'apply' }>,
  around: Surroundings,
): Promise<Provisioned<Done>> {
  const policy = await readMachinePolicy(around.policy);
  if (!policy.ok) return refusedBy(policy.problem);
  const { folder, hostName, secretsOf } = around;
  const result = await applyProfile(command, { folder, hostName, secretsOf, policy: policy.value });
  if (!result.ok) return result;
  const { workstation, version, origin, isFirst } = result.value;
  const how = isFirst ? '端末設定を適用しました' : '端末設定を替えました';
  return done(
    `${how}：端末 ${workstation}、版 ${version}、接続先 ${origin}\nアプリを次に起動したときから効きます。`,
  );
}

async function requested(out: string, around: Surroundings): Promise<Provisioned<Done>> {
  const name = await requestCertificate(out, around);
  if (!name.ok) return name;
  return done(
    `証明書の申請を書きました：${out}（端末 ${name.value}）\n秘密鍵はこの端末を出ません。届いた証明書を --import-certificate で入れてください。`,
  );
}

async function imported(file: string, around: Surroundings): Promise<Provisioned<Done>> {
  const certificate = await importCertificate(file, around);
  if (!certificate.ok) return certificate;
  const { name, validTo } = certificate.value;
  return done(`クライアント証明書を入れました：端末 ${name}、期限 ${validTo}`);
}

async function checked(json: boolean, around: Surroundings): Promise<Provisioned<Done>> {
  const check = await checkTerminal(around);
  const code = isGreen(check) ? exitCodes.done : exitCodes['self-check-failed'];
  return ok({ words: json ? JSON.stringify(check) : wordsOf(check), code, isAlwaysSaid: json });
}

async function diagnosed(out: string, around: Surroundings): Promise<Provisioned<Done>> {
  const sha256 = await exportDiagnostics(out, around);
  if (!sha256.ok) return sha256;
  return done(`診断情報を出力しました：${out}\n指紋（SHA-256）：${sha256.value}`);
}

const CONFIRMATION = '消去する';

async function removed(
  { yes, withLog }: { readonly yes: boolean; readonly withLog: boolean },
  around: Surroundings,
): Promise<Provisioned<Done>> {
  if (!yes) {
    if (!around.passphrases.isAsked) {
      return refused('usage', '確かめる人がいないところで --remove を行うには、--yes も指定してください。');
    }
    const what = withLog ? '鍵、端末内の写し、設定、操作ログ' : '鍵、端末内の写し、設定';
    const typed = await around.passphrases.ask(
      `この端末の${what}を消します。元には戻せません。封印した宛名番号も読めなくなります。\nよければ「${CONFIRMATION}」と入力してください：`,
    );
    if (typed.trim() !== CONFIRMATION) return refused('usage', 'やめました。何も消していません。');
  }
  const receipt = await removeTerminal({ withLog }, around);
  if (!receipt.ok) return receipt;
  const code = receipt.value.keysAreGone ? exitCodes.done : exitCodes['keys-may-remain'];
  return ok({ words: receiptWords(receipt.value), code });
}
