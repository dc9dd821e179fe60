import type { Page } from '@playwright/test';

/** 照会, by what a person sees. */
export class PeopleScreen {
  readonly #window: Page;

  constructor(window: Page) {
    this.#window = window;
  }

  get text() {
    return this.#window.getByLabel('券番号・宛名番号・氏名・カナ');
  }

  get birthDate() {
    return this.#window.getByLabel('生年月日', { exact: true });
  }

  get hits() {
    return this.#window.getByRole('region', { name: '検索結果' });
  }

  get person() {
    return this.#window.getByRole('article', { name: '住民の詳細' });
  }

  get doses() {
    return this.person.getByRole('row');
  }

  /** Waits until the local copy is complete, so that what is found does not depend on how fast it was. */
  async copyReady(): Promise<void> {
    await this.#window.getByRole('region', { name: '端末内の写し' }).getByText('時点').waitFor();
  }

  async chooseReason(name: string): Promise<void> {
    await this.#window.getByRole('radio', { name }).check();
  }

  async search(text: string, birthDate = ''): Promise<void> {
    await this.text.fill(text);
    await this.birthDate.fill(birthDate);
    await this.text.press('Enter');
  }
}
