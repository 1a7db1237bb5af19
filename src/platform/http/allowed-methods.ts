import type { FastifyInstance } from 'fastify';

/** Which methods each registered address answers, for 405 and its Allow header. Addresses here have no parameters. */
export class AllowedMethods {
  private readonly byPath = new Map<string, Set<string>>();

  /** Must run before any route is registered. */
  watch(server: Pick<FastifyInstance, 'addHook'>): void {
    server.addHook('onRoute', ({ url, method }) => {
      const methods = this.byPath.get(url) ?? new Set();
      for (const name of [method].flat()) methods.add(name);
      this.byPath.set(url, methods);
    });
  }

  of(url: string): readonly string[] {
    const path = url.split('?', 1)[0] ?? '';
    return [...(this.byPath.get(path) ?? [])].sort();
  }
}
