import type { FastifyInstance } from 'fastify';

interface Registered {
  readonly url: string;
  readonly matches: RegExp;
  readonly methods: Set<string>;
}

/** Which methods each registered address answers, for 405 and its Allow header. A parameter stands for one part of an address. */
export class AllowedMethods {
  private readonly byUrl = new Map<string, Registered>();

  /** Must run before any route is registered. */
  watch(server: Pick<FastifyInstance, 'addHook'>): void {
    server.addHook('onRoute', ({ url, method }) => {
      const registered = this.byUrl.get(url) ?? { url, matches: patternOf(url), methods: new Set<string>() };
      for (const name of [method].flat()) registered.methods.add(name);
      this.byUrl.set(url, registered);
    });
  }

  of(url: string): readonly string[] {
    const path = url.split('?', 1)[0] ?? '';
    return [...this.byUrl.values()].filter(({ matches }) => matches.test(path)).flatMap(({ methods }) => [...methods]).sort();
  }

  /** Every address there is, as it was registered. */
  get urls(): readonly string[] {
    return [...this.byUrl.keys()];
  }
}

const patternOf = (url: string): RegExp => new RegExp(`^${url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[^\w-]/g, '\\$&'))).join('/')}$`);
