/** One line for the person at the terminal, in the same form from every tool. */
export function say(part: string, sentence: string): void {
  process.stdout.write(`[${part}] ${sentence}\n`);
}

export function complain(part: string, sentence: string): void {
  process.stderr.write(`[${part}] ${sentence}\n`);
}
