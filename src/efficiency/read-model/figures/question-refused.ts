/** A question that cannot be answered as it is asked; both texts say what to ask instead. */
export class QuestionRefused extends Error {
  override readonly name = 'QuestionRefused';
  readonly statusCode = 422;
  readonly extensions: { readonly code: string; readonly messageZh: string };

  constructor(code: string, en: string, zh: string) {
    super(`${en} ${zh}`);
    this.extensions = { code, messageZh: zh };
  }
}
