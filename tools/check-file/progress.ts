/** How far the check is, in place, for a person who waits at a terminal; nothing where the output goes elsewhere. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  #shown = '';

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show(done: number, total: number): void {
    if (!this.#stream.isTTY) return;
    const share = total === 0 ? 0 : Math.min(100, Math.floor((done / total) * 100));
    const text = `検査しています… ${share}%（${done.toLocaleString('ja-JP')} 行）`;
    if (text === this.#shown) return;
    this.#shown = text;
    this.#stream.write(`\r${text}\u001B[K`);
  }

  clear(): void {
    if (this.#shown !== '') this.#stream.write('\r\u001B[K');
    this.#shown = '';
  }
}
