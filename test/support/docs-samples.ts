/** A fenced block of a Markdown document. */
export interface Fence {
  readonly language: string;
  readonly text: string;
  /** Of its opening, from 1. */
  readonly line: number;
}

export const fencesOf = (markdown: string): readonly Fence[] =>
  [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? '', text: match[2] ?? '', line: markdown.slice(0, match.index).split('\n').length,
  }));

export interface PostedEvents {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a `curl …/events` of a shell block sends, without its key; null for any other block. */
export function requestIn({ language, text }: Fence): PostedEvents | null {
  if (language !== 'sh' || !/^curl \S+\/events\b/m.test(text)) return null;
  const body = /-d '([^']*)'/.exec(text)?.[1];
  if (body === undefined) throw new Error(`A sample posts nothing: ${text}`);
  const headers = [...text.matchAll(/-H '([\w-]+): ([^']*)'/g)].map(([, name = '', value = '']) => [name, value]);
  return { headers: Object.fromEntries(headers) as Record<string, string>, body };
}

export const queryIn = ({ language, text }: Fence): string | null => (language === 'graphql' ? text : null);
