import { useHall } from '../support/hall/use-hall.js';

describe('GraphiQL', () => {
  const hall = useHall({ NODE_ENV: 'development', LOG_LEVEL: 'silent' });

  it('is served from this server alone: every address on the page is local and answers', async () => {
    const { status, body, headers } = await hall().request('/graphiql');
    expect(status).toBe(200);
    const addresses = [...String(body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
    expect(addresses.filter((address) => address !== 'data:,')).toEqual([
      '/graphiql/graphiql.css', '/graphiql/page.css', '/graphiql/react.js', '/graphiql/react-dom.js', '/graphiql/graphiql.js', '/graphiql/page.js',
    ]);
    for (const address of addresses.filter((one) => one.startsWith('/'))) {
      const asset = await hall().request(address);
      expect([asset.status, asset.headers.get('content-type')]).toEqual([200, address.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8']);
    }
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('names no other host in its own page, style and script', async () => {
    for (const address of ['/graphiql', '/graphiql/page.css', '/graphiql/page.js']) {
      expect(String((await hall().request(address)).body)).not.toMatch(/https?:|\/\/[a-z]/);
    }
  });

  it('has nothing else under its address', async () => {
    for (const name of ['x', 'package.json', '..%2f..%2fpackage.json', '__proto__', 'constructor']) {
      expect((await hall().request(`/graphiql/${name}`)).status).toBe(404);
    }
  });
});

describe('GraphiQL in production', () => {
  const hall = useHall({ NODE_ENV: 'production', LOG_LEVEL: 'silent', DRAIN_MS: '0' });

  it('is not there', async () => {
    expect((await hall().request('/graphiql')).status).toBe(404);
    expect((await hall().request('/graphiql/graphiql.js')).status).toBe(404);
  });
});
